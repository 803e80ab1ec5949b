import type { CatalogEntry } from '../catalog.js'
import { textColumn } from '../athena/result-type.js'
import { StatementFailure } from '../failure.js'
import { columnsOf, partitionOf } from '../iceberg/metadata.js'
import { partitionFieldName, transformText } from '../iceberg/partition.js'
import { hiveType } from '../sql/column-type.js'
import { fitsPattern } from '../sql/show.js'
import type { Column, Statement, TableName } from '../sql/statement.js'
import type { StatementContext } from './context.js'
import { ddlFailure } from './databases.js'
import { listing, type Outcome } from './outcome.js'

/** `SHOW TABLES` lists views too; `SHOW VIEWS` only them. */
export function showTables(
  context: StatementContext,
  statement: Extract<Statement, { kind: 'show tables' | 'show views' }>,
): Outcome {
  const database = statement.database ?? context.database
  const found = context.lake.catalog.database(database)
  if (!found) throw ddlFailure(`SemanticException Database does not exist: ${database}`)
  const names = Object.keys(found.tables).filter(
    (name) => statement.kind === 'show tables' || found.tables[name]!.kind === 'view',
  )
  const rows = names.sort().filter((name) => fitsPattern(name, statement.pattern))
  return listing(
    [textColumn(statement.kind === 'show tables' ? 'tab_name' : 'views')],
    rows.map((name) => [name]),
  )
}

/** Names in 20 columns, types in 20, as Hive pads them: one text a row, with tabs between. */
export async function describe(context: StatementContext, { name }: { name: TableName }): Promise<Outcome> {
  const entry = context.existing(name)
  const { columns, partitions } = await columnsIn(context, entry)
  const line = ({ name: column, type, comment = '' }: Column): [string] => [
    `${column.padEnd(20)}\t${hiveType(type).padEnd(20)}\t${comment.padEnd(20)}`,
  ]
  const rows = columns.map(line)
  if (entry.kind === 'iceberg' && partitions.length) {
    rows.push(['\t \t '], ['# Partition spec:\t \t '], ['# field_name\tfield_transform\tcolumn_name'])
    rows.push(...partitions.map((partition): [string] => [partition]))
  } else if (entry.kind === 'external' && entry.partitionColumns.length) {
    rows.push(
      ['\t \t '],
      ['# Partition Information\t \t '],
      ['# col_name            \tdata_type           \tcomment             '],
      ['\t \t '],
    )
    rows.push(...entry.partitionColumns.map(line))
  }
  return listing([textColumn('col_name'), textColumn('data_type'), textColumn('comment')], rows)
}

export async function showColumns(context: StatementContext, { name }: { name: TableName }): Promise<Outcome> {
  const { columns } = await columnsIn(context, context.existing(name))
  return listing(
    [textColumn('field')],
    columns.map((column) => [column.name]),
  )
}

