import { type ColumnType, duckdbType, hiveType, quoteName, quoteText } from '../sql/column-type.js'
import type { Column } from '../sql/statement.js'
import type { TextLayout } from './layout.js'

/** What Java reads as a number; DuckDB also takes `1_000`, `0x1F`, `inf` and `nan`. */
const digits = String.raw`([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?`
/** What Java's `Date` and `Timestamp` take; DuckDB also takes `epoch`, `infinity`, slashes, zones and a `T`. */
const day = String.raw`[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}`
const time = String.raw`( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]{1,9})?)?)?`

/** The texts that are values of a type; undefined where DuckDB knows them as Athena does. */
function shapeOf(type: ColumnType): string | undefined {
  if (type.kind === 'decimal') return `[+-]?${digits}`
  if (type.kind !== 'scalar') return undefined
  switch (type.name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return '[+-]?[0-9]+'
    case 'float':
    case 'double':
      return `[+-]?(NaN|Infinity|${digits})`
    case 'date':
      return day
    case 'timestamp':
      return day + time
    default:
      return undefined
  }
}

/** What a column makes of a field's text: NULL of what is no value of its type, or an error, as its SerDe does. */
export function fieldValue({ name, type }: Column, serde: TextLayout['serde']): string {
  const text = quoteName(name)
  if (type.kind === 'varchar' || type.kind === 'char') return `left(${text}, ${type.length})`
  if (type.kind === 'scalar' && type.name === 'string') return text
  if (serde === 'delimited') return valueOrNull(text, type)
  // OpenCSV: dates are days and times milliseconds since 1970.
  if (type.kind === 'scalar' && type.name === 'date')
    return `CAST(DATE '1970-01-01' + to_days(${valueOrError(text, { kind: 'scalar', name: 'int' }, type)}) AS DATE)`
  if (type.kind === 'scalar' && type.name === 'timestamp')
    return `epoch_ms(${valueOrError(text, { kind: 'scalar', name: 'bigint' }, type)})`
  return valueOrError(text, type, type)
}

function valueOrNull(text: string, type: ColumnType): string {
  if (type.kind === 'scalar' && type.name === 'boolean')
    return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`
  const shape = shapeOf(type)
  const value = `TRY_CAST(${text} AS ${duckdbType(type)})`
  if (shape === undefined) return value
  return `CASE WHEN regexp_full_match(${text}, ${quoteText(String.raw`\s*${shape}\s*`)}) THEN ${value} END`
}

function valueOrError(text: string, type: ColumnType, column: ColumnType): string {
  const value = valueOrNull(text, type)
  const problem = `'HIVE_BAD_DATA: Error parsing field value ''' || ${text} || ''' for a column of type ${hiveType(column)}'`
  return `CASE WHEN ${text} IS NOT NULL AND ${value} IS NULL THEN error(${problem}) ELSE ${value} END`
}
