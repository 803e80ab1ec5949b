import type { Reader } from './reader.js'

/** A column's type, as Athena has it. Names are Hive's: `string`, `int`, `float` (Trino's varchar, integer, real). */
export type ColumnType =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'varchar' | 'char'; readonly length: number }
  | { readonly kind: 'array'; readonly element: ColumnType }
  | { readonly kind: 'map'; readonly key: ColumnType; readonly value: ColumnType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: ColumnType }[] }

type ScalarName = keyof typeof scalars

/** Hive name -> DuckDB, Iceberg (undefined: Iceberg has none), and Athena's result columns. */
const scalars = {
  boolean: { duckdb: 'BOOLEAN', iceberg: 'boolean', result: 'boolean' },
  tinyint: { duckdb: 'TINYINT', iceberg: undefined, result: 'tinyint' },
  smallint: { duckdb: 'SMALLINT', iceberg: undefined, result: 'smallint' },
  int: { duckdb: 'INTEGER', iceberg: 'int', result: 'integer' },
  bigint: { duckdb: 'BIGINT', iceberg: 'long', result: 'bigint' },
  float: { duckdb: 'FLOAT', iceberg: 'float', result: 'float' },
  double: { duckdb: 'DOUBLE', iceberg: 'double', result: 'double' },
  string: { duckdb: 'VARCHAR', iceberg: 'string', result: 'varchar' },
  binary: { duckdb: 'BLOB', iceberg: 'binary', result: 'varbinary' },
  date: { duckdb: 'DATE', iceberg: 'date', result: 'date' },
  timestamp: { duckdb: 'TIMESTAMP', iceberg: 'timestamp', result: 'timestamp' },
} as const

const synonyms: Readonly<Record<string, ScalarName>> = { integer: 'int', real: 'float', varbinary: 'binary' }

/** Reads `decimal(10,2)`, `array<int>` (Hive) or `array(integer)` (Trino), `struct<a:int>` or `row(a integer)`. */
export function readType(reader: Reader): ColumnType {
  const token = reader.peek()
  const name = token?.kind === 'word' ? token.value : reader.fail('type')
  reader.next()
  if (name === 'decimal' || name === 'dec' || name === 'numeric') return readDecimal(reader, name === 'decimal')
  if (name === 'varchar' || name === 'char') {
    if (!reader.accepts('(')) return name === 'char' ? { kind: 'char', length: 1 } : { kind: 'scalar', name: 'string' }
    const length = reader.integer()
    reader.expects(')')
    return { kind: name, length }
  }
  if (name === 'array') return between(reader, (): ColumnType => ({ kind: 'array', element: readType(reader) }))
  if (name === 'map')
    return between(reader, (): ColumnType => {
      const key = readType(reader)
      reader.expects(',')
      return { kind: 'map', key, value: readType(reader) }
    })
  if (name === 'struct' || name === 'row')
    return between(reader, (): ColumnType => {
      const fields = [readField(reader)]
      while (reader.accepts(',')) fields.push(readField(reader))
      return { kind: 'struct', fields }
    })
  if (name === 'double') reader.accepts('precision')
  if (name === 'timestamp' && reader.accepts('(')) {
    reader.integer()
    reader.expects(')')
  }
  const known = Object.hasOwn(synonyms, name) ? synonyms[name]! : name
  if (Object.hasOwn(scalars, known)) return { kind: 'scalar', name: known as ScalarName }
  throw reader.unknownType(token!)
}

function readDecimal(reader: Reader, hive: boolean): ColumnType {
  if (!reader.accepts('(')) return { kind: 'decimal', precision: hive ? 10 : 38, scale: 0 }
  const precision = reader.integer()
  const scale = reader.accepts(',') ? reader.integer() : 0
  if (precision < 1 || precision > 38 || scale > precision) reader.fail('precision 1 to 38, scale up to the precision')
  reader.expects(')')
  return { kind: 'decimal', precision, scale }
}

function readField(reader: Reader): { name: string; type: ColumnType } {
  const name = reader.name()
  reader.accepts(':')
  return { name, type: readType(reader) }
}

function between<Result>(reader: Reader, read: () => Result): Result {
  const angle = reader.accepts('<')
  if (!angle) reader.expects('(')
  const result = read()
  reader.expects(angle ? '>' : ')')
  return result
}

/** As `DESCRIBE` and `SHOW CREATE TABLE` print it: `decimal(18,2)`, `struct<a:int>`. */
export function hiveType(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'varchar':
    case 'char':
      return `${type.kind}(${type.length})`
    case 'array':
      return `array<${hiveType(type.element)}>`
    case 'map':
      return `map<${hiveType(type.key)},${hiveType(type.value)}>`
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${hiveType(field.type)}`).join(',')}>`
    default:
      return type satisfies never
  }
}

export function duckdbType(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return scalars[type.name].duckdb
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'varchar':
    case 'char':
      return 'VARCHAR'
    case 'array':
      return `${duckdbType(type.element)}[]`
    case 'map':
      return `MAP(${duckdbType(type.key)}, ${duckdbType(type.value)})`
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoteName(field.name)} ${duckdbType(field.type)}`).join(', ')})`
    default:
      return type satisfies never
  }
}

/** The name in Iceberg's schema; undefined for what Athena's Iceberg tables cannot hold, or this lake does not write. */
export function icebergType(type: ColumnType): string | undefined {
  if (type.kind === 'scalar') return scalars[type.name].iceberg
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`
  return type.kind === 'varchar' ? 'string' : undefined
}

/** Reads Iceberg's own spelling back. @throws Error for a type this lake never writes. */
export function fromIceberg(name: string): ColumnType {
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(name)
  if (decimal) return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  const found = Object.entries(scalars).find(([, names]) => names.iceberg === name)
  if (!found) throw new Error(`The Iceberg type ${name} is not one this lake reads.`)
  return { kind: 'scalar', name: found[0] as ScalarName }
}

/** `"name"`, safe in DuckDB's SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** `'text'`, safe in DuckDB's SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A path as DuckDB's readers take it: they would read `*`, `?` and `[` in it as a pattern. */
export function quotePath(path: string): string {
  return quoteText(path.replaceAll(/[*?[]/g, '[$&]'))
}
