import { randomBytes } from 'node:crypto'

/** The part of Avro's schema language that Iceberg's manifests use. */
export type AvroSchema =
  | 'null'
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'string'
  | 'bytes'
  | { readonly type: 'record'; readonly name: string; readonly fields: readonly AvroField[] }
  | { readonly type: 'array'; readonly items: AvroSchema; readonly [extra: string]: unknown }
  | { readonly type: 'map'; readonly values: AvroSchema }
  | { readonly type: 'fixed'; readonly name: string; readonly size: number; readonly [extra: string]: unknown }
  | { readonly type: 'int' | 'long' | 'string' | 'bytes'; readonly [extra: string]: unknown }
  | readonly AvroSchema[]

export interface AvroField {
  readonly name: string
  readonly type: AvroSchema
  readonly [extra: string]: unknown
}

/** `long` is a bigint when read and a bigint or a whole number when written; bytes and fixed are Buffers; null is null. */
export type AvroValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly AvroValue[]
  | { readonly [name: string]: AvroValue }

const magic = Buffer.from([0x4f, 0x62, 0x6a, 1])

/** An Avro container file: its header's extra entries, and the rows, in one uncompressed block. */
export function writeAvro(
  schema: AvroSchema,
  metadata: Readonly<Record<string, string>>,
  rows: readonly AvroValue[],
): Buffer {
  const sync = randomBytes(16)
  const header = { ...metadata, 'avro.schema': JSON.stringify(schema), 'avro.codec': 'null' }
  const parts: Buffer[] = [magic]
  encode(
    { type: 'map', values: 'bytes' },
    Object.fromEntries(Object.entries(header).map(([name, text]) => [name, Buffer.from(text)])),
    parts,
  )
  parts.push(sync)
  if (rows.length) {
    const body: Buffer[] = []
    for (const row of rows) encode(schema, row, body)
    const bytes = Buffer.concat(body)
    parts.push(varint(BigInt(rows.length)), varint(BigInt(bytes.length)), bytes, sync)
  }
  return Buffer.concat(parts)
}

/** @throws Error for a file that is not an uncompressed Avro container. */
export function readAvro(file: Buffer): { metadata: Record<string, string>; rows: AvroValue[] } {
  if (!file.subarray(0, 4).equals(magic)) throw new Error('This is not an Avro file.')
  const input = { file, at: 4 }
  const raw = decode({ type: 'map', values: 'bytes' }, input) as Record<string, Buffer>
  const metadata = Object.fromEntries(Object.entries(raw).map(([name, bytes]) => [name, bytes.toString()]))
  if ((metadata['avro.codec'] ?? 'null') !== 'null')
    throw new Error(`Avro's codec ${metadata['avro.codec']} is not one this lake reads.`)
  const schema = JSON.parse(metadata['avro.schema']!) as AvroSchema
  const rows: AvroValue[] = []
  for (input.at += 16; input.at < file.length; input.at += 16) {
    const count = Number(readLong(input))
    readLong(input)
    for (let row = 0; row < count; row++) rows.push(decode(schema, input))
  }
  return { metadata, rows }
}

function encode(schema: AvroSchema, value: AvroValue, out: Buffer[]): void {
  if (Array.isArray(schema)) {
    // Iceberg's unions are all [null, something].
    const branch = value === null ? schema.indexOf('null') : schema.findIndex((option) => option !== 'null')
    out.push(varint(BigInt(branch)))
    return encode(schema[branch] as AvroSchema, value, out)
  }
  const type = typeof schema === 'string' ? schema : (schema as { type: string }).type
  switch (type) {
    case 'null':
      return
    case 'boolean':
      out.push(Buffer.from([value ? 1 : 0]))
      return
    case 'int':
    case 'long':
      out.push(varint(BigInt(value as number | bigint)))
      return
    case 'float':
    case 'double': {
      const bytes = Buffer.alloc(type === 'float' ? 4 : 8)
      if (type === 'float') bytes.writeFloatLE(value as number)
      else bytes.writeDoubleLE(value as number)
      out.push(bytes)
      return
    }
    case 'string':
    case 'bytes': {
      const bytes = type === 'string' ? Buffer.from(value as string) : Buffer.from(value as Uint8Array)
      out.push(varint(BigInt(bytes.length)), bytes)
      return
    }
    case 'fixed':
      out.push(Buffer.from(value as Uint8Array))
      return
    case 'record':
      for (const field of (schema as { fields: readonly AvroField[] }).fields)
        encode(field.type, (value as Record<string, AvroValue>)[field.name] ?? null, out)
      return
    case 'array': {
      const items = value as readonly AvroValue[]
      if (items.length) out.push(varint(BigInt(items.length)))
      for (const item of items) encode((schema as { items: AvroSchema }).items, item, out)
      out.push(Buffer.from([0]))
      return
    }
    case 'map': {
      const entries = Object.entries(value as Record<string, AvroValue>)
      if (entries.length) out.push(varint(BigInt(entries.length)))
      for (const [name, item] of entries) {
        encode('string', name, out)
        encode((schema as { values: AvroSchema }).values, item, out)
      }
      out.push(Buffer.from([0]))
      return
    }
    default:
      throw new Error(`Avro has no type ${type}.`)
  }
}

interface Input {
  readonly file: Buffer
  at: number
}

function decode(schema: AvroSchema, input: Input): AvroValue {
  if (Array.isArray(schema)) return decode(schema[Number(readLong(input))] as AvroSchema, input)
  const type = typeof schema === 'string' ? schema : (schema as { type: string }).type
  switch (type) {
    case 'null':
      return null
    case 'boolean':
      return input.file[input.at++] === 1
    case 'int':
      return Number(readLong(input))
    case 'long':
      return readLong(input)
    case 'float':
      return input.file.readFloatLE((input.at += 4) - 4)
    case 'double':
      return input.file.readDoubleLE((input.at += 8) - 8)
    case 'string':
      return take(input, Number(readLong(input))).toString()
    case 'bytes':
      return take(input, Number(readLong(input)))
    case 'fixed':
      return take(input, (schema as { size: number }).size)
    case 'record':
      return Object.fromEntries(
        (schema as { fields: readonly AvroField[] }).fields.map((field) => [field.name, decode(field.type, input)]),
      )
    case 'array': {
      const items: AvroValue[] = []
      eachInBlocks(input, () => items.push(decode((schema as { items: AvroSchema }).items, input)))
      return items
    }
    case 'map': {
      const entries: [string, AvroValue][] = []
      eachInBlocks(input, () =>
        entries.push([decode('string', input) as string, decode((schema as { values: AvroSchema }).values, input)]),
      )
      return Object.fromEntries(entries)
    }
    default:
      throw new Error(`Avro has no type ${type}.`)
  }
}

function eachInBlocks(input: Input, item: () => void): void {
  for (let count = readLong(input); count !== 0n; count = readLong(input)) {
    // A negative count is followed by the block's size, for readers that skip it.
    if (count < 0n) readLong(input)
    for (let left = count < 0n ? -count : count; left > 0n; left--) item()
  }
}

function take(input: Input, length: number): Buffer {
  if (input.at + length > input.file.length) throw new Error('The Avro file ends too early.')
  return input.file.subarray(input.at, (input.at += length))
}

/** Zigzag, then seven bits a byte, least first. */
function varint(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  const bytes: number[] = []
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

function readLong(input: Input): bigint {
  let value = 0n
  for (let shift = 0n; ; shift += 7n) {
    const byte = input.file[input.at++]
    if (byte === undefined || shift > 63n) throw new Error('The Avro file ends too early.')
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n))
  }
}
