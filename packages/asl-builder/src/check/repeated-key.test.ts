import { expect, test } from 'vitest'
import { parse } from './parse.js'
import { repeatedKeysIn } from './repeated-key.js'

test.each<[string, string[]]>([
  ['{"a": 1, "a": 2}', ['/a']],
  ['{"a": {"b": 1}, "c": {"b": 1}}', []],
  ['{"a": [{"b": 1}, {"b": [0, {"c": 1, "c" : 2}]}]}', ['/a/1/b/1/c']],
  ['{"a": "a", "b": ["b", "b"], "c": "\\"b\\": 1"}', []],
  ['{"a/b": {"x": 1, "\\u0078": 2}}', ['/a~1b/x']],
  ['{"a": 1, "a": 2, "a": 3}', ['/a', '/a']],
  ['{"\\\\": 1, "\\\\": "\\\\"}', ['/\\']],
  ['{"__proto__": 1, "__proto__": 2}', ['/__proto__']],
  ['"a"', []],
])('%s', (text, expected) => {
  expect(repeatedKeysIn(text).map(({ location }) => location)).toEqual(expected)
})

test('a state that is written twice is told, at the level that is asked for', () => {
  const text = '{"StartAt": "A", "States": {"A": {"Type": "Fail"}, "A": {"Type": "Succeed"}}}'
  const found = [{ rule: 'REPEATED_KEY', location: '/States/A' }]
  expect(parse(text).diagnostics).toMatchObject([{ severity: 'WARNING', ...found[0] }])
  expect(parse(text, { rules: { REPEATED_KEY: 'ERROR' } }).diagnostics).toMatchObject([
    { severity: 'ERROR', ...found[0] },
  ])
  expect(parse(text, { rules: { REPEATED_KEY: 'OFF' } }).diagnostics).toEqual([])
  expect(parse(JSON.parse(text) as object).diagnostics).toEqual([])
})
