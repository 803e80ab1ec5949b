import { expect, it } from 'vitest'
import { tokensOf } from './tokens.js'

it.each<[string, string[]]>([
  ["SELECT 'it''s' -- why\n, \"A b\"", ['word select', "string it's", 'symbol ,', 'name a b']],
  ["'back\\slash'", ['string back\\slash']],
  [
    'a<>b||c->d>=1.5e-3.2',
    [
      'word a',
      'symbol <>',
      'word b',
      'symbol ||',
      'word c',
      'symbol ->',
      'word d',
      'symbol >=',
      'number 1.5e-3',
      'number .2',
    ],
  ],
  ['x /* ; */ ; y', ['word x', 'symbol ;', 'word y']],
  ['größe_1', ['word größe_1']],
])('Trino: %s', (sql, expected) => {
  expect(tokensOf(sql, 'trino').map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected)
})

it.each<[string, string]>([
  ["'\\t'", '\t'],
  ["'\\u0001'", '\u0001'],
  ["'\\001'", '\u0001'],
  ["'\\\\N'", '\\N'],
  ["'it\\'s'", "it's"],
  ['"double"', 'double'],
  ["'\\%'", '\\%'],
])('Hive: the text %s', (sql, value) => {
  expect(tokensOf(sql, 'hive')).toMatchObject([{ kind: 'string', value }])
})

it.each([
  ["SELECT\n  'open", "line 2:3: mismatched input '''"],
  ['SELECT "open', "line 1:8: mismatched input '\"'"],
  ['/* open', "line 1:1: mismatched input '/*'"],
  ['SELECT §', "line 1:8: mismatched input '§'"],
  ['SELECT ""', 'line 1:8: Zero-length delimited identifier not allowed'],
])('%j is refused', (sql, message) => {
  expect(() => tokensOf(sql, 'trino')).toThrow(message)
})

it('says where tokens stand', () => {
  const places = tokensOf("a\n/* two\nlines */ 'x\ny' b", 'trino').map(({ line, column }) => `${line}:${column}`)
  expect(places).toEqual(['1:1', '3:10', '4:4'])
})
