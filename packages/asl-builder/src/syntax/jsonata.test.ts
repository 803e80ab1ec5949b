import { expect, test } from 'vitest'
import { array, assert, constantFrom, property } from 'fast-check'
import { delimitersOf, parseAllJsonata, parseJsonata } from './jsonata.js'

const analysisOf = (source: string) => parseJsonata(`{% ${source} %}`).analysis!

test.each([
  ['phone', ['phone']],
  ['{ "a": phone }', ['phone']],
  ['$states.input.{ "a": phone }', []],
  ['$states.input.rows[id = 1].name', []],
  ['$states.input.rows^(>price)', []],
  ['$states.input.rows{ kind: $sum(price) }', []],
  ['$.a', ['$']],
  ['$states.input.rows.$', []],
  ['$states.input.rows[$$ = 1]', ['$$']],
  ['States.Format("{}", 1)', ['States']],
  ['"quoted".b', ['quoted']],
  ['*', ['*']],
  ['( $x := 1; phone )', ['phone']],
])('what %s takes from an input of its own', (source, expected) => {
  expect(analysisOf(source).topLevel.map(({ name }) => name)).toEqual(expected)
})

test.each([
  ['$a + $b', ['a', 'b']],
  ['( $a := 1; $a + $b )', ['b']],
  ['( $x := $x + 1; $x )', ['x']],
  ['$map($rows, function($v, $i) { $v + $i + $n })', ['rows', 'n']],
  ['( $f := function($n) { $n = 0 ? 0 : $f($n - 1) }; $f(3) )', []],
  ['$states.input.a@$one#$i.{ "a": $one, "i": $i }', []],
  ['$states.input', []],
])('the variables that %s reads', (source, expected) => {
  expect(analysisOf(source).variables.map(({ name }) => name)).toEqual(expected)
})

test('a variable that is asked for is not used', () => {
  expect(analysisOf('$exists($a) ? $b : 1').variables).toMatchObject([
    { name: 'a', guarded: true },
    { name: 'b', guarded: false },
  ])
})

test('calls count their arguments, the piped one too', () => {
  expect(analysisOf('$states.input ~> $uppercase() ~> $trim').calls.map(({ name, count }) => [name, count])).toEqual([
    ['uppercase', 1],
    ['trim', 1],
  ])
})

test('a text alone in brackets is a filter', () => {
  const text = '{% $states.input.a["b c"].d[e = "f"][0] %}'
  const { textFilters } = parseJsonata(text).analysis!
  expect(textFilters.map(({ text: one, range }) => [one, text.slice(range.start, range.end)])).toEqual([
    ['b c', '"b c"'],
  ])
})

test('calls keep the texts they pass', () => {
  expect(analysisOf('$hash($v, "MD5") & ($v ~> $hash("SHA-1"))').calls.map(({ texts }) => texts)).toEqual([
    [undefined, 'MD5'],
    [undefined, 'SHA-1'],
  ])
})

test('$states keeps the names that follow it, and where they are', () => {
  const text = '{% 1 + $states.context.Execution.Id[0].x %}'
  const [use] = parseJsonata(text).analysis!.states
  expect(use!.members).toEqual(['context', 'Execution', 'Id'])
  expect(text.slice(use!.range.start, use!.range.end)).toBe('$states.context.Execution.Id')
})

test('operators newer than JSONata 2.0 are told from ? :', () => {
  const { newer } = analysisOf('$a ?? 1 + ($b ?: 2) + ($c ? 3 : 4)')
  expect(newer.map(({ operator }) => operator)).toEqual(['??', '?:'])
})

test('an error has its place in the whole text', () => {
  const text = '{% $states.input.a[1,2) %}'
  const { error } = parseJsonata(text)
  expect(error).toMatchObject({ code: 'S0202', message: 'Expected "]", got ","' })
  expect(text.slice(error!.range.start, error!.range.end)).toBe(',')
})

test('a placeholder stands for a value, or for nothing that can be told', () => {
  expect(parseJsonata('{% ${Limit} + phone %}').analysis!.topLevel).toMatchObject([{ name: 'phone' }])
  expect(parseJsonata("{% $states.input.a = '${Name}' %}").error).toBeUndefined()
  expect(parseJsonata('{% $states.input.${Field} %}')).toEqual({})
})

test('a nesting that exhausts the parser is left alone', () => {
  expect(parseJsonata(`{% ${'('.repeat(100_000)} %}`)).toEqual({})
})

test.each([
  ['{% 1 %}', 'expression'],
  [' {% 1 %} ', 'padded'],
  ['{% 1', 'unclosed'],
  ['1 %}', 'unopened'],
  ['100 %', 'text'],
  ['a {% b %} c', 'embedded'],
  ['{%}', 'unclosed'],
])('%j is delimited as %s', (text, expected) => {
  expect(delimitersOf(text)).toBe(expected)
})

const pieces = [
  '$a',
  'phone',
  '$states.input.rows[id = 1]',
  '1',
  '"x, y"',
  "'it\\'s'",
  '`a b`',
  '$f(1, 2)',
  '[1, 2]',
  '(1; 2)',
  '{ "a": b }',
  '1..5',
  'a, b',
  'a; b',
  '',
  ')',
  '(',
  '], [',
  '"',
  '"\\"',
  '`',
  '/',
  '/x/',
  '/* y */',
  '%',
  '?',
  ' ~> $g',
  ' & ',
  ' := ',
  '$$',
]

test('many expressions are read as each is read alone', () => {
  const expression = array(constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map(
    (some) => `{%${some.join('')}%}`,
  )
  assert(
    property(array(expression, { maxLength: 8 }), (texts) => {
      // Blanks of its own keep each way from the cache that the other filled.
      const padded = (blank: string) => texts.map((text, index) => `${text.slice(0, -2)}${blank.repeat(index + 1)}%}`)
      expect(parseAllJsonata(padded('\t'))).toEqual(padded('\n').map((text) => parseJsonata(text)))
    }),
    { numRuns: 500 },
  )
})
