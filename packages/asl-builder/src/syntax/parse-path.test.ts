import { describe, expect, test } from 'vitest'
import { isDefinite, isReferencePath, type Path } from './json-path.js'
import { isParseError } from './parse-error.js'
import { parsePath } from './parse-path.js'

const read = (text: string): Path => {
  const path = parsePath(text)
  if (isParseError(path)) throw new Error(`${text}: ${path.message} (${path.offset})`)
  return path
}
const name = (of: string) => ({ kind: 'name', name: of })
const index = (of: number) => ({ kind: 'index', index: of })

describe('parsePath', () => {
  test.each<[string, unknown[]]>([
    ['$', []],
    ['$.a.b', [name('a'), name('b')]],
    ["$.abc.['def ghi']", [name('abc'), name('def ghi')]],
    ['$.[0]', [index(0)]],
    ['$[\'it\\\'s\']["q\\""]', [name("it's"), name('q"')]],
    ['$.detail-type', [name('detail-type')]],
    ['$.foo\\@bar.x\\.y', [name('foo@bar'), name('x.y')]],
    ['$.a[-1]', [name('a'), index(-1)]],
    ['$[(@.length-1)].bar', [index(-1), name('bar')]],
    ['$[1:3]', [{ kind: 'slice', from: 1, to: 3 }]],
    ['$[:-1]', [{ kind: 'slice', to: -1 }]],
    ['$[::2]', [{ kind: 'slice', step: 2 }]],
    ['$[0, 2]', [{ kind: 'indexes', indexes: [0, 2] }]],
    ["$.[*].['bucket', 'key']", [{ kind: 'wildcard' }, { kind: 'names', names: ['bucket', 'key'] }]],
    ['$..a', [{ kind: 'descendant' }, name('a')]],
    ['$..[0]', [{ kind: 'descendant' }, index(0)]],
    ['$.a.length()', [name('a'), { kind: 'function', name: 'length', args: [] }]],
    ['$.Name ', [name('Name')]],
  ])('%s', (text, segments) => {
    expect(read(text)).toEqual({ text, root: '$', segments })
  })

  test.each<[string, Path['root']]>([
    ['$$', '$$'],
    ['$$.Map.Item', '$$'],
    ['$rows[0]', { variable: 'rows' }],
    ['$größe_2.x', { variable: 'größe_2' }],
  ])('%s begins at its root', (text, root) => {
    expect(read(text).root).toEqual(root)
  })

  test.each<[string, unknown]>([
    ['@.a', { kind: 'exists', path: { text: '@.a', root: '@', segments: [name('a')] } }],
    ["@.a == 'x'", { operator: '==', right: { kind: 'literal', value: 'x' } }],
    ['@.status==Failure', { operator: '==', right: { kind: 'literal', value: 'Failure' } }],
    ['@.a >= -1.5', { operator: '>=', right: { kind: 'literal', value: -1.5 } }],
    ['@!=null', { operator: '!=', left: { kind: 'path', path: { segments: [] } } }],
    ["@.a in [1, 'b']", { operator: 'in', right: { value: [1, 'b'] } }],
    ['@.a =~ /x\\/y.*/i', { operator: '=~', right: { kind: 'regex', pattern: 'x/y.*', flags: 'i' } }],
    ['!(@.a && @.b) || @.c', { kind: 'or', tests: [{ kind: 'not', test: { kind: 'and' } }, { kind: 'exists' }] }],
    ["@['value']==@['arr'][0]", { left: { path: { text: "@['value']" } }, right: { path: { text: "@['arr'][0]" } } }],
    ['@.workerId == $.agent_id', { right: { path: { root: '$', segments: [name('agent_id')] } } }],
  ])('a filter %s', (filter, test) => {
    expect(read(`$.items[?(${filter})]`).segments[1]).toMatchObject({ kind: 'filter', test })
  })

  test.each([
    ['foo', 0],
    ['.guid', 0],
    ['', 0],
    ['$.', 2],
    ['$...', 3],
    ['$.foo[', 6],
    ['$.a b', 3],
    ['$.a[b]', 4],
    ["$['a", 2],
    ['$.a[?(@.x ==)]', 12],
    ['$.a.nope()', 4],
    ['$.a[?(/x)]', 6],
    ["$['a']b", 6],
  ])('%s stops at character %i', (text, offset) => {
    expect(parsePath(text)).toEqual({ message: expect.any(String), offset })
  })

  test('a filter nested without end is refused, not followed', () => {
    expect(parsePath(`$[?${'('.repeat(20_000)}`)).toMatchObject({ message: 'The filter is nested too deeply.' })
    expect(parsePath(`$${'[?(@'.repeat(20_000)}`)).toMatchObject({ message: 'The filter is nested too deeply.' })
  })
})

test.each<[string, boolean, boolean]>([
  ['$.a[0].b', true, true],
  ['$.a[*]', false, false],
  ['$.a[1:]', false, false],
  ['$..a', false, false],
  ["$['a','b']", true, false],
  ["$['a','b'].c", false, false],
  ['$.a.length()', true, false],
  ['$.a[?(@.b)]', false, false],
])('%s is definite: %s, a Reference Path: %s', (text, definite, reference) => {
  expect([isDefinite(read(text)), isReferencePath(read(text))]).toEqual([definite, reference])
})
