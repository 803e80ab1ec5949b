import { expect, test } from 'vitest'
import { seededChance } from '../chance.js'
import { DefinitionFault } from '../definition-fault.js'
import { Variables, type Frame } from '../frame.js'
import { compileRule } from './choice-rule.js'

const frame: Frame = { variables: new Variables(), chance: seededChance(1), now: 0, context: () => ({}) }
const holds = (rule: Record<string, unknown>, input: unknown): boolean => compileRule(rule, '')(frame, input)

test.each<[string, Record<string, unknown>, unknown, boolean]>([
  ['strings compare by code unit', { Variable: '$.v', StringLessThan: 'a' }, { v: 'Z' }, true],
  ['a number is no string', { Variable: '$.v', StringEquals: '1' }, { v: 1 }, false],
  ['0 equals 0.0', { Variable: '$.v', NumericEquals: 0.0 }, { v: 0 }, true],
  ['null is no number', { Variable: '$.v', NumericGreaterThanEquals: 0 }, { v: null }, false],
  ['a path on both sides', { Variable: '$.v', NumericLessThanPath: '$.w' }, { v: 1, w: 2 }, true],
  [
    'times compare as instants',
    { Variable: '$.v', TimestampEquals: '2020-01-01T00:00:00Z' },
    { v: '2020-01-01T01:00:00+01:00' },
    true,
  ],
  [
    'what is no time matches none',
    { Variable: '$.v', TimestampGreaterThan: '2020-01-01T00:00:00Z' },
    { v: '2021' },
    false,
  ],
  ['a missing member is not present', { Variable: '$.x.y', IsPresent: false }, {}, true],
  ['null is present', { Variable: '$.v', IsPresent: true }, { v: null }, true],
  ['false is a boolean', { Variable: '$.v', IsBoolean: true }, { v: false }, true],
  ['what is no string, when asked for none', { Variable: '$.v', IsString: false }, { v: 1 }, true],
  [
    'And',
    {
      And: [
        { Variable: '$.v', IsNumeric: true },
        { Variable: '$.v', NumericGreaterThan: 1 },
      ],
    },
    { v: 2 },
    true,
  ],
  [
    'Or ends at the first that holds',
    {
      Or: [
        { Variable: '$.v', IsNull: true },
        { Variable: '$.none', IsNull: true },
      ],
    },
    { v: null },
    true,
  ],
  ['Not', { Not: { Variable: '$.v', BooleanEquals: true } }, { v: 'true' }, true],
  ['a star matches nothing too', { Variable: '$.v', StringMatches: 'log-*.txt' }, { v: 'log-.txt' }, true],
  ['stars match in order', { Variable: '$.v', StringMatches: '*a*b' }, { v: 'xbxab' }, true],
  ['the ends must not overlap', { Variable: '$.v', StringMatches: 'aba*aba' }, { v: 'ababa' }, false],
  ['an escaped star is a star', { Variable: '$.v', StringMatches: 'a\\*\\\\b' }, { v: 'a*\\b' }, true],
  ['without a star all must match', { Variable: '$.v', StringMatches: 'ab' }, { v: 'abc' }, false],
])('%s', (_, rule, input, expected) => {
  expect(holds(rule, input)).toBe(expected)
})

test('a missing Variable fails the state', () => {
  expect(() => holds({ Variable: '$.x', IsNull: true }, {})).toThrow(
    expect.objectContaining({
      error: 'States.Runtime',
      cause: "Invalid path '$.x': The choice state's condition path references an invalid value.",
    }),
  )
})

test('a pattern with many stars does not take for ever', () => {
  expect(holds({ Variable: '$.v', StringMatches: `${'*a'.repeat(200)}b` }, { v: 'a'.repeat(100_000) })).toBe(false)
})

test('a rule that compares nothing is a fault of the definition', () => {
  expect(() => compileRule({ Variable: '$.v' }, '/here')).toThrow(DefinitionFault)
})
