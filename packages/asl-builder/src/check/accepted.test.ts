import { describe, expect, test } from 'vitest'
import { check } from './check.js'

/** A state in the middle of a machine in which the variables `v`, `vär` and `f` are assigned. */
function errorsWith(state: unknown, machine: object = {}): string[] {
  const definition = {
    ...machine,
    StartAt: 'First',
    States: {
      First: { Type: 'Pass', Assign: { v: 1, vär: 2, f: 3 }, Next: 'Probe' },
      Probe: state,
      Last: { Type: 'Succeed' },
    },
  }
  // Whether the last state is reached is not the question here.
  return check(definition, { rules: { UNREACHABLE_STATE: 'OFF' } }).flatMap(({ severity, rule, location, message }) =>
    severity === 'ERROR' ? [`${rule} ${location}: ${message}`] : [],
  )
}

const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:f'
const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } }
const distributed = { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }
const pass = (fields: object) => ({ Type: 'Pass', ...fields, Next: 'Last' })
const task = (fields: object) => ({ Type: 'Task', Resource: lambda, ...fields, Next: 'Last' })
const map = (fields: object) => ({ Type: 'Map', ItemProcessor: inner, ...fields, Next: 'Last' })
const wait = (fields: object) => ({ Type: 'Wait', ...fields, Next: 'Last' })
const choice = (fields: object) => ({ Type: 'Choice', Choices: [{ ...fields, Next: 'Last' }], Default: 'Last' })

