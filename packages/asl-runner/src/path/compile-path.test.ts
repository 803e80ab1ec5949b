import { isDefinite, isParseError, parsePath } from 'asl-builder/syntax'
import { query } from 'json-p3'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.js'
import { Variables, type Frame } from '../frame.js'
import { compilePath } from './compile-path.js'
import { missingPath } from './missing.js'

const variables = new Variables()
variables.set('rows', [{ id: 1 }, { id: 2 }])
const frame: Frame = { variables, chance: seededChance(1), now: 0, context: () => ({ Execution: { Name: 'run-1' } }) }

const read = (text: string) => {
  const path = parsePath(text)
  if (isParseError(path)) throw new Error(`${text}: ${path.message}`)
  return path
}
const evaluate = (text: string, input: unknown): unknown => compilePath(read(text))(input, frame)

const store = {
  arr: [10, 20, 30, 40, 5],
  a: { b: { c: 7 }, 'd e': [1] },
  n: null,
  flag: false,
  text: 'hello',
  books: [
    { title: 'A', price: 8, tags: ['x', 'y'], isbn: '1' },
    { title: 'B', price: 12, tags: [] },
    { title: 'C', price: 30, tags: ['y'], isbn: null },
  ],
  deep: { deeper: { price: 1, books: [{ price: 2 }] } },
}

describe('the expressions that any JSONPath library has', () => {
  test.each([
    '$',
    '$.a',
    '$.a.b.c',
    "$['a']['b']",
    "$.a['d e'][0]",
    '$.n',
    '$.flag',
    '$.missing',
    '$.a.missing.c',
    '$.arr[0]',
    '$.arr[-1]',
    '$.arr[9]',
    '$.arr[1:3]',
    '$.arr[:2]',
    '$.arr[-2:]',
    '$.arr[0,2]',
    '$.arr[*]',
    '$.books[*].title',
    '$.books[*].tags[0]',
    '$..price',
    '$..books[0].price',
    '$.*.b',
    '$.books[?(@.price > 10)].title',
    "$.books[?(@.title == 'A')].price",
    '$.books[?(@.isbn)].title',
    '$.books[?(@.price >= 8 && @.price < 30)].title',
    "$.books[?(!(@.title == 'A') || @.price < 1)].title",
    '$.books[?(@.price > $.arr[4])].title',
    '$.arr[?(@ > 15)]',
  ])('%s finds what json-p3 finds', (text) => {
    const found = query(text, store as never).values()
    const path = read(text)
    expect(compilePath(path)(store, frame)).toEqual(isDefinite(path) ? found[0] : found)
  })
})

describe("Jayway's dialect", () => {
  test.each<[string, unknown]>([
    ["$.books[0]['title','price']", { title: 'A', price: 8 }],
    ["$.books[*]['title','none']", [{ title: 'A' }, { title: 'B' }, { title: 'C' }]],
    ['$.books.length()', 3],
    ['$.text.length()', 5],
    ['$.arr.sum()', 105],
    ['$.books[*].price.max()', 30],
    ['$.arr.avg()', 21],
    ['$.a.keys()', ['b', 'd e']],
    ['$.arr.last()', 5],
    ['$.books[?(@.title =~ /[ab]/i)].title', ['A', 'B']],
    ["$.books[?(@.tags contains 'y')].title", ['A', 'C']],
    ["$.books[?(@.title in ['B', 'C'])].title", ['B', 'C']],
    ["$.books[?(@.title nin ['B'])].title", ['A', 'C']],
    ['$.books[?(@.tags empty true)].title', ['B']],
    ['$.books[?(@.tags size 2)].title', ['A']],
    ["$.books[?(@.tags subsetof ['y'])].title", ['B', 'C']],
    ["$.books[?(@.tags anyof ['x'])].title", ['A']],
    ["$.books[?(@.tags noneof ['x'])].title", ['B', 'C']],
    ["$.books[?(@.tags all ['y'])].title", ['A', 'C']],
    ["$.books[?(@.isbn === '1')].title", ['A']],
    ['$.books[?(@.price !== 8)].title', ['B', 'C']],
    ['$.books[?(@.title == B)].price', [12]],
    ['$.missing[*].x', []],
    ['$.missing[1:]', []],
    ['$.arr[1:-1]', []],
    ['$.arr[:-1]', [10, 20, 30, 40]],
    ['$.arr[-9:]', [10, 20, 30, 40, 5]],
    ['$.arr[-2:-1]', [40]],
    ['$.arr[-1:2]', [5, 10, 20]],
    ['$.arr[0:9:2]', [10, 20, 30, 40, 5]],
    ["$.books[?(@.price == '8')].title", ['A']],
    ['$.books[?(@.isbn == 1)].title', ['A']],
    ['$.books[?(@.isbn === 1)].title', []],
    ['$.books[?(@.none == @.nothing)].title', []],
  ])('%s', (text, found) => {
    expect(evaluate(text, store)).toEqual(found)
  })
})

test('a path may start at the context object or at a variable', () => {
  expect([evaluate('$$.Execution.Name', {}), evaluate('$rows[1].id', {}), evaluate('$rows[*].id', {})]).toEqual([
    'run-1',
    2,
    [1, 2],
  ])
  expect(evaluate('$nothing.x', {})).toBeUndefined()
})

test.each([
  '$.constructor',
  '$.toString',
  '$.__proto__',
  '$.arr.length',
  '$.text.length',
  "$['hasOwnProperty']",
  '$.a.valueOf',
])('%s is not there unless the data has it', (text) => {
  expect(evaluate(text, store)).toBeUndefined()
})

test('a member named as what objects inherit is found when it is there', () => {
  const data = JSON.parse('{"constructor": 1, "__proto__": {"x": 2}}') as unknown
  expect([evaluate('$.constructor', data), evaluate("$['__proto__'].x", data)]).toEqual([1, 2])
})

const noObject =
  "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'."

test.each([
  ['$.no', "No results for path: $['no']"],
  ['$.no.such.path', "Missing property in path $['no']"],
  ['$.a.no.c', "Missing property in path $['a']['no']"],
  ['$.arr[9]', "No results for path: $['arr'][9]"],
  ['$.arr[9].x', "No results for path: $['arr'][9]['x']"],
  ['$.n[0]', "The path $['n'] is null"],
  ['$.a.b[0].x', 'Filter: [0] can only be applied to arrays. Current context is: {c=7}'],
  [
    '$.text.x',
    `Expected to find an object with property ['x'] in path $['text'] but found 'java.lang.String'. ${noObject}`,
  ],
  [
    '$.arr.x.y',
    `Expected to find an object with property ['x'] in path $['arr'] but found 'java.util.ArrayList'. ${noObject}`,
  ],
])('what is wrong with %s is said in the words of AWS', (text, reason) => {
  expect(missingPath(read(text), store, frame)).toBe(`Invalid path '${text}' : ${reason}`)
})
