import type { ColumnType } from '../sql/column-type.js'
import { icebergType, quoteName } from '../sql/column-type.js'
import type { Column, PartitionField } from '../sql/statement.js'
import type { AvroSchema } from './avro.js'

/** Iceberg numbers partition fields from here. */
export const firstPartitionFieldId = 1000

/** The field's name in Iceberg's partition spec, as Athena names it: `dt`, `dt_month`. */
export function partitionFieldName(field: PartitionField): string {
  return field.transform === 'identity'
    ? field.column
    : `${field.column}_${field.transform === 'truncate' ? 'trunc' : field.transform}`
}

/** `month`, `truncate[3]`: the transform as Iceberg's metadata spells it. */
export function transformText(field: PartitionField): string {
  return field.transform === 'truncate' ? `truncate[${field.width}]` : field.transform
}

export function parseTransform(column: string, text: string): PartitionField {
  const truncate = /^truncate\[(\d+)\]$/.exec(text)
  if (truncate) return { column, transform: 'truncate', width: Number(truncate[1]) }
  if (text === 'identity' || text === 'year' || text === 'month' || text === 'day' || text === 'hour')
    return { column, transform: text }
  throw new Error(`The partition transform ${text} is not one this lake writes.`)
}

/**
 * Why a column cannot be partitioned this way; undefined if it can.
 *
 * @see https://iceberg.apache.org/spec/#partition-transforms
 */
export function partitionProblem(field: PartitionField, columns: readonly Column[]): string | undefined {
  const type = columns.find((column) => column.name === field.column)?.type
  if (!type) return `Column '${field.column}' of the partition is not a column of the table`
  const name = icebergType(type) ?? ''
  const ok =
    field.transform === 'truncate'
      ? ['int', 'long', 'string'].includes(name)
      : field.transform === 'hour'
        ? name === 'timestamp'
        : field.transform === 'identity'
          ? name !== 'binary'
          : ['date', 'timestamp'].includes(name)
  return ok
    ? undefined
    : `Partition transform ${field.transform} does not take column '${field.column}' of type ${name}`
}

/** DuckDB's expression for the partition value of a row: whole numbers since 1970 for times, as Iceberg counts them. */
export function partitionExpression(field: PartitionField, type: ColumnType): string {
  const column = quoteName(field.column)
  switch (field.transform) {
    case 'identity':
      return column
    case 'year':
      return `(year(${column}) - 1970)::INTEGER`
    case 'month':
      return `((year(${column}) - 1970) * 12 + month(${column}) - 1)::INTEGER`
    case 'day':
      return `${column}::DATE`
    case 'hour':
      return `floor(epoch_us(${column}) / 3600000000.0)::INTEGER`
    case 'truncate':
      return icebergType(type) === 'string'
        ? `left(${column}, ${field.width})`
        : `(${column} - ((${column} % ${field.width}) + ${field.width}) % ${field.width})`
    default:
      return field.transform satisfies never
  }
}

/** How Avro holds the partition value in a manifest. */
export function partitionAvroType(field: PartitionField, type: ColumnType): AvroSchema {
  if (field.transform === 'day') return { type: 'int', logicalType: 'date' }
  if (field.transform !== 'identity' && field.transform !== 'truncate') return 'int'
  if (type.kind === 'decimal') {
    const size = decimalBytes(type.precision)
    return {
      type: 'fixed',
      name: `decimal_${type.precision}_${type.scale}`,
      size,
      logicalType: 'decimal',
      precision: type.precision,
      scale: type.scale,
    }
  }
  const name = icebergType(type)
  if (name === 'date') return { type: 'int', logicalType: 'date' }
  if (name === 'timestamp') return { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': false }
  return name as 'boolean' | 'int' | 'long' | 'float' | 'double' | 'string'
}

/** The fewest bytes that hold every decimal of this precision, as Iceberg asks for `fixed`. */
function decimalBytes(precision: number): number {
  let size = 1
  while (2n ** BigInt(8 * size - 1) <= 10n ** BigInt(precision) - 1n) size++
  return size
}

/** A whole number as big-endian two's complement: in `size` bytes, or in the fewest. */
export function twosComplement(value: bigint, size?: number): Buffer {
  let length = size ?? 1
  if (size === undefined) while (BigInt.asIntN(8 * length, value) !== value) length++
  const bytes = Buffer.alloc(length)
  let rest = BigInt.asUintN(8 * length, value)
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** A partition value in the name of a folder: for people; nothing reads it back. */
export function partitionText(field: PartitionField, value: unknown): string {
  if (value === null) return 'null'
  if (field.transform === 'year') return String(1970 + Number(value))
  if (field.transform === 'month') {
    const months = Number(value)
    return `${1970 + Math.floor(months / 12)}-${String((((months % 12) + 12) % 12) + 1).padStart(2, '0')}`
  }
  if (field.transform === 'hour')
    return new Date(Number(value) * 3_600_000).toISOString().slice(0, 13).replace('T', '-')
  // Names of files end at 255 bytes; the full value is in the manifest.
  return encodeURIComponent(String(value)).slice(0, 80)
}
