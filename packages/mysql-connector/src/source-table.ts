import * as z from 'zod/mini'
import { accept } from './accept.js'
import { ConfigurationError } from './errors.js'

/** What a column's text is, on both sides: which MySQL types may feed it and how a reader parses it. */
export type ColumnType =
  | 'boolean'
  | 'int'
  | 'bigint'
  | 'double'
  | 'decimal'
  | `decimal(${number},${number})`
  | 'string'
  | 'date'
  | 'timestamp'

/** A column that is extracted. */
export interface SourceColumn {
  /** The column's name in MySQL: letters, digits, `_`, `$`, `-`; at most 64. */
  name: string
  type: ColumnType
}

/**
 * How the external table reads the bytes.
 *
 * - `delimited`: LazySimpleSerDe. No quotes; NULL is `\N`. With `escape` a delimiter and a backslash survive, without it a
 *   value that holds one is refused. A line break is always refused.
 * - `opencsv`: OpenCSVSerDe. Every value in double quotes, `\` before a quote and a backslash; NULL is the text `\N`, since
 *   this SerDe knows no NULL: the reader maps it back. A line break is refused.
 */
export type TableFormat = { serde: 'delimited'; delimiter: string; escape?: '\\' } | { serde: 'opencsv' }

/** One table of MySQL, and where its rows go. Every identifier in a statement comes from here. */
export interface SourceTable {
  /** The table's name in MySQL and in events: letters, digits, `_`, `$`, `-`; at most 64. */
  name: string
  /** The MySQL schema that holds it. */
  schema: string
  /** The columns in the order of the external table. */
  columns: readonly SourceColumn[]
  /** The keys of its objects start with this; ends in `/`. Whatever else lies below it is removed. */
  prefix: string
  format: TableFormat
  /** Columns that name a row in an error. Empty: the row's number does. */
  primaryKey: readonly string[]
  /** Statements that create and fill the table for a trial; running them twice changes nothing. */
  seed?: readonly string[]
}

const identifier = z.string().check(z.regex(/^[\p{L}\p{N}_$-]{1,64}$/u))
const columnType = z
  .string()
  .check(z.regex(/^(boolean|int|bigint|double|decimal(\(\d{1,2},\d{1,2}\))?|string|date|timestamp)$/))
const delimiter = z
  .string()
  .check(
    z.refine(
      (text) => text.length === 1 && text < '\x7f' && !/[\0\n\r\\\w+\-.: ]/.test(text),
      'must be one ASCII character that no number, date, line break or NULL holds',
    ),
  )

const sourceTable = z.strictObject({
  name: identifier,
  schema: identifier,
  columns: z.array(z.strictObject({ name: identifier, type: columnType })).check(z.minLength(1)),
  prefix: z.string().check(z.regex(/^(?!\/)(?!.*\/\/)(?!(.*\/)?\.{1,2}\/)[\w!.*'()/=-]{1,900}\/$/)),
  format: z.discriminatedUnion('serde', [
    z.strictObject({ serde: z.literal('delimited'), delimiter, escape: z.optional(z.literal('\\')) }),
    z.strictObject({ serde: z.literal('opencsv') }),
  ]),
  primaryKey: z.array(identifier),
  seed: z.optional(z.array(z.string())),
})

/**
 * Reads a table model that may come from anywhere.
 *
 * @throws ConfigurationError naming the table and the field that is wrong, a column or a table named twice, a key
 *   that is no column, and a prefix that lies inside another table's.
 */
export function checkedTables(model: readonly unknown[]): readonly SourceTable[] {
  const tables = model.map(checkedTable)
  for (const [index, table] of tables.entries()) {
    const where = `Table "${table.name}"`
    const names = table.columns.map((column) => column.name.toLowerCase())
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice) throw new ConfigurationError(`${where} has the column "${twice}" twice.`)
    const stray = table.primaryKey.find((key) => !table.columns.some((column) => column.name === key))
    if (stray) throw new ConfigurationError(`${where} has the key "${stray}", which is none of its columns.`)
    for (const other of tables.slice(0, index)) {
      if (other.name === table.name) throw new ConfigurationError(`${where} is in the table model twice.`)
      if (other.prefix.startsWith(table.prefix) || table.prefix.startsWith(other.prefix)) {
        throw new ConfigurationError(`${where} and "${other.name}" share objects: one prefix lies inside the other.`)
      }
    }
  }
  return tables
}

function checkedTable(table: unknown, index: number): SourceTable {
  const { wrong } = accept(sourceTable, table, 'it')
  if (wrong === undefined) return table as SourceTable // the schema is the interface, spelt out
  const name = (table as { name?: unknown } | null)?.name
  throw new ConfigurationError(`Table ${JSON.stringify(name ?? index)} of the table model: ${wrong}.`)
}

/** `` `schema`.`table` ``, quoted for MySQL. */
export function qualifiedName(table: SourceTable): string {
  return `${quoted(table.schema)}.${quoted(table.name)}`
}

/** An identifier in backticks. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
