import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { columnType } from '../athena/result-type.js'
import type { ExternalTable } from '../catalog.js'
import { StatementFailure } from '../failure.js'
import { writeDataFiles } from '../iceberg/data-files.js'
import { duckdbType, quoteName } from '../sql/column-type.js'
import { readTransform } from '../sql/create-table.js'
import { Reader } from '../sql/reader.js'
import type { Column, Statement, TableOptions } from '../sql/statement.js'
import { tokensOf } from '../sql/tokens.js'
import { UnsupportedError } from '../sql/unsupported.js'
import type { StatementContext } from './context.js'
import { insertIntoExternal } from './insert-external.js'
import { nothing, type Outcome, written } from './outcome.js'
import { describeQuery } from './query.js'
import { checkedLocation, createIceberg, register } from './tables.js'

const rows = 'temp.main.lake_created'

/** `CREATE TABLE ... AS`: a Parquet table below the results, or where `external_location` says, or an Iceberg table. */
export async function runCreateTableAs(
  context: StatementContext,
  statement: Extract<Statement, { kind: 'create table as' }>,
  resultsLocation: string,
): Promise<Outcome> {
  const { name, ifNotExists, options, query, withData } = statement
  const { database, table } = context.nameOf(name)
  const iceberg = textOf(options, 'table_type')?.toLowerCase() === 'iceberg'
  const given = textOf(options, iceberg ? 'location' : 'external_location')
  if (context.entry(name)) {
    if (ifNotExists) return nothing
    throw new StatementFailure(
      `TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.${database}.${table}' already exists. You may need to manually clean the data at location '${given ?? resultsLocation}' before retrying. Athena will not delete data in your account.`,
    )
  }
  if (!context.lake.catalog.database(database))
    throw new StatementFailure(`SCHEMA_NOT_FOUND: line 1:1: Schema '${database}' does not exist`)
  const allowed = iceberg
    ? [
        'table_type',
        'location',
        'is_external',
        'partitioning',
        'format',
        'write_compression',
        'write_target_data_file_size_bytes',
        'optimize_rewrite_delete_file_threshold',
        'optimize_rewrite_data_file_threshold',
        'vacuum_min_snapshots_to_keep',
        'vacuum_max_snapshot_age_seconds',
        'vacuum_max_metadata_files_to_keep',
      ]
    : ['table_type', 'external_location', 'partitioned_by', 'format', 'write_compression', 'parquet_compression']
  const unknown = Object.keys(options).find((option) => !allowed.includes(option))
  if (unknown !== undefined) throw new UnsupportedError(`the CTAS property ${unknown}`)
  const format = textOf(options, 'format')?.toLowerCase() ?? 'parquet'
  if (format !== 'parquet') throw new UnsupportedError(`CTAS with format ${format.toUpperCase()}`)
  if (iceberg && given === undefined)
    throw new StatementFailure('INVALID_TABLE_PROPERTY: An Iceberg table needs a location')
  const location = await checkedLocation(context, given ?? `${resultsLocation}tables/${randomUUID()}/`)
  if ((await readdir(context.pathOf(location))).length)
    throw new StatementFailure(
      `HIVE_PATH_ALREADY_EXISTS: Target directory for table '${database}.${table}' already exists: ${location}. You may need to manually clean the data at location '${location}' before retrying. Athena will not delete data in your account.`,
    )

  const sql = await context.query(query)
  const { names, types } = await describeQuery(context.session, sql)
  const columns: Column[] = names.map((column, index) => ({
    name: column.toLowerCase(),
    type: columnType(types[index]!, column),
  }))
  const unnamed = columns.findIndex(
    (column, index) =>
      /[^\p{L}\p{N}_$]/u.test(column.name) || columns.findIndex((one) => one.name === column.name) !== index,
  )
  if (unnamed !== -1)
    throw new StatementFailure(
      `MISSING_COLUMN_NAME: line 1:1: Column name not specified or not unique at position ${unnamed + 1}`,
    )
  const defined = columns.map((column) => `${quoteName(column.name)} ${duckdbType(column.type)}`)
  await context.session.run(`CREATE TEMP TABLE lake_created (${defined.join(', ')})`)
  const count = withData ? await context.session.run(`INSERT INTO ${rows} ${sql}`) : 0
  const { session, lake, onFile, pathOf } = context
  if (iceberg) {
    const partition = listOf(options, 'partitioning').map((text) => readTransform(new Reader(tokensOf(text, 'hive'))))
    const properties = Object.fromEntries(
      Object.entries(options).filter(
        ([key, value]) => typeof value === 'string' && !['table_type', 'location', 'is_external'].includes(key),
      ),
    ) as Record<string, string>
    const table = { location: location.replace(/\/$/, ''), columns, partition, properties }
    const { temporaryFolder } = lake
    await createIceberg(context, name, table, (metadata) =>
      writeDataFiles({ session, metadata, rows, temporaryFolder, onFile, pathOf }),
    )
    return written(count)
  }
  const partitionedBy = listOf(options, 'partitioned_by').map((column) => column.toLowerCase())
  const last = columns.slice(columns.length - partitionedBy.length).map((column) => column.name)
  if (last.join() !== partitionedBy.join())
    throw new StatementFailure(
      'INVALID_TABLE_PROPERTY: Partition keys must be the last columns in the table and in the same order as the table properties',
    )
  const external: ExternalTable = {
    kind: 'external',
    columns: columns.slice(0, columns.length - partitionedBy.length),
    partitionColumns: columns.slice(columns.length - partitionedBy.length),
    partitions: [],
    format: {
      serde: 'parquet',
      library: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      properties: {},
    },
    location,
    properties: {},
  }
  const partitions = count ? await insertIntoExternal(context, external, rows) : []
  await register(context, name, { ...external, partitions })
  return written(count)
}

function textOf(options: TableOptions, name: string): string | undefined {
  const value = Object.hasOwn(options, name) ? options[name] : undefined
  return typeof value === 'string' ? value : undefined
}

function listOf(options: TableOptions, name: string): readonly string[] {
  const value = Object.hasOwn(options, name) ? options[name] : undefined
  return typeof value === 'string' || value === undefined ? [] : value
}
