import type mysql from 'mysql2'
import { wordsOf, ConnectorError, OutOfTimeError, SourceUnavailableError } from './errors.js'
import { cut, MySqlConnection, named, query, sourceError } from './mysql-connection.js'
import type { SettingsProvider } from './mysql-settings.js'
import type { ColumnFacts, RawRow, RowSink, RowSource, Snapshot } from './row-source.js'
import { qualifiedName, quoted, type SourceTable } from './source-table.js'
import { untilAborted } from './until-aborted.js'
import { isShortened } from './value-check.js'

const unsignedFlag = 32
/** The "character set" of columns that have none. */
const binaryCharacterSet = 63

/**
 * A MySQL or MariaDB server as a source of rows.
 *
 * @param now Pins the session's clock, so that CURRENT_DATE in seed statements is known. Default: the server's.
 */
export function mysqlSource(settings: SettingsProvider, now?: () => Date): RowSource {
  const connection = new MySqlConnection(settings)
  return {
    atOneMoment: (work, signal) =>
      connected(signal, async (guarded) => {
        const run = (sql: string) => named('The snapshot of the tables', guarded.run(sql))
        await run('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        await run('START TRANSACTION WITH CONSISTENT SNAPSHOT')
        const result = await work(new MySqlSnapshot(guarded))
        await run('COMMIT')
        return result
      }),

    seed: (tables, signal) =>
      connected(signal, async (guarded) => {
        if (now) await named('The clock', guarded.run(`SET timestamp = ${Math.floor(now().getTime() / 1000)}`))
        const counts: number[] = []
        for (const table of tables) {
          for (const [index, sql] of (table.seed ?? []).entries()) {
            await named(`Seed statement ${index + 1} of table "${table.name}"`, guarded.run(sql))
          }
          const count = guarded.run(`SELECT COUNT(*) FROM ${qualifiedName(table)}`)
          const { rows } = await named(`Counting table "${table.name}"`, count)
          counts.push(Number(rows[0]?.[0]))
        }
        return counts
      }),

    async close() {
      connection.drop()
    },
  }

  async function connected<Result>(
    signal: AbortSignal | undefined,
    work: (guarded: GuardedConnection) => Promise<Result>,
  ): Promise<Result> {
    const open = await untilAborted(connection.get(), signal, cut)
    const guarded = new GuardedConnection(open, signal)
    try {
      return await work(guarded)
    } catch (error) {
      connection.drop() // a result may be half read: the connection says nothing sensible any more
      throw error
    } finally {
      guarded.release()
    }
  }
}

/** A connection whose every use ends when a signal is aborted. */
class GuardedConnection {
  readonly open: mysql.Connection
  readonly #signal: AbortSignal | undefined
  readonly aborted: Promise<never>
  readonly #abort: () => void

  constructor(open: mysql.Connection, signal: AbortSignal | undefined) {
    this.open = open
    this.#signal = signal
    let reject: (reason: unknown) => void
    this.aborted = new Promise<never>((_resolve, rejectIt) => (reject = rejectIt))
    this.aborted.catch(() => undefined) // somebody may be waiting, or nobody
    this.#abort = () => {
      cut(open)
      reject(signal?.reason instanceof ConnectorError ? signal.reason : new OutOfTimeError(wordsOf(signal?.reason)))
    }
    if (signal?.aborted) this.#abort()
    else signal?.addEventListener('abort', this.#abort, { once: true })
  }

  run(sql: string) {
    return Promise.race([this.aborted, query(this.open, sql)])
  }

  release(): void {
    this.#signal?.removeEventListener('abort', this.#abort)
  }
}

class MySqlSnapshot implements Snapshot {
  readonly #connection: GuardedConnection

  constructor(connection: GuardedConnection) {
    this.#connection = connection
  }

  async describe(table: SourceTable): Promise<readonly ColumnFacts[]> {
    const { fields } = await this.#run(table, `${selectOf(table)} LIMIT 0`)
    return fields.map(factsOf)
  }

  async run(sql: string) {
    return this.#connection.run(sql)
  }

  async read(table: SourceTable, sinkFor: (facts: readonly ColumnFacts[]) => RowSink): Promise<void> {
    const facts = await this.describe(table)
    const sink = sinkFor(facts)
    await Promise.race([this.#connection.aborted, this.#pump(table, selectOf(table, facts), sink)])
  }

  #pump(table: SourceTable, sql: string, sink: RowSink): Promise<void> {
    const { open } = this.#connection
    return new Promise((resolve, reject) => {
      let isOver = false
      const fail = (error: unknown) => {
        if (isOver) return
        isOver = true
        cut(open) // rows that are still on their way would be parsed for nobody
        reject(error instanceof ConnectorError ? error : sourceError(`Reading table "${table.name}"`, error))
      }
      // A connection that ends between two rows reports here and not to the query.
      const lost = () => fail(new SourceUnavailableError(`Reading table "${table.name}": the connection was lost.`))
      open.once('end', lost)
      const rows = open.query({ sql, rowsAsArray: true, typeCast: false })
      rows.on('error', fail)
      rows.on('result', (row: RawRow) => {
        if (isOver) return
        try {
          if (sink.write(row)) return
        } catch (error) {
          return fail(error)
        }
        open.pause()
        sink.drained().then(() => open.resume(), fail)
      })
      rows.on('end', () => {
        open.off('end', lost)
        if (isOver) return
        isOver = true
        resolve()
      })
    })
  }

  #run(table: SourceTable, sql: string) {
    return named(`Table "${table.name}"`, this.#connection.run(sql))
  }
}

/** The statement that reads a table; with facts, a FLOAT is widened, since MySQL prints six of its digits. */
function selectOf(table: SourceTable, facts?: readonly ColumnFacts[]): string {
  const columns = table.columns.map(({ name }, index) =>
    facts && isShortened(facts[index]!) ? `${quoted(name)} * 1e0` : quoted(name),
  )
  return `SELECT ${columns.join(', ')} FROM ${qualifiedName(table)}`
}

function factsOf(field: mysql.FieldPacket): ColumnFacts {
  return {
    type: field.columnType ?? -1,
    length: field.columnLength ?? 0,
    decimals: field.decimals,
    isUnsigned: (Number(field.flags) & unsignedFlag) !== 0,
    isBinary: field.characterSet === binaryCharacterSet,
  }
}
