import * as fc from 'fast-check'
import jsonata from 'jsonata'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.js'
import { Failure } from '../failure.js'
import { Variables, type Frame } from '../frame.js'
import { compileExpression, expressionIn } from './expression.js'

const variables = new Variables()
variables.set('rate', 0.5)
const frameOf = (seed = 'test'): Frame => ({
  variables,
  chance: seededChance(seed),
  now: Date.UTC(2025, 0, 2),
  context: () => ({ Execution: { Name: 'run-1' } }),
})

const evaluate = (text: string, input: unknown = {}, seed?: string): unknown =>
  compileExpression(text, 'Output', '/States/A/Output')({ input }, frameOf(seed))

function failureOf(text: string, input: unknown = {}): string {
  try {
    evaluate(text, input)
  } catch (error) {
    if (error instanceof Failure)
      return error.cause!.replace(/^The JSONata expression .* specified for the field 'Output' /s, '')
    throw error
  }
  return 'succeeded'
}

const order = {
  id: 7,
  customer: { name: 'Ada', tags: ['vip', 'early'] },
  lines: [
    { sku: 'a', price: 3.5, count: 2, dims: { w: 1 } },
    { sku: 'b', price: 10, count: 1 },
    { sku: 'c', price: 0.25, count: 40, dims: { w: 3 } },
  ],
  nothing: null,
  empty: [],
  matrix: [[1, 2], [3]],
}

describe('expressions yield what the library yields', () => {
  test.each([
    '$states.input.id',
    '$states.input.customer',
    '$states.input.lines.sku',
    '$states.input.lines[0]',
    '$states.input.lines[-1].sku',
    '$states.input.lines[price > 1].sku',
    '$states.input.lines[price > 5].sku',
    '$states.input.lines[[0..1]].sku',
    '$states.input.lines.{ "s": sku, "t": price * count }',
    '$sum($states.input.lines.(price * count))',
    '$states.input.lines{sku: $sum(count)}',
    '$states.input.lines^(>price).sku',
    '$states.input.**.w',
    '$states.input.customer.*',
    '$states.input.matrix',
    '$states.input.matrix.$',
    '$states.input.lines@$l.($l.sku & "-" & $l.count)',
    '$states.input.lines#$i.{ "i": $i, "sku": sku }',
    '$states.input.lines.dims.%.sku',
    '$map($states.input.lines, function($l, $i) { $l.sku & $i })',
    '$filter($states.input.lines, function($l) { $l.count > 1 }).sku',
    '$reduce($states.input.lines.count, function($a, $b) { $a + $b })',
    '$each($states.input.customer, function($v, $k) { $k })',
    '$sift($states.input.customer, function($v) { $type($v) = "string" })',
    '$sort($states.input.lines.price)',
    '$single($states.input.lines, function($l) { $l.sku = "b" }).price',
    '$zip([1, 2], ["a", "b"])',
    '$merge([{ "a": 1 }, { "b": 2 }])',
    '$spread({ "a": 1, "b": 2 })',
    '$keys($states.input.lines)',
    '$lookup($states.input.customer, "name")',
    '$distinct([1, 2, 1, { "a": 1 }, { "a": 1 }])',
    '$append($states.input.empty, 1)',
    '$reverse($states.input.customer.tags)',
    '$join($states.input.customer.tags, ", ")',
    '$split("a, b,c", /,\\s*/)',
    '$replace("John Smith", /(\\w+)\\s(\\w+)/, "$2, $1")',
    '$match("ababbabbcc", /a(b+)/)',
    '$contains("abracadabra", /a.*a/)',
    '$substringAfter($uppercase("hello world"), " ") & $pad("x", -3, "#")',
    '$formatNumber(1234.5678, "#,##0.00")',
    '$formatBase(255, 16) & $formatInteger(12, "w")',
    '$fromMillis(1510067557121, "[M01]/[D01]/[Y0001] [h#1]:[m01][P]")',
    '$toMillis("2017-11-07T15:07:54.972Z")',
    '$base64encode("x") & $encodeUrlComponent("a b&c")',
    '$string({ "a": [1, null, true] })',
    '$number("42") + $round(2.5) + $round(3.5) + $power(2, 10) + $sqrt(16)',
    '$exists($states.input.none) or $not($states.input.nothing = null)',
    '$states.input.id in [1, 7] ? "yes" : "no"',
    '($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(20))',
    '($add := function($a, $b) { $a + $b }; $inc := $add(1, ?); $map([1, 2, 3], $inc))',
    '$states.input ~> |lines|{ "total": price * count }, ["dims"]|',
    '["a", "b"] ~> $join("+")',
    '[1..5].($ * 2)',
    '{ "a": [], "b": [1], "c": { "d": $states.input.nothing } }',
    '$states.input.lines[sku = "b"]',
    '$states.input.lines[sku = "b"][]',
    '[$states.input.id]',
    '"é" & "\\u00e9"',
    '-$states.input.id % 4',
    '$states.input.nothing',
    '$type(null) & $type([]) & $boolean("0")',
    '$average($states.input.lines.price) > $max([1, 2])',
    '$ceil(1.1) - $floor(-1.1) + $abs(-3)',
    '$count($states.input.empty) = 0 and $length("abc") = 3',
    '$trim("  a   b ")',
    '$shuffle([1])',
    '$assert(true, "no")',
    '$clone($states.input.customer).name',
  ])('%s', async (text) => {
    const expected: unknown = await jsonata(text).evaluate(undefined, { states: { input: structuredClone(order) } })
    const actual = failureOf(text, order) === 'returned nothing (undefined).' ? undefined : evaluate(text, order)
    expect(actual).toEqual(expected === undefined ? undefined : JSON.parse(JSON.stringify(expected)))
    expect(order.lines).toHaveLength(3)
  })

  test('for random arithmetic, comparisons and paths', async () => {
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(
          '1',
          '2.5',
          '"x"',
          'null',
          'true',
          '[]',
          '[1, 2]',
          '$states.input.id',
          '$states.input.lines.price',
        ),
        fc
          .tuple(tie('node'), fc.constantFrom('+', '-', '*', '=', '!=', '<', '&', 'and', 'or', 'in', '~>'), tie('node'))
          .map(([left, operator, right]) =>
            operator === '~>' ? `$string(${left}) ~> $length()` : `(${left} ${operator} ${right})`,
          ),
        tie('node').map((inner) => `$count(${inner})`),
        tie('node').map((inner) => `[${inner}]`),
        fc.tuple(tie('node'), tie('node')).map(([key, value]) => `{ $string(${key}): ${value} }`),
        fc.tuple(tie('node'), tie('node'), tie('node')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      ),
    })).node
    await fc.assert(
      fc.asyncProperty(expression, async (text) => {
        let expected: unknown
        try {
          expected = await jsonata(text).evaluate(undefined, { states: { input: order } })
        } catch (error) {
          expect(failureOf(text, order)).toContain((error as { code: string }).code)
          return
        }
        if (expected === undefined) expect(failureOf(text, order)).toBe('returned nothing (undefined).')
        else expect(evaluate(text, order)).toEqual(JSON.parse(JSON.stringify(expected)))
      }),
      { numRuns: 300, seed: 11 },
    )
  })
})