describe('unusual and legal: no ERROR', () => {
  test.each([
    '$',
    "$['a b']['c']",
    "$.a.['b c'][0]",
    "$['it\\'s']",
    '$.a[-1]',
    '$.a[0,1]',
    '$.a[-2:]',
    '$.a[(@.length-1)]',
    '$..a[?(@.b)]',
    "$.a[?(@.b == 'c' && !(@.d > 1.5e3) || @['e-f'] != null)]",
    '$.a[?(@.b === 1)]',
    "$.a[?(@.b !== 'x')]",
    "$.a[?(@.b all ['x'])]",
    '$.a[?(@.b =~ /^x\\/y.*/i)]',
    "$.a[?(@.b in ['x', 'y'])].c[0]",
    '$.a[*].b.max()',
    '$.日本-x',
    "$['$ref']",
    '$$',
    "$$.Execution.Input['a b']",
    '$v.a[0]',
    "$vär['x']",
    '$.${Name}',
    '${Path}',
  ])('the path %s', (path) => {
    expect(errorsWith(pass({ InputPath: path, OutputPath: path, Parameters: { 'a.$': path } }))).toEqual([])
    expect(errorsWith(choice({ Variable: path, StringEqualsPath: path }))).toEqual([])
    expect(errorsWith(pass({ Assign: { 'w.$': `States.Array(${path}, ${path})` } }))).toEqual([])
  })

  test.each([
    'States.Array()',
    "States.Format('\\{\\} it\\'s {} \\\\', $.a)",
    "States.Format('a \"quoted\" {}\n(,)', $.a[?(@.b == 'c,d)')].e)",
    "States.Format('{}', null)",
    "States.Format('${Stage}-{}', $.a)",
    'States.${Function}($.a)',
    'States.StringToJson(States.Format(\'\\{"a":{}\\}\', $.a))',
    "States.ArrayGetItem(States.StringSplit($.a, '/'), States.MathAdd(States.ArrayLength($.b), -1))",
    'States.ArrayRange(9, 0.5, -2)',
    'States.MathRandom(0, States.ArrayLength($$.Execution.Input), 7)',
    "States.JsonMerge(States.StringToJson('{}'), $v, false)",
  ])('the call %s', (call) => {
    expect(errorsWith(task({ Parameters: { a: [{ 'b.$': call }] }, ResultSelector: { 'c.$': call } }))).toEqual([])
    expect(errorsWith(map({ ItemSelector: { 'a.$': call }, Assign: { 'w.$': call } }))).toEqual([])
  })

  test.each([
    '{%$states.input%}',
    '{%\n  /* a comment */ $states.input.a /* another */\n%}',
    '{% $states.input.a[$ > 1 and b = $v].(c & d) %}',
    '{% $states.input.a{ b: $sum(c) } %}',
    '{% $states.input.a@$x.b@$y[$x.id = $y.id].{ "x": $x, "y": y } %}',
    '{% $states.input.a#$i[$i < 3].{ "i": $i } %}',
    '{% $states.input.a.b.%.c %}',
    '{% $states.input.a^(b, >c).`d e` %}',
    "{% $states.input ~> |a|{ 'b': c }, ['d']| %}",
    '{% $states.input.a ~> $map(function($x, $i) { $x * $i }) ~> $sum %}',
    '{% ($f := function($n)<n:n> { $n > 1 ? $n * $f($n - 1) : 1 }; $f(5)) %}',
    '{% λ($x){ $x }(1) %}',
    '{% $split($states.input.a, /[,;]\\s*\\/x/i) %}',
    '{% $states.input.n % 2 = 0 ? "even" %}',
    "{% 'text with {% and %} in it' %}",
    '{% ($first := $substring(?, 0, 1); $first("abc")) %}',
    '{% $states.input.日本.*.**[type = "x"] %}',
    '{% ${Number} + $number("${Text}") %}',
    '{% $vär + $v %}',
  ])('the expression %s', (text) => {
    const jsonata = { QueryLanguage: 'JSONata' }
    expect(errorsWith(task({ Arguments: text, Output: [{ 'a.$': text }], TimeoutSeconds: text }), jsonata)).toEqual([])
    expect(errorsWith(choice({ Condition: text, Output: text, Assign: { w: text } }), jsonata)).toEqual([])
    expect(errorsWith(map({ Items: text, ItemSelector: text, MaxConcurrency: text }), jsonata)).toEqual([])
    expect(errorsWith(wait({ Seconds: text }), jsonata)).toEqual([])
    expect(errorsWith({ Type: 'Fail', Error: text, Cause: text }, jsonata)).toEqual([])
  })

  test.each<[string, unknown]>([
    ['a whole state', '${State}'],
    ['a type', { Type: '${Type}', Next: 'Last' }],
    [
      'numbers',
      task({
        TimeoutSeconds: '${A}',
        HeartbeatSeconds: '${A}0',
        Retry: [{ ErrorEquals: ['${E}'], MaxAttempts: '${A}' }],
      }),
    ],
    ['lists', { Type: 'Parallel', Branches: '${Branches}', Catch: '${Catch}', Next: 'Last' }],
    ['a processor', { Type: 'Map', ItemProcessor: '${Processor}', MaxConcurrency: '${A}', Next: 'Last' }],
    [
      'a mode',
      map({ ItemProcessor: { ...inner, ProcessorConfig: { Mode: '${M}', ExecutionType: '${T}' } }, Label: '${L}' }),
    ],
    ['an operand', choice({ Variable: '$.a', NumericGreaterThan: '${Limit}' })],
    ['a time', wait({ Timestamp: '${At}' })],
    ['a payload', task({ Parameters: '${Payload}', ResultSelector: { '${Key}.$': '$.${Field}' } })],
    ['a target', pass({ Next: '${Next}' })],
    [
      'what CloudFormation resolves',
      task({ Resource: { 'Fn::GetAtt': ['F', 'Arn'] }, TimeoutSeconds: { Ref: 'Limit' } }),
    ],
  ])('a substitution for %s', (_, state) => {
    expect(errorsWith(state)).toEqual([])
  })

  test.each<[string, unknown]>([
    ['a result', pass({ Result: { Next: 'Nope', States: { A: 1 }, 'a.$': 5, Type: 'Foo', Choices: [] } })],
    ['a payload', task({ Parameters: { Next: 'Nope', StartAt: 5, Catch: 5, Assign: { 'a b': 1 }, Output: null } })],
    ['a variable', pass({ Assign: { data: { 'a b': 1, States: {}, Next: null }, 日本: [], _x: null } })],
    [
      'nothing',
      pass({ Result: null, Parameters: {}, Assign: {}, InputPath: null, OutputPath: null, ResultPath: null }),
    ],
    ['what is false', pass({ End: false })],
    ['lists of nothing', task({ Retry: [], Catch: [] })],
    ['a fraction', { Type: 'Map', ItemProcessor: distributed, ToleratedFailurePercentage: 0.5, Next: 'Last' }],
  ])('data that look like structure: %s', (_, state) => {
    expect(errorsWith(state)).toEqual([])
  })
})
