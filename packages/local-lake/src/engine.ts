import { availableParallelism } from 'node:os'
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader, type DuckDBValue } from '@duckdb/node-api'
import accessors from '@duckdb/node-api/lib/vectors/dataAccessors.js'
import { quoteName, quoteText } from './sql/column-type.js'
import { macros } from './sql/macros.js'
import { tokensOf } from './sql/tokens.js'

// The binding's own decoder drops a byte order mark from the beginning of every text.
Object.assign(accessors, { textDecoder: new TextDecoder('utf-8', { ignoreBOM: true }) })

export interface EngineOptions {
  /** The only folder DuckDB may touch. */
  readonly folder: string
  /** Where it may spill when memory is short; inside `folder`. */
  readonly temporaryFolder: string
  /** Bytes all statements together may use before they spill. */
  readonly memoryLimit: number
  readonly threads?: number
}

/** DuckDB, in memory, shut in its folder: no other file, no network, no extension. The data are in the lake's files. */
export class Engine {
  readonly #instance: DuckDBInstance
  #sessions = 0

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance
  }

  static async open({
    folder,
    temporaryFolder,
    memoryLimit,
    threads = availableParallelism(),
  }: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      memory_limit: `${Math.floor(memoryLimit / 1024)}KiB`,
      temp_directory: temporaryFolder,
      threads: String(threads),
    })
    const connection = await instance.connect()
    try {
      await connection.run('SET GLOBAL integer_division = true')
      await connection.run('SET GLOBAL ieee_floating_point_ops = true')
      // After integer_division, which is read when a macro is made.
      for (const macro of macros) await connection.run(`CREATE MACRO memory.main.${macro}`)
      await connection.run("SET GLOBAL TimeZone = 'UTC'")
      await connection.run("SET GLOBAL default_null_order = 'nulls_last'")
      await connection.run(`SET GLOBAL allowed_directories = [${quoteText(`${folder}/`)}]`)
      await connection.run('SET GLOBAL enable_external_access = false')
    } finally {
      connection.closeSync()
    }
    return new Engine(instance)
  }

  /** A place of its own for one statement: its views and temporary tables are nobody else's. */
  async session(): Promise<Session> {
    const connection = await this.#instance.connect()
    const catalog = `lake_${++this.#sessions}`
    await connection.run(`ATTACH ':memory:' AS ${catalog}`)
    return new Session(connection, catalog)
  }

  /** What DuckDB's grammar has against this text; undefined: nothing. */
  async syntaxProblem(sql: string): Promise<string | undefined> {
    const connection = await this.#instance.connect()
    try {
      await connection.extractStatements(sql)
      return undefined
    } catch (error) {
      return (error as Error).message
    } finally {
      connection.closeSync()
    }
  }

  close(): void {
    this.#instance.closeSync()
  }
}

export class Session {
  readonly #connection: DuckDBConnection
  #interrupted = false
  #isClosing = false
  /** The name of the session's own database in DuckDB. */
  readonly catalog: string

  constructor(connection: DuckDBConnection, catalog: string) {
    this.#connection = connection
    this.catalog = catalog
  }

  /** Runs a statement whose result nobody reads. @returns how many rows it changed. */
  async run(sql: string): Promise<number> {
    return (await this.#live.run(sql)).rowsChanged
  }

  async rows(sql: string): Promise<DuckDBValue[][]> {
    return (await this.#live.runAndReadAll(sql)).getRows()
  }

  async read(sql: string): Promise<DuckDBResultReader> {
    return this.#live.runAndReadAll(sql)
  }

  /** Rejects if DuckDB cannot tell what the types in this statement are; does not run it. */
  async check(sql: string): Promise<void> {
    const prepared = await this.#live.prepare(sql)
    prepared.destroySync()
  }

  /** The result in pieces, as DuckDB makes it. */
  stream(sql: string): ReturnType<DuckDBConnection['stream']> {
    return this.#live.stream(sql)
  }

  /** The tables a query names, each in its parts: `['shop', 'orders']`. What WITH names is none. */
  tablesIn(sql: string): string[][] {
    return this.#live.getTableNames(sql, true).map((text) => {
      const tokens = tokensOf(text, 'trino')
      const end = tokens.findIndex((token) => token.kind === 'word' && token.value === 'as')
      return (end === -1 ? tokens : tokens.slice(0, end))
        .filter((token) => token.kind !== 'symbol')
        .map((token) => token.value)
    })
  }

  /** Names without a database mean this one from now on. */
  async use(database: string): Promise<void> {
    await this.#connection.run(`CREATE SCHEMA IF NOT EXISTS ${this.catalog}.${quoteName(database)}`)
    await this.#connection.run(`SET search_path = ${quoteText(`${this.catalog}.${quoteName(database)},memory.main`)}`)
  }

  /** Stops what is running; it then throws, and so does whatever comes after. Too late once the session closes. */
  interrupt(): void {
    if (this.#isClosing) return
    this.#interrupted = true
    this.#connection.interrupt()
  }

  get #live(): DuckDBConnection {
    if (this.#interrupted) throw new Error('INTERRUPT Error: Interrupted!')
    return this.#connection
  }

  async close(): Promise<void> {
    this.#isClosing = true // what the statement did stays done: its session ends as if nobody had stopped it
    try {
      await this.#connection.run("SET search_path = 'memory.main'")
      await this.#connection.run(`DETACH ${this.catalog}`)
    } finally {
      this.#connection.closeSync()
    }
  }
}
