import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxDepth, readJson, SyntaxProblem } from './json-source.js'
import { child, locate, spanOf, valueOf, type ScalarNode } from './source-node.js'
import { fileText, regionIn } from './source-text.js'

test('any JSON reads as JSON.parse reads it, pretty or not', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      expect(valueOf(readJson(fileText(text)))).toEqual(JSON.parse(text))
    }),
  )
})

test('a text is refused exactly when JSON.parse refuses it, ${Placeholders} apart', () => {
  const json = fc.json().filter((text) => !text.includes('$'))
  const broken = fc
    .tuple(json, fc.nat(), fc.constantFrom('', ',', '"', '{', ']', '\\', '0', '-', '.', 'e', "'", '\n'))
    .map(
      ([text, at, with_]) => text.slice(0, at % (text.length + 1)) + with_ + text.slice((at % (text.length + 1)) + 1),
    )
  const outcome = (read: () => unknown) => {
    try {
      return { value: read() }
    } catch {
      return 'refused'
    }
  }
  fc.assert(
    fc.property(broken, (text) => {
      expect(outcome(() => valueOf(readJson(fileText(text))))).toEqual(outcome(() => JSON.parse(text)))
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['{"a":1,}', '1:7', 'A comma stands before "}": JSON has none after the last entry.'],
  ['[1,]', '1:3', 'A comma stands before "]": JSON has none after the last item.'],
  ["{'a':1}", '1:2', 'JSON puts strings in double quotes.'],
  ['{\n  // why\n}', '2:3', 'JSON has no comments.'],
  ['{"a": tru}', '1:7', 'Expected a value, but found "tru".'],
  ['{"a": 01}', '1:7', '"01" is no JSON number.'],
  ['{"a" 1}', '1:6', 'Expected ":" after the key "a", but found "1".'],
  ['{"a": 1 "b": 2}', '1:9', 'Expected "," or "}", but found "\\"".'],
  ['{"a": "b\n"}', '1:7', 'A line break stands in a string: JSON writes it \\n, and closes a string on its own line.'],
  ['{"a": "\\q"}', '1:8', '"\\q" is no escape in a JSON string.'],
  ['{"a": {}', '1:9', 'The text ends where "," or "}" was expected.'],
  ['{"a', '1:2', 'A string is never closed.'],
  ['{} {}', '1:4', 'The JSON value has ended, but "{" follows.'],
  ['', '1:1', 'The text is empty: a JSON value was expected.'],
  ['['.repeat(maxDepth + 2), `1:${maxDepth + 2}`, 'Values are nested deeper than 1000 levels.'],
])('%j: at %s, %s', (text, place, message) => {
  try {
    readJson(fileText(text))
    expect.unreachable()
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    const { line, column } = regionIn(text)(error.start, error.end)
    expect(`${line}:${column}`).toBe(place)
    expect(error.message).toBe(message)
  }
})

test('a placeholder may stand for any value', () => {
  expect(valueOf(readJson(fileText('{"MaxAttempts": ${N}, "States": ${A}${B.C}}')))).toEqual({
    MaxAttempts: '${N}',
    States: '${A}${B.C}',
  })
})

test('characters of a string are found behind its escapes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (value, at) => {
      fc.pre(value.length > 0)
      const text = ` ${JSON.stringify(value)}`
      const node = readJson(fileText(text)) as ScalarNode
      const index = at % value.length
      const offset = node.offsetOf(index)
      expect(JSON.parse(`"${text.slice(2, offset)}"`)).toBe(value.slice(0, index))
    }),
  )
})

test('an own key named __proto__ stays a key', () => {
  const value = valueOf(readJson(fileText('{"__proto__": {"polluted": 1}}'))) as object
  expect(Object.keys(value)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
})

test('a key written twice is told, and the last counts', () => {
  const told: string[] = []
  const text = '{"a": 1, "b": 2, "a": 3}'
  const root = readJson(fileText(text), (key, place) => told.push(key, text.slice(spanOf(place).start)))
  expect(told).toEqual(['a', '"a": 3}'])
  expect(valueOf(root)).toEqual({ a: 3, b: 2 })
})

test.each([
  ['/a', undefined, undefined, '"x\\ny"'],
  ['/a', { start: 2, end: 3 }, undefined, 'y'],
  ['/b', undefined, undefined, '"b"'],
  ['/b', undefined, 'c', '"c"'],
  ['/b/c/1', undefined, undefined, 'true'],
  ['/b/c/7/none', undefined, undefined, '"c"'],
  ['/none', undefined, undefined, '{'],
])('%s %j %s points at %s', (location, range, key, expected) => {
  const text = '{ "a": "x\\ny", "b": { "c": [1, true] } }'
  const { start, end } = locate(readJson(fileText(text)), location, range, key)
  expect(text.slice(start, end)).toBe(expected)
})

test('what is no map has no children', () => {
  expect(child(readJson(fileText('[1]')), '0')).toBeUndefined()
})
