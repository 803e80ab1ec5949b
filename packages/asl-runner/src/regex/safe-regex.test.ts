import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearMachine } from './linear-machine.js'
import { parseRegex } from './parse-regex.js'
import { riskOf } from './risk.js'
import { matchesAll, RegexTimeout, SafeRegExp } from './safe-regex.js'

/** All matches with their groups, by the linear machine alone. */
function linearMatches(source: string, flags: string, text: string): unknown[] {
  const machine = linearMachine(parseRegex(source, flags)!, flags.includes('m'))!
  const slots = machine.run(text, 0, Number.POSITIVE_INFINITY)
  if (!slots) return []
  return Array.from({ length: slots.length / 2 }, (_, index) =>
    slots[index * 2]! < 0 ? undefined : text.slice(slots[index * 2], slots[index * 2 + 1]),
  )
}

describe('the linear machine', () => {
  test.each([
    ['^hello\\$', '', 'hello$world'],
    ['(\\w+)@(\\w+)\\.com', '', 'write to ada@example.com now'],
    ['a|ab|abc', '', 'abc'],
    ['(a*)(b?)', '', 'aab'],
    ['(a*?)(b+)', '', 'aabb'],
    ['[^a-c\\d]+', '', 'ab12xyz'],
    ['[-\\w.]+', '', '!!a-b.c'],
    ['x{2,3}', '', 'xxxx'],
    ['x{2,3}?', '', 'xxxx'],
    ['(?:ab){2}', '', 'xababab'],
    ['HeLLo', 'i', 'say hEllO'],
    ['^b$', 'm', 'a\nb\nc'],
    ['a.c', 's', 'a\nc'],
    ['a.c', '', 'a\nc'],
    ['\\bfoo\\b', '', 'a foo b'],
    ['\\Boo', '', 'foo'],
    ['(?<year>\\d{4})-(\\d\\d)', '', 'on 2025-01-02'],
    ['\\u0041\\x42\\t', '', 'AB\t'],
    ['', '', 'abc'],
    ['z', '', 'abc'],
  ])('/%s/%s finds in %j what JavaScript finds', (source, flags, text) => {
    const native = new RegExp(source, flags).exec(text)
    expect(linearMatches(source, flags, text)).toEqual(native ? [...native] : [])
  })

  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '^', '$', '\\b')
  const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
      fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(${left}|${right})`),
      fc
        .tuple(fc.constantFrom('a', 'b', '.', '[ab]'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?', '+?'))
        .map(([inner, times]) => inner + times),
    ),
  })).node

  test('finds the same as JavaScript in any text', () => {
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 12 }), (source, text) => {
        const native = new RegExp(source).exec(text)
        expect(linearMatches(source, '', text)).toEqual(native ? [...native] : [])
      }),
      { numRuns: 500, seed: 7 },
    )
  })
})

test.each([
  ['^abc$', 0],
  ['abc', 1],
  ['^a+$', 1],
  ['a+b*', 3],
  ['^(?:ab)*$', 1],
  ['^\\d{3}-\\d{4}$', 0],
  ['(a+)+$', Number.POSITIVE_INFINITY],
  ['(a|a)*$', Number.POSITIVE_INFINITY],
  ['(a?){30}', Number.POSITIVE_INFINITY],
  ['a?a?a?a?a?a?a?a?a?aaaa', Number.POSITIVE_INFINITY],
  ['^(?=.*\\d)(?=.*[a-z]).{8,}$', 3],
])('the risk of /%s/ is %d', (source, risk) => {
  expect(riskOf(parseRegex(source, '')!.node)).toBe(risk)
})

describe('a regular expression', () => {
  test('that backtracks for ever ends at once', () => {
    expect(new SafeRegExp('(a+)+$').exec(`${'a'.repeat(5000)}b`)).toBeNull()
    expect(new SafeRegExp('^(a|aa)+$').exec(`${'a'.repeat(5000)}b`)).toBeNull()
    expect(new SafeRegExp('(.*)(.*)(.*)x').exec('a'.repeat(20_000))).toBeNull()
  })

  test('that needs backtracking and might run for ever is refused', () => {
    expect(() => new SafeRegExp('(a+)+\\1$').exec('a'.repeat(40))).toThrow(RegexTimeout)
    expect(new SafeRegExp('(a)\\1').exec('baa')).toMatchObject({ 0: 'aa', index: 1 })
  })

  test('goes on from its last match', () => {
    const regex = new SafeRegExp(/(o.)/g)
    expect([regex.exec('fox ox'), regex.exec('fox ox'), regex.exec('fox ox')].map((found) => found?.index)).toEqual([
      1,
      4,
      undefined,
    ])
  })

  test('of a path filter matches the whole text', () => {
    expect([matchesAll('a.*', 'i')('Abc'), matchesAll('b', '')('abc')]).toEqual([true, false])
  })
})