export async function showCreateTable(context: StatementContext, { name }: { name: TableName }): Promise<Outcome> {
  const entry = context.existing(name)
  if (entry.kind === 'view') throw ddlFailure('SemanticException SHOW CREATE TABLE does not take a view')
  const { database, table } = context.nameOf(name)
  const { columns, partitions } = await columnsIn(context, entry)
  const own = entry.kind === 'external' ? columns.slice(0, columns.length - entry.partitionColumns.length) : columns
  const text = [
    `CREATE ${entry.kind === 'external' ? 'EXTERNAL TABLE' : 'TABLE'} ${entry.kind === 'external' ? `\`${database}.${table}\`` : `${database}.${table}`}(`,
    own
      .map(
        (column) =>
          `  \`${column.name}\` ${hiveType(column.type)}${column.comment === undefined ? '' : ` COMMENT ${hiveText(column.comment)}`}`,
      )
      .join(',\n') + ')',
  ]
  if (entry.comment !== undefined) text.push(`COMMENT ${hiveText(entry.comment)}`)
  if (entry.kind === 'external') {
    if (entry.partitionColumns.length)
      text.push(
        'PARTITIONED BY (',
        `${entry.partitionColumns.map((column) => `  \`${column.name}\` ${hiveType(column.type)}`).join(',\n')})`,
      )
    text.push('ROW FORMAT SERDE', `  ${hiveText(entry.format.library)}`)
    if (Object.keys(entry.format.properties).length)
      text.push(`WITH SERDEPROPERTIES (`, `${propertyLines(entry.format.properties)})`)
    const parquet = entry.format.serde === 'parquet'
    text.push(
      'STORED AS INPUTFORMAT',
      `  '${parquet ? 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat' : 'org.apache.hadoop.mapred.TextInputFormat'}'`,
    )
    text.push(
      'OUTPUTFORMAT',
      `  '${parquet ? 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat' : 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'}'`,
    )
  } else if (partitions.length) text.push(`PARTITIONED BY (${partitions.map((line) => transformSql(line)).join(', ')})`)
  text.push('LOCATION', `  ${hiveText(entry.location.replace(/\/$/, ''))}`)
  const properties = entry.kind === 'iceberg' ? { table_type: 'iceberg', ...entry.properties } : entry.properties
  if (Object.keys(properties).length) text.push('TBLPROPERTIES (', `${propertyLines(properties)})`)
  return listing(
    [textColumn('createtab_stmt')],
    text.flatMap((part) => part.split('\n')).map((line) => [line]),
  )
}

export function showCreateView(context: StatementContext, { name }: { name: TableName }): Outcome {
  const entry = context.existing(name)
  if (entry.kind !== 'view') throw new StatementFailure(`NOT_SUPPORTED: ${name.table} is not a view`)
  const { database, table } = context.nameOf(name)
  return listing([textColumn('Create View')], [[`CREATE VIEW ${database}.${table} AS`], [entry.sql]])
}

export function showProperties(
  context: StatementContext,
  { name, property }: Extract<Statement, { kind: 'show properties' }>,
): Outcome {
  const entry = context.existing(name)
  const all: Readonly<Record<string, string>> =
    entry.kind === 'view'
      ? {}
      : entry.kind === 'iceberg'
        ? { table_type: 'ICEBERG', ...entry.properties }
        : { EXTERNAL: 'TRUE', ...entry.properties }
  const rows = Object.entries(all).filter(([key]) => property === undefined || key === property)
  if (property !== undefined && !rows.length)
    return listing([textColumn('prpt_name')], [[`Table ${name.table} does not have property: ${property}`]])
  return listing(
    [textColumn('prpt_name')],
    rows.map(([key, value]): [string] => [property === undefined ? `${key}\t${value}` : value]),
  )
}

async function columnsIn(
  context: StatementContext,
  entry: CatalogEntry,
): Promise<{ columns: readonly Column[]; partitions: string[] }> {
  if (entry.kind === 'external') return { columns: [...entry.columns, ...entry.partitionColumns], partitions: [] }
  if (entry.kind === 'view') return { columns: entry.columns, partitions: [] }
  const { metadata } = await context.loadIceberg(entry)
  const partitions = partitionOf(metadata).map(
    (field) => `${partitionFieldName(field)}\t${transformText(field)}\t${field.column}`,
  )
  return { columns: columnsOf(metadata), partitions }
}

function transformSql(line: string): string {
  const [, transform, column] = line.split('\t')
  if (transform === 'identity') return `\`${column}\``
  const width = /^truncate\[(\d+)\]$/.exec(transform!)?.[1]
  return width === undefined ? `${transform}(\`${column}\`)` : `truncate(${width}, \`${column}\`)`
}

function propertyLines(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `  ${hiveText(key)}=${hiveText(value)}`)
    .join(',\n')
}

function hiveText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\u0001', '\\u0001')}'`
}
