import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { SyntaxProblem } from './json-source.js'
import { child, valueOf, type ScalarNode } from './source-node.js'
import { fileText } from './source-text.js'
import { readYaml } from './yaml-source.js'

const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const

test.each(styles)('%s: each character that is no white space stands where offsetOf says', (style) => {
  const word = fc.string({ unit: fc.constantFrom(...'ab"\'\\{}:,#é€-$'), minLength: 1, maxLength: 12 })
  const prose = fc.array(word, { maxLength: 12 }).chain((words) =>
    fc
      .array(fc.constantFrom(' ', '\n', '  ', '\n\n', '\n  ', '\t'), {
        minLength: words.length,
        maxLength: words.length,
      })
      .map((gaps) => words.map((each, index) => each + gaps[index]).join('')),
  )
  fc.assert(
    fc.property(prose, fc.boolean(), (value, isCrLf) => {
      const yaml = stringify({ outer: { key: value } }, { defaultStringType: style, lineWidth: 30 })
      const text = isCrLf ? yaml.replaceAll('\n', '\r\n') : yaml
      const node = child(child(readYaml(fileText(text))[0]!, 'outer'), 'key') as ScalarNode
      expect(node.value).toBe(value)
      const places = [...value].flatMap((character, at) => (/[ \t\n]/.test(character) ? [] : [at]))
      let at = 0
      for (const character of value) {
        const written = text.slice(node.offsetOf(at), node.offsetOf(at) + character.length)
        // An escape stands for its character: \" and \\ begin with the backslash.
        if (!/\s/.test(character)) expect(written === character || written.startsWith('\\')).toBe(true)
        at += character.length
      }
      const offsets = places.map((index) => node.offsetOf(index))
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b))
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['a: &x [*x]', 'The alias "*x" contains itself: JSON has no such value.'],
  ['a: *none', 'No anchor "&none" stands before this alias.'],
  ['a: 1\na: 2', 'The key "a" is written twice in one mapping.'],
  ['? [a]\n: 1', 'A key is a mapping or a sequence: JSON has string keys only.'],
  ['[1', 'Flow sequence in block collection must be sufficiently indented and end with a ].'],
])('%j is refused: %s', (text, message) => {
  expect(() => readYaml(fileText(text))).toThrow(SyntaxProblem)
  if (!text.startsWith('[')) expect(() => readYaml(fileText(text))).toThrow(message)
})

test('aliases share a value, a bomb of them is refused before it goes off', () => {
  const shared = valueOf(readYaml(fileText('a: &x {b: 1}\nc: *x'))[0]!) as { a: object; c: object }
  expect(shared.c).toBe(shared.a)
  const names = [...'abcdefghi']
  const bomb = names.map((name, index) =>
    index === 0
      ? 'a: &a [x, x, x, x, x, x, x, x, x]'
      : `${name}: &${name} [${Array(9)
          .fill(`*${names[index - 1]}`)
          .join(', ')}]`,
  )
  expect(() => readYaml(fileText(bomb.join('\n')))).toThrow(/^The aliases of this file stand for/)
})

test('merges fill in what a mapping does not say', () => {
  const text = 'base: &base {Type: Pass, End: true}\nA:\n  <<: *base\n  Type: Succeed'
  expect(valueOf(child(readYaml(fileText(text))[0]!, 'A')!)).toEqual({ Type: 'Succeed', End: true })
})

test('tags of CloudFormation stay, on scalars, lists and mappings', () => {
  const root = readYaml(fileText('a: !Ref X\nb: !Join ["", [a]]\nc: !Transform {Name: Y}\nd: plain'))[0]!
  expect(['a', 'b', 'c', 'd'].map((key) => child(root, key)!.tag)).toEqual(['!Ref', '!Join', '!Transform', undefined])
})

test('what nests too deeply is refused, not crashed on', () => {
  expect(() => readYaml(fileText('['.repeat(100_000)))).toThrow(SyntaxProblem)
  expect(() =>
    readYaml(fileText(Array.from({ length: 1_500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'))),
  ).toThrow(SyntaxProblem)
})
