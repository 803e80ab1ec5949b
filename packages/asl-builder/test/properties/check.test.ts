import { assert, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import { checkHolds, parseHolds } from './check-laws.js'
import { hostileDefinition, hostileText } from './hostile-definition.js'

// `pnpm fuzz check` runs many more, from a seed of its own.
const share = { seed: 20260101, numRuns: 1000 }

test('no definition makes check throw, hang or write', () => {
  assert(
    property(hostileDefinition, (definition) => checkHolds(definition)),
    share,
  )
})

test('no text makes parse throw, hang or lose a document', () => {
  assert(
    property(hostileText, (text) => parseHolds(text)),
    share,
  )
})

const state = (fields: object): unknown => ({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: { Type: 'Pass', End: true, ...fields } },
})

/** Ten times what AWS takes, and the most that is read. */
describe.each([10_000_000, 1_000_000])('%i characters', (long) => {
  test.each<[string, unknown]>([
    ['a text', state({ Comment: 'x'.repeat(long) })],
    ['an expression', state({ Output: `{% ${'1 + '.repeat(long / 4)}1 %}` })],
    ['an expression of brackets', state({ Output: `{% ${'['.repeat(long)} %}` })],
    ['a path', state({ QueryLanguage: 'JSONPath', InputPath: `$${'.a'.repeat(long / 2)}` })],
    ['a path of filters', state({ QueryLanguage: 'JSONPath', InputPath: `$${'[?(@.a==1)]'.repeat(long / 11)}` })],
    ['a filter', state({ QueryLanguage: 'JSONPath', InputPath: `$[?(${'@.a==1 && '.repeat(long / 10)}@.b)]` })],
    [
      'a function',
      state({ QueryLanguage: 'JSONPath', Parameters: { 'a.$': `States.Array(${'1,'.repeat(long / 2)}1)` } }),
    ],
    ['a timestamp', state({ Type: 'Wait', Timestamp: '2'.repeat(long) })],
    ['a name', { StartAt: 'A', States: { ['A'.repeat(long)]: { Type: 'Pass', End: true } } }],
    ['a resource', state({ Type: 'Task', Resource: `arn:aws:states:::${'a'.repeat(long)}` })],
  ])('of %s', (_, definition) => {
    checkHolds(definition)
  })
})

test('names that every object has are names like others', () => {
  const definition: unknown = JSON.parse(
    '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Next":"constructor"},"constructor":{"Type":"Succeed"}}}',
  )
  expect(check(definition)).toEqual([])
})
