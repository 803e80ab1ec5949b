import { SourceQueryError } from './errors.js'
import type { ColumnFacts, RowSource, Snapshot } from './row-source.js'

/** MySQL's type of a bare NULL, which every type of the model takes. */
const untyped: ColumnFacts = { type: 6, length: 0, decimals: 0, isUnsigned: false, isBinary: false }

/**
 * Rows held in memory, where there is no MySQL: they pass through the same writer and come out as the same bytes.
 *
 *     embeddedSource({ users: [['1', '2026-01-01'], ['2', null]] })
 *
 * @param rows For each table its rows, as text the way MySQL prints it, in the model's column order.
 */
export function embeddedSource(rows: Readonly<Record<string, readonly (readonly (string | null)[])[]>>): RowSource {
  const rowsOf = (name: string) => {
    if (!Object.hasOwn(rows, name)) throw new SourceQueryError(`The embedded source has no table "${name}".`)
    return rows[name]!
  }
  const snapshot: Snapshot = {
    async describe(table) {
      rowsOf(table.name)
      return table.columns.map(() => untyped)
    },
    async read(table, sinkFor) {
      const all = rowsOf(table.name)
      const sink = sinkFor(await snapshot.describe(table))
      for (const row of all) {
        if (!sink.write(row.map((value) => (value === null ? null : Buffer.from(value))))) await sink.drained()
      }
    },
    async run() {
      throw new SourceQueryError('The embedded source runs no statements.')
    },
  }
  return {
    atOneMoment: (work) => work(snapshot),
    seed: async (tables) => tables.map((table) => rowsOf(table.name).length),
    close: async () => undefined,
  }
}