describe("AWS's own functions", () => {
  test.each<[string, unknown]>([
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([0], 1)', [[0]]],
    ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
    ['$range(1, 9, 4)', [1, 5, 9]],
    ['$range(1, 9, 9)', 1],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$parse(\'{"a": [1]}\').a', [1]],
    ['$random(42)', 0.7275636800328681],
    ['$millis()', Date.UTC(2025, 0, 2)],
    ['$now()', '2025-01-02T00:00:00.000Z'],
    ["$now('[Y0001]')", '2025'],
    ['$rate * 2', 1],
    ['$states.context.Execution.Name', 'run-1'],
    ['$states', { input: {}, context: { Execution: { Name: 'run-1' } } }],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toEqual(value)
  })

  test.each(['$random()', '$uuid()', '$shuffle([1..20])'])('%s repeats itself for the same seed', (text) => {
    expect(evaluate(text, {}, 'a')).toEqual(evaluate(text, {}, 'a'))
    expect(evaluate(text, {}, 'a')).not.toEqual(evaluate(text, {}, 'b'))
  })
})

describe('what goes wrong is said in the words of AWS', () => {
  test.each([
    ['$nothing', 'returned nothing (undefined).'],
    ['$states.input.none.x', 'returned nothing (undefined).'],
    ['function($x) { $x }', 'returned an unsupported result type.'],
    ['[1, $sum]', 'returned an unsupported result type.'],
    ['$eval("1")', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    [
      '1 + "a"',
      'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    ],
    ['$error("mine")', 'threw an error during evaluation. D3137: mine'],
    [
      '$hash("x", "CRC")',
      'threw an error during evaluation. D3137: The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.',
    ],
    ['($f := function($n) { 1 + $f($n + 1) }; $f(1))', 'threw an error during evaluation. Stack overflow error'],
    [
      '$map([1..1e9], function($n) { $n })',
      'threw an error during evaluation. Expression evaluation memory limit exceeded',
    ],
    [
      '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("xxxxxxxxxxxxxxxx", 60)))',
      'threw an error during evaluation. Expression evaluation memory limit exceeded',
    ],
  ])('%s', (text, problem) => {
    expect(failureOf(text)).toBe(problem)
  })

  test('an evaluation without end', () => {
    const endless = '($f := function($n) { $f($n + 1) }; $f(1))'
    expect(failureOf(endless)).toBe('threw an error during evaluation. Expression evaluation timeout')
  })

  test('a regular expression without end', () => {
    expect(evaluate('$contains($states.input, /^(a|aa)+$/)', `${'a'.repeat(10_000)}b`)).toBe(false)
    expect(failureOf('$contains($states.input, /^(a+)+\\1$/)', 'a'.repeat(64))).toBe(
      'threw an error during evaluation. Expression evaluation timeout',
    )
  })

  test.each([
    '$states.input.constructor',
    '$states.input.__proto__',
    '$lookup($states.input, "toString")',
    '$constructor',
  ])('%s is nothing', (text) => {
    expect(failureOf(text)).toBe('returned nothing (undefined).')
  })
})

test('sequences do not leak into what follows', () => {
  const first = evaluate('{ "list": $states.input.lines.sku }', order)
  expect(Object.keys((first as { list: unknown[] }).list)).toEqual(['0', '1', '2'])
})

test.each([
  ['{% 1 %}', '1'],
  ['{%1%}', '1'],
  ['{%\n 1\n%}', '1'],
  [' {% 1 %}', undefined],
  ['{% 1 %} ', undefined],
  ['{%}', undefined],
  ['x', undefined],
  [1, undefined],
])('%j holds the expression %j', (text, expression) => {
  expect(expressionIn(text)).toBe(expression)
})
