import { expect, test } from 'vitest'
import { match, type Wildcards } from './compare.js'

const date: Wildcards = { date: 'free' }
const bound: Wildcards = { '<uuid:1>': 'bound', '<free>': 'free' }

test.each<[string, unknown, unknown, Wildcards?]>([
  ['equal values', { a: [1, 'x', null] }, { a: [1, 'x', null] }],
  ['numbers of any spelling', 1.0, 1],
  ['a free token for any value', { Date: 'date' }, { Date: ['x'] }, date],
  ['a time inside a text', 'at date.', 'at 2024-05-06T07:08:09Z.', date],
  ['the same token for the same value', ['<uuid:1>', 'id <uuid:1>'], ['7', 'id 7'], bound],
  ['a token in a key', { 'h-<uuid:1>': 1 }, { 'h-9': 1 }, bound],
  ['an object that was recorded from a text', { a: 1 }, '{"a": 1}'],
  ['a list that was recorded from a text', [1], '[1]'],
  ['texts that hold the same JSON', '["a", "b"]', '["a","b"]'],
])('conforms: %s', (_, expected, actual, wildcards) => {
  expect(match(expected, actual, wildcards)).toEqual([])
})

test.each<[string, unknown, unknown, string, Wildcards?]>([
  ['another value', { a: 1 }, { a: 2 }, '$.a'],
  ['null for nothing', { a: null }, {}, '$.a: missing'],
  ['something that AWS does not say', {}, { a: 1 }, '$.a: not expected'],
  ['false for null', null, false, '$'],
  ['a shorter list', [1, 2], [1], '$: a list of 2'],
  ['another value for the same token', ['<uuid:1>', '<uuid:1>'], ['7', '8'], '$[1]', bound],
  ['a word that is a token elsewhere', 'update', 'upx', '$', date],
  ['a text for a number', 1, '1', '$'],
])('does not conform: %s', (_, expected, actual, difference, wildcards) => {
  expect(match(expected, actual, wildcards)[0]).toContain(difference)
})
