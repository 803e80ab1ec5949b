import { expect, test } from 'vitest'
import { z } from 'zod'
import { changingPart, elementSchema, schemaAt } from './schema.js'

const schema = z.object({
  a: z.object({ b: z.string() }).readonly(),
  list: z.array(z.object({ c: z.number() })),
  maybe: z.object({ d: z.string() }).optional(),
  nothing: z.string().nullable(),
  standard: z.string().default('x'),
  anything: z.any(),
  get self() {
    return z.lazy(() => schema)
  },
})

test.each<[path: (string | number)[], isThere: boolean]>([
  [[], true],
  [['a'], true],
  [['a', 'b'], true],
  [['a', 'x'], false],
  [['list'], true],
  [['list', 0], false],
  [['maybe'], false],
  [['maybe', 'd'], false],
  [['nothing'], false],
  [['standard'], false],
  [['anything'], false],
  [['anything', 'x'], false],
  [['self', 'a', 'b'], true],
  [['toString'], false],
])('%j is certainly there: %s', (path, isThere) => {
  expect(schemaAt(schema, path) !== undefined).toBe(isThere)
})

test('the elements of an array', () => {
  expect(schemaAt(elementSchema(schemaAt(schema, ['list'])), ['c'])).toBeDefined()
  expect(elementSchema(schema)).toBeUndefined()
})

test.each([
  [z.object({ a: z.string().transform(Number) }), 'input.a'],
  [z.array(z.object({ b: z.coerce.date() })), 'input[].b'],
  [z.union([z.string(), z.preprocess(String, z.string())]), 'input'],
  [z.record(z.string(), z.codec(z.string(), z.number(), { decode: Number, encode: String })), 'input[]'],
])('a schema that changes values: %#', (changing, path) => {
  expect(changingPart(changing)?.path).toBe(path)
})

test('a schema that only describes', () => {
  expect(changingPart(schema)).toBeUndefined()
})
