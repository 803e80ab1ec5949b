import { readType } from './column-type.js'
import type { Reader } from './reader.js'
import type { Column, PartitionField, RowFormat, Statement, TableOptions } from './statement.js'
import { SqlError } from './sql-error.js'
import { readTableName } from './table-name.js'
import { refuse } from './unsupported.js'

const lazy = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
const openCsv = 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
const parquet = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'

/** `CREATE [EXTERNAL] TABLE`, after `CREATE`: Hive's clauses, in any order behind the columns, each at most once. */
export function readCreateTable(reader: Reader): Statement {
  const external = reader.accepts('external')
  reader.expects('table')
  const ifNotExists = reader.accepts('if', 'not', 'exists')
  const name = readTableName(reader)
  const columns = reader.listInParentheses(() => readColumn(reader))
  let partitions: readonly (Column | PartitionField)[] = []
  let format: RowFormat | undefined
  let stored: RowFormat['serde'] | undefined
  let location: string | undefined
  let comment: string | undefined
  let properties: Record<string, string> = {}
  const seen = new Set<string>()
  while (!reader.ended) {
    const clause = reader.peek()!.value
    if (seen.has(clause)) reader.fail()
    seen.add(clause)
    if (reader.accepts('comment')) comment = reader.string()
    else if (reader.accepts('partitioned', 'by')) partitions = reader.listInParentheses(() => readPartition(reader))
    else if (reader.accepts('row', 'format')) format = readRowFormat(reader)
    else if (reader.accepts('stored', 'as')) stored = readStoredAs(reader)
    else if (reader.accepts('location')) location = reader.string()
    else if (reader.accepts('tblproperties')) properties = readProperties(reader)
    else if (reader.sees('clustered')) refuse('CLUSTERED BY')
    else reader.fail('COMMENT', 'PARTITIONED', 'ROW', 'STORED', 'LOCATION', 'TBLPROPERTIES')
  }
  const iceberg = properties['table_type']?.toLowerCase() === 'iceberg'
  if (location === undefined)
    throw new SqlError('No location was specified for table. An S3 location must be specified')
  if (iceberg && external) throw new SqlError('External keyword not supported for table type ICEBERG')
  if (!iceberg && !external) throw new SqlError('External keyword required for table type HIVE')
  if (iceberg && (format || stored))
    throw new SqlError('ROW FORMAT and STORED AS are not supported for table type ICEBERG')
  const partitionFields = partitions.filter((partition) => 'transform' in partition)
  const partitionColumns = partitions.filter((partition) => 'type' in partition)
  if (iceberg ? partitionColumns.length : partitionFields.length)
    throw new SqlError(
      iceberg
        ? 'Partition columns of an ICEBERG table are columns of the table, without a type'
        : 'Partition columns need a type',
    )
  if (stored === 'parquet') format = { serde: 'parquet', library: parquet, properties: {} }
  return {
    kind: 'create table',
    name,
    external,
    ifNotExists,
    columns,
    partitionFields,
    partitionColumns,
    location,
    properties,
    ...(comment !== undefined && { comment }),
    ...(!iceberg && { format: format ?? { serde: 'delimited', library: lazy, properties: {} } }),
  }
}

/** `CREATE TABLE name WITH (...) AS query`, after `CREATE`. */
export function readCreateTableAs(reader: Reader): Statement {
  reader.expects('table')
  const ifNotExists = reader.accepts('if', 'not', 'exists')
  const name = readTableName(reader)
  const options: TableOptions = reader.accepts('with')
    ? Object.fromEntries(reader.listInParentheses(() => readOption(reader)))
    : {}
  reader.expects('as')
  const rest = reader.until()
  const tail = rest.slice(-3).map((token) => (token.kind === 'word' ? token.value : ''))
  const withoutData = tail.join(' ') === 'with no data'
  const withData = tail.slice(1).join(' ') === 'with data'
  const query = withoutData ? rest.slice(0, -3) : withData ? rest.slice(0, -2) : rest
  return { kind: 'create table as', name, ifNotExists, options, query, withData: !withoutData }
}

