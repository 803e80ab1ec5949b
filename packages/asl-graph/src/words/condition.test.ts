import { expect, test } from 'vitest'
import { briefly, conditionOf } from './condition.js'

test.each([
  [{ Variable: '$.status', StringEquals: 'done' }, 'status = "done"'],
  [{ Variable: '$', IsNull: true }, '$ is null'],
  [{ Variable: '$$.Execution.Name', StringMatches: 'daily-*' }, 'Execution.Name like "daily-*"'],
  [{ Variable: '$.a.b[0]', NumericLessThanEqualsPath: '$.limit' }, 'a.b[0] ≤ limit'],
  [{ Variable: '$.at', TimestampGreaterThan: '2026-01-01T00:00:00Z' }, 'at > 2026-01-01T00:00:00Z'],
  [{ Variable: '$.a', IsPresent: false }, 'a is not present'],
  [{ Variable: '$.a', IsNumeric: true }, 'a is a number'],
  [{ Variable: '$.ok', BooleanEquals: false }, 'ok = false'],
  [
    {
      And: [
        { Variable: '$.a', IsPresent: true },
        { Or: [{ Variable: '$.a', NumericEquals: 1 }, { Not: { Variable: '$.b', StringEquals: 'x' } }] },
      ],
    },
    'a is present and (a = 1 or not (b = "x"))',
  ],
  [{ Condition: '{% $states.input.total   > 3 and $x != 4 %}' }, 'total > 3 and $x ≠ 4'],
  [{ Condition: "{% $states.input = 'all' %}" }, "input = 'all'"],
  [{ Condition: '{% $not($created) %}' }, 'not $created'],
  [{ Condition: true }, 'true'],
  [{ Next: 'A' }, ''],
  [{ And: 'x' }, ''],
  [{ Variable: 7, StringEquals: 7 }, '? = 7'],
])('%j', (rule, words) => expect(conditionOf(rule)).toBe(words))

test('conditions inside one another without end', () => {
  let rule: object = { Variable: '$.a', IsNull: true }
  for (let depth = 0; depth < 10_000; depth++) rule = { Not: rule }
  expect(conditionOf(rule)).toContain('…')
})

test.each([
  ['order.lines[0].price > 3', 'price > 3'],
  ['$count(order.lines) = "a.b.c"', '$count(lines) = "a.b.c"'],
  ['total > 1.5', 'total > 1.5'],
  ["FlowConfig.File-Type = 'x.y' or a.b", "File-Type = 'x.y' or b"],
])('briefly: %s', (condition, brief) => expect(briefly(condition)).toBe(brief))
