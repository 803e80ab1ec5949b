import {
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api'
import { StatementFailure } from '../failure.js'
import { type ColumnType, hiveType } from '../sql/column-type.js'

/** A column of a result, as `ColumnInfo` describes it. */
export interface ResultColumn {
  readonly name: string
  /** Athena's name: `varchar`, `bigint`, `decimal`. */
  readonly type: string
  readonly precision: number
  readonly scale: number
}

/** What `ColumnInfo` says of a type. */
export function resultType(type: DuckDBType): Omit<ResultColumn, 'name'> {
  const of = (name: string, precision = 0, scale = 0): Omit<ResultColumn, 'name'> => ({ type: name, precision, scale })
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return of('boolean')
    case DuckDBTypeId.TINYINT:
      return of('tinyint', 3)
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.UTINYINT:
      return of('smallint', 5)
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.USMALLINT:
      return of('integer', 10)
    case DuckDBTypeId.SQLNULL:
      return of('unknown')
    case DuckDBTypeId.FLOAT:
      return of('float', 17)
    case DuckDBTypeId.DOUBLE:
      return of('double', 17)
    case DuckDBTypeId.DATE:
      return of('date')
    case DuckDBTypeId.TIME:
      return of('time', 3)
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return of('timestamp', 3)
    case DuckDBTypeId.TIMESTAMP_TZ:
      return of('timestamp with time zone', 3)
    case DuckDBTypeId.DECIMAL:
      return of('decimal', (type as DuckDBDecimalType).width, (type as DuckDBDecimalType).scale)
    case DuckDBTypeId.BLOB:
      return of('varbinary', 1_073_741_824)
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return of('array')
    case DuckDBTypeId.MAP:
      return of('map')
    case DuckDBTypeId.STRUCT:
      return of('row')
    case DuckDBTypeId.INTERVAL:
      return of('interval day to second')
    // sum(bigint) is a bigint in Athena and 128 bits in DuckDB; a value that needs more than 64 is refused when written.
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.BIGINT:
      return of('bigint', 19)
    case DuckDBTypeId.UUID:
      return of('uuid')
    default:
      return type.alias === 'JSON' ? of('json') : of('varchar', 2_147_483_647)
  }
}

/** The type a table gets from a query's column (CTAS, views). @throws {StatementFailure} for a type no table has. */
export function columnType(type: DuckDBType, name: string): ColumnType {
  if (type instanceof DuckDBDecimalType) return { kind: 'decimal', precision: type.width, scale: type.scale }
  if (type instanceof DuckDBListType) return { kind: 'array', element: columnType(type.valueType, name) }
  if (type instanceof DuckDBMapType)
    return { kind: 'map', key: columnType(type.keyType, name), value: columnType(type.valueType, name) }
  if (type instanceof DuckDBStructType)
    return {
      kind: 'struct',
      fields: type.entryNames.map((field, index) => ({ name: field, type: columnType(type.entryTypes[index]!, name) })),
    }
  const found = tableTypes[resultType(type).type]
  if (!found)
    throw new StatementFailure(`NOT_SUPPORTED: Unsupported Hive type: ${resultType(type).type} (column '${name}')`)
  return { kind: 'scalar', name: found }
}

type Scalar = Extract<ColumnType, { kind: 'scalar' }>['name']

const tableTypes: Readonly<Record<string, Scalar | undefined>> = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'int',
  bigint: 'bigint',
  float: 'float',
  double: 'double',
  varchar: 'string',
  varbinary: 'binary',
  date: 'date',
  timestamp: 'timestamp',
  unknown: 'string',
}

/** A text column of SHOW and DESCRIBE. */
export function textColumn(name: string): ResultColumn {
  return { name, type: 'string', precision: 0, scale: 0 }
}

/** Kinds of values Athena assigns to each other without a cast. */
type Family = 'boolean' | 'number' | 'text' | 'date' | 'timestamp' | 'binary' | 'other'

const families: Readonly<Record<string, Family>> = {
  boolean: 'boolean',
  tinyint: 'number',
  smallint: 'number',
  integer: 'number',
  int: 'number',
  bigint: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  varchar: 'text',
  string: 'text',
  date: 'date',
  timestamp: 'timestamp',
  varbinary: 'binary',
  binary: 'binary',
}

/**
 * Whether Athena takes a query's column for a table's column without a cast: numbers for numbers, text for text, a
 * date for a timestamp; never text for a date or a number, which DuckDB would convert. A bare NULL fits everywhere.
 */
export function isAssignable(from: DuckDBType, to: ColumnType): boolean {
  const name = resultType(from).type
  if (name === 'unknown') return true
  const source = families[name] ?? 'other'
  const target =
    to.kind === 'scalar'
      ? families[to.name]!
      : to.kind === 'decimal'
        ? 'number'
        : to.kind === 'varchar' || to.kind === 'char'
          ? 'text'
          : 'other'
  return source === target || (source === 'date' && target === 'timestamp')
}

/** The kind of a type within which Athena combines values without a cast. Undefined: of a bare NULL and of rarer types. */
export function familyOf(type: DuckDBType): string | undefined {
  const name = resultType(type).type
  return /^(?:date|timestamp)/.test(name) ? 'timestamp' : families[name]
}

/** `Table: [date, varchar], Query: [varchar, varchar]`, as Athena lists types that do not fit. */
export function mismatchText(from: readonly DuckDBType[], to: readonly ColumnType[]): string {
  return `Table: [${to.map(hiveType).join(', ')}], Query: [${from.map((type) => resultType(type).type).join(', ')}]`
}