function readOption(reader: Reader): [string, string | string[]] {
  const name = reader.name()
  reader.expects('=')
  if (reader.accepts('array')) {
    reader.expects('[')
    const items = reader.sees(']') ? [] : [reader.string()]
    while (reader.accepts(',')) items.push(reader.string())
    reader.expects(']')
    return [name, items]
  }
  return [name, reader.peek()?.kind === 'string' ? reader.string() : reader.next().value]
}

export function readColumn(reader: Reader): Column {
  const name = reader.name()
  const type = readType(reader)
  return reader.accepts('comment') ? { name, type, comment: reader.string() } : { name, type }
}

function readPartition(reader: Reader): Column | PartitionField {
  const second = reader.peek(1)
  if (second?.kind === 'symbol' && second.value === '(') return readTransform(reader)
  if (second?.kind === 'symbol') return { column: reader.name(), transform: 'identity' }
  return readColumn(reader)
}

/** `month(dt)`, `truncate(3, name)`. Also the text form of CTAS: `partitioning = ARRAY['month(dt)']`. */
export function readTransform(reader: Reader): PartitionField {
  const transform = reader.name()
  if (!reader.accepts('(')) return { column: transform, transform: 'identity' }
  if (transform === 'truncate') {
    const width = reader.integer()
    reader.expects(',')
    const column = reader.name()
    reader.expects(')')
    return { column, transform, width }
  }
  if (transform === 'bucket') refuse('the partition transform bucket')
  const column = reader.name()
  reader.expects(')')
  const name = transform.replace(/s$/, '')
  if (name === 'year' || name === 'month' || name === 'day' || name === 'hour') return { column, transform: name }
  throw new SqlError(`Unsupported partition transform: ${transform}`)
}

function readRowFormat(reader: Reader): RowFormat {
  if (reader.accepts('serde')) {
    const library = reader.string()
    const properties = reader.accepts('with', 'serdeproperties') ? readProperties(reader) : {}
    if (library === openCsv) return { serde: 'opencsv', library, properties }
    if (library === lazy) return { serde: 'delimited', library, properties }
    if (library === parquet) return { serde: 'parquet', library, properties }
    return refuse(`ROW FORMAT SERDE '${library}'`)
  }
  reader.expects('delimited')
  const properties: Record<string, string> = {}
  while (!reader.ended) {
    if (reader.accepts('fields', 'terminated', 'by')) {
      properties['field.delim'] = reader.string()
      if (reader.accepts('escaped', 'by')) properties['escape.delim'] = reader.string()
    } else if (reader.accepts('escaped', 'by')) properties['escape.delim'] = reader.string()
    else if (reader.accepts('lines', 'terminated', 'by')) {
      if (reader.string() !== '\n') throw new SqlError("LINES TERMINATED BY only supports newline '\\n' right now")
    } else if (reader.accepts('null', 'defined', 'as')) properties['serialization.null.format'] = reader.string()
    else if (reader.sees('collection') || reader.sees('map'))
      refuse(`${reader.peek()!.text.toUpperCase()} ... TERMINATED BY`)
    else break
  }
  return { serde: 'delimited', library: lazy, properties }
}

function readStoredAs(reader: Reader): RowFormat['serde'] {
  if (reader.accepts('textfile')) return 'delimited'
  if (reader.accepts('parquet')) return 'parquet'
  if (!reader.accepts('inputformat')) return refuse(`STORED AS ${reader.next().text.toUpperCase()}`)
  const input = reader.string()
  reader.expects('outputformat')
  reader.string()
  if (input.endsWith('.TextInputFormat')) return 'delimited'
  if (input.endsWith('.MapredParquetInputFormat')) return 'parquet'
  return refuse(`STORED AS INPUTFORMAT '${input}'`)
}

/** `('name'='value', ...)`. Names are taken as they are, the last of two equal ones counts. */
export function readProperties(reader: Reader): Record<string, string> {
  const pairs = reader.listInParentheses((): [string, string] => {
    const name = reader.string()
    reader.expects('=')
    return [name, reader.string()]
  })
  return Object.fromEntries(pairs)
}
