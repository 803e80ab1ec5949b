import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AvroSchema, readAvro, writeAvro } from './avro.js'

const schema: AvroSchema = {
  type: 'record',
  name: 'everything',
  fields: [
    { name: 'long', type: 'long' },
    { name: 'int', type: { type: 'int', logicalType: 'date' } },
    { name: 'text', type: ['null', 'string'], default: null },
    { name: 'bytes', type: 'bytes' },
    { name: 'number', type: 'double' },
    { name: 'yes', type: 'boolean' },
    { name: 'list', type: { type: 'array', items: 'long' } },
    { name: 'map', type: { type: 'map', values: 'string' } },
    { name: 'fixed', type: { type: 'fixed', name: 'three', size: 3 } },
  ],
}

it('reads back what it writes', () => {
  const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  const row = fc.record({
    long,
    int: fc.integer(),
    text: fc.option(fc.string({ unit: 'binary' })),
    bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    number: fc.double({ noNaN: true }),
    yes: fc.boolean(),
    list: fc.array(long),
    map: fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.string(),
      { noNullPrototype: true },
    ),
    fixed: fc.uint8Array({ minLength: 3, maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
  })
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(readAvro(writeAvro(schema, { extra: 'kept' }, rows))).toMatchObject({
        metadata: { extra: 'kept', 'avro.codec': 'null' },
        rows,
      })
    }),
    { numRuns: 200 },
  )
})

it('writes longs as Avro counts them', () => {
  const bytes = writeAvro('long', {}, [0n, -1n, 1n, -64n, 64n, -(2n ** 63n)])
  expect(bytes.subarray(-16 - 16, -16).toString('hex')).toBe(`0001027f8001${'f'.repeat(18)}01`)
})

it('refuses a file that is cut or is no Avro file', () => {
  const bytes = writeAvro('string', {}, ['a long enough text'])
  expect(() => readAvro(bytes.subarray(0, bytes.length - 20))).toThrow('ends too early')
  expect(() => readAvro(Buffer.from('PAR1'))).toThrow('not an Avro file')
})
