import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLarger, jsonSize } from './json-size.js'

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

test('a payload measures what its JSON text measures', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), (value) => {
      expect(jsonSize(value)).toBe(bytes(value))
      expect(jsonSize([value, value])).toBe(bytes([value, value]))
    }),
    { numRuns: 500, seed: 3 },
  )
})

test('large shared parts are measured right in any company', () => {
  const part = Array.from({ length: 200 }, (_, index) => ({ id: index, name: `n"${index}`, tags: ['ü', {}] }))
  const first = { part, one: 1 }
  expect([jsonSize(part), jsonSize(first), jsonSize({ a: first, b: part })]).toEqual([
    bytes(part),
    bytes(first),
    bytes({ a: first, b: part }),
  ])
})

test('a payload is larger than its own size less one, and not larger than its own size', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), (value) => {
      expect([isLarger(value, bytes(value)), isLarger(value, bytes(value) - 1)]).toEqual([false, true])
    }),
    { numRuns: 300, seed: 5 },
  )
})

test('a payload of many values is larger than a limit below its size', () => {
  const value = Array.from({ length: 5000 }, (_, index) => [index])
  expect([isLarger(value, bytes(value)), isLarger(value, bytes(value) - 1)]).toEqual([false, true])
})
