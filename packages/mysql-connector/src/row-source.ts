import type { SourceTable } from './source-table.js'

/** One row as MySQL sent it: text in UTF-8 per column, in the model's order; `null` is NULL. */
export type RawRow = readonly (Buffer | null)[]

/** Takes rows, and says when to wait. */
export interface RowSink {
  /** @returns Whether more may come now; after `false`, wait for `drained`. */
  write(row: RawRow): boolean
  /** Resolves when there is room again; rejects when the rows cannot be stored. */
  drained(): Promise<void>
}

/** What the source says of a column, as in MySQL's column definition packet. */
export interface ColumnFacts {
  /** MySQL's type number: 3 is INT, 246 is DECIMAL. */
  type: number
  /** The characters that its longest value takes. */
  length: number
  /** Digits after the decimal point. */
  decimals: number
  isUnsigned: boolean
  /** Bytes that no character set vouches for. */
  isBinary: boolean
}

/** Tables as they are at one moment. */
export interface Snapshot {
  /**
   * Reads all rows of a table.
   *
   * @param sinkFor Told what the columns are before the first row, gives the sink for the rows.
   */
  read(table: SourceTable, sinkFor: (facts: readonly ColumnFacts[]) => RowSink): Promise<void>
  /** What the columns are, and no row. */
  describe(table: SourceTable): Promise<readonly ColumnFacts[]>
  /** Runs a statement; resolves to the rows it returned, as text, and how many rows it counted. */
  run(sql: string): Promise<{ rows: readonly RawRow[]; affectedRows: number }>
}

/** Where rows come from. */
export interface RowSource {
  /** Runs `work` on a snapshot: all its reads see the same moment. An aborted signal ends it at once. */
  atOneMoment<Result>(work: (snapshot: Snapshot) => Promise<Result>, signal?: AbortSignal): Promise<Result>
  /** Runs the seed statements of the tables; resolves to each table's number of rows afterwards. A signal ends it as well. */
  seed(tables: readonly SourceTable[], signal?: AbortSignal): Promise<number[]>
  /** Lets go of the connection. */
  close(): Promise<void>
}
