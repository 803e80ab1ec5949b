import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ExternalTable, type Partition, withEntry } from '../catalog.js'
import { mostPartitions, TooManyPartitionsError } from '../iceberg/data-files.js'
import { quoteName, quoteText } from '../sql/column-type.js'
import { layoutOf } from '../text/layout.js'
import type { TableName } from '../sql/statement.js'
import { UnsupportedError } from '../sql/unsupported.js'
import type { StatementContext } from './context.js'

/**
 * Adds rows to an external table: a file more, below its location or that of each partition.
 *
 * @returns the partitions written to; the caller puts new ones into the catalogue.
 */
export async function insertIntoExternal(
  context: StatementContext,
  table: ExternalTable,
  rows: string,
): Promise<Partition[]> {
  if (table.format.serde === 'opencsv') throw new UnsupportedError('INSERT INTO a table with OpenCSVSerde')
  if (!table.partitionColumns.length) {
    const query = `SELECT ${listOf(table)} FROM ${rows}`
    await writeFiles(context, table, [{ query, location: table.location }])
    return []
  }
  const keys = table.partitionColumns.map((column) => quoteName(column.name))
  const found = await context.session.rows(
    `SELECT DISTINCT ${keys.map((key) => `CAST(${key} AS VARCHAR)`).join(', ')} FROM ${rows}`,
  )
  if (found.length > mostPartitions)
    throw new TooManyPartitionsError(
      `HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of ${mostPartitions} open writers for partitions/buckets`,
    )
  const files: { values: string[]; query: string; location: string }[] = []
  for (const row of found) {
    const values = row.map((value) => (value === null ? '__HIVE_DEFAULT_PARTITION__' : String(value)))
    const location = partitionLocation(table, values)
    const condition = keys.map(
      (key, index) =>
        `CAST(${key} AS VARCHAR) IS NOT DISTINCT FROM ${row[index] === null ? 'NULL' : quoteText(values[index]!)}`,
    )
    files.push({ values, location, query: `SELECT ${listOf(table)} FROM ${rows} WHERE ${condition.join(' AND ')}` })
  }
  await writeFiles(context, table, files)
  return files.map(({ values, location }) => ({ values, location }))
}

/** Puts partitions the table does not have yet into the catalogue. */
export async function addPartitions(
  context: StatementContext,
  name: TableName,
  partitions: readonly Partition[],
): Promise<void> {
  const { database, table } = context.nameOf(name)
  await context.lake.catalog.update((state) => {
    const entry = state[database]?.tables[table]
    if (entry?.kind !== 'external') return state
    const known = new Set(entry.partitions.map((one) => one.values.join('\0')))
    const added = partitions.filter((one) => !known.has(one.values.join('\0')))
    return withEntry(state, database, table, { ...entry, partitions: [...entry.partitions, ...added] })
  })
}

/** `s3://bucket/table/dt=2026-01-01/`, as Hive lays partitions out. */
export function partitionLocation(table: ExternalTable, values: readonly string[]): string {
  const folders = table.partitionColumns.map((column, index) => `${column.name}=${encodeURIComponent(values[index]!)}`)
  return `${table.location}${folders.join('/')}/`
}

/** Writes all files before the first is in its place: a statement that fails, or is stopped, adds no rows. */
async function writeFiles(
  context: StatementContext,
  table: ExternalTable,
  files: readonly { query: string; location: string }[],
): Promise<void> {
  const parquet = table.format.serde === 'parquet'
  const staging = join(context.lake.temporaryFolder, randomUUID())
  await mkdir(staging, { recursive: true })
  try {
    for (const [index, { query }] of files.entries()) {
      const staged = quoteText(join(staging, String(index)))
      if (parquet) await context.session.run(`COPY (${query}) TO ${staged} (FORMAT parquet, COMPRESSION snappy)`)
      else
        await context.session.run(
          `COPY (${textQuery(table, query)}) TO ${staged} (FORMAT csv, HEADER false, DELIMITER '\u0002', QUOTE '', ESCAPE '')`,
        )
    }
    for (const [index, { location }] of files.entries()) {
      const target = join(context.pathOf(location), `${randomUUID()}${parquet ? '.parquet' : ''}`)
      await mkdir(dirname(target), { recursive: true })
      await rename(join(staging, String(index)), target)
    }
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Each row as the one line LazySimpleSerDe reads back; a value that would not survive stops the statement. */
function textQuery(table: ExternalTable, query: string): string {
  const { separator, escape, nullText = '\\N' } = layoutOf(table.format, table.properties)
  const fields = table.columns.map(({ name }) => {
    const text = `CAST(${quoteName(name)} AS VARCHAR)`
    const forbidden = `[${[separator, '\n', '\r', ...(escape === undefined ? [] : [escape])].map((char) => `\\x{${char.codePointAt(0)!.toString(16)}}`).join('')}]`
    return `CASE WHEN ${text} IS NULL THEN ${quoteText(nullText)}
      WHEN regexp_matches(${text}, ${quoteText(forbidden)}) THEN error('HIVE_WRITER_DATA_ERROR: a value of column ${name.replaceAll("'", "''")} holds the separator or a line break')
      ELSE ${text} END`
  })
  return `SELECT ${fields.join(` || ${quoteText(separator)} || `)} FROM (${query})`
}

function listOf(table: ExternalTable): string {
  return table.columns.map((column) => quoteName(column.name)).join(', ')
}
