import type { ResultColumn } from '../athena/result-type.js'

/** What a statement gives back. */
export interface Outcome {
  readonly columns: readonly ResultColumn[]
  /** The rows in pieces; null is NULL. */
  readonly rows: AsyncIterable<readonly Cells[]>
  /** SELECT's results begin with the names of the columns; SHOW's and DESCRIBE's do not. */
  readonly header: boolean
  /** Rows written by DML; 0 for SELECT and SHOW; undefined for DDL. */
  readonly updateCount?: number
}

export type Cells = readonly (string | null)[]

/** DDL: nothing at all. */
export const nothing: Outcome = { columns: [], rows: pieces([]), header: false }

/** SHOW and DESCRIBE: one piece of text a row. */
export function listing(columns: readonly ResultColumn[], rows: readonly Cells[]): Outcome {
  return { columns, rows: pieces(rows), header: false, updateCount: 0 }
}

/** INSERT, UPDATE, DELETE, MERGE and CTAS: a count and no rows. */
export function written(rows: number): Outcome {
  return {
    columns: [{ name: 'rows', type: 'bigint', precision: 19, scale: 0 }],
    rows: pieces([]),
    header: false,
    updateCount: rows,
  }
}

async function* pieces(rows: readonly Cells[]): AsyncIterable<readonly Cells[]> {
  if (rows.length) yield rows
}
