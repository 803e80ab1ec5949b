import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBListType,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  DuckDBIntervalValue,
  DuckDBArrayType,
} from '@duckdb/node-api'
import { StatementFailure } from '../failure.js'

/** A value as Athena prints it in results: `1.0E20`, `2020-01-01 12:34:56.789`, `[1, 2]`, `{k=1}`. NULL inside a list is `null`. */
export function valueText(value: DuckDBValue, type: DuckDBType): string {
  switch (type.typeId) {
    case DuckDBTypeId.DOUBLE:
      return doubleText(value as number)
    case DuckDBTypeId.FLOAT:
      return floatText(value as number)
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
      if (BigInt.asIntN(64, value as bigint) !== value)
        throw new StatementFailure(`NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow: ${value}`)
      return String(value)
    default:
  }
  if (value === null) return 'null'
  if (value instanceof DuckDBTimestampValue) return timestampText(value.micros)
  if (value instanceof DuckDBTimestampTZValue) return `${timestampText(value.micros)} UTC`
  if (value instanceof DuckDBTimeValue) return timestampText(value.micros).slice(11)
  if (value instanceof DuckDBBlobValue)
    return [...value.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    const inner = (type as DuckDBListType | DuckDBArrayType).valueType
    return `[${value.items.map((item) => inside(item, inner)).join(', ')}]`
  }
  if (value instanceof DuckDBMapValue) {
    const { keyType, valueType } = type as DuckDBMapType
    return `{${value.entries.map((entry) => `${inside(entry.key, keyType)}=${inside(entry.value, valueType)}`).join(', ')}}`
  }
  if (value instanceof DuckDBStructValue) {
    const { entryNames, entryTypes } = type as DuckDBStructType
    return `{${entryNames.map((name, index) => `${name || `field${index}`}=${inside(value.entries[name] ?? null, entryTypes[index]!)}`).join(', ')}}`
  }
  if (value instanceof DuckDBIntervalValue) return intervalText(value)
  return String(value)
}

function inside(value: DuckDBValue, type: DuckDBType): string {
  return value === null ? 'null' : valueText(value, type)
}

/** Java's `Double.toString`: a point always, powers of ten outside 0.001 to 10,000,000. */
export function doubleText(value: number): string {
  return javaText(value, value.toExponential())
}

/** Java's `Float.toString`: the fewest digits that read back as the same 32-bit number. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return javaText(value, '0e+0')
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits)
    if (Math.fround(Number(text)) === value) return javaText(Number(text), Number(text).toExponential())
  }
  return javaText(value, value.toExponential(8))
}

function javaText(value: number, exponential: string): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [mantissa, power] = exponential.split('e') as [string, string]
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(power)}`
}

/** Milliseconds, as Athena's timestamp(3); years before 0001 and after 9999 keep all their digits. */
function timestampText(micros: bigint): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n)
  const date = new Date(Number(millis))
  const text = Number.isNaN(date.getTime()) ? String(millis) : date.toISOString()
  return text.replace('T', ' ').replace('Z', '')
}

function intervalText({ months, days, micros }: DuckDBIntervalValue): string {
  if (months) return `${Math.trunc(months / 12)}-${Math.abs(months % 12)}`
  const time = timestampText(micros < 0n ? -micros : micros).slice(11)
  return `${micros < 0n && days === 0 ? '-' : ''}${days} ${time}`
}
