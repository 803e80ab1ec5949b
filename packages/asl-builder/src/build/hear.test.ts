import { describe, expect, test } from 'vitest'
import { count, eq, filter, gt, not, or } from '../index.js'
import { refusals, start } from '../../test/flow/refusals.js'

const itself: Record<string, unknown> = {}
itself['itself'] = itself

describe('a value that no definition can hold', () => {
  test.each<[string, unknown, RegExp]>([
    ['a Date', { deep: { at: new Date(0) } }, /NOT_JSON in P: deep\.at is a Date.*toISOString/],
    ['NaN', { n: Number.NaN }, /n is NaN/],
    ['a function', { f: () => 1 }, /f is a function/],
    ['a bigint', [1n], /0 is a bigint/],
    ['a Map', { m: new Map() }, /m is a Map/],
    ['a hole in a list', { list: ['a', undefined] }, /list\.1 is undefined/],
    ['a flow that is not built', { flow: start }, /flow is a Recorder/],
  ])('%s', (_, value, message) => {
    expect(refusals(start.pass('P', () => value))).toEqual([expect.stringMatching(message)])
  })

  test('a value that holds itself throws where it is written', () => {
    expect(() => start.pass('P', () => itself)).toThrow(/^itself\.itself.* is a value that holds itself/)
  })

  test('an optional field that is undefined is left out', () => {
    expect(start.pass('P', () => ({ a: 1, b: undefined })).build().States).toMatchObject({ P: { Output: { a: 1 } } })
  })
})

describe('a test that JavaScript answered', () => {
  const asked = (test: (here: any) => any) =>
    refusals(start.choice('C', (when) => when.if(test, (then) => then.wait('W', { Seconds: 1 })).otherwise((no) => no)))

  test.each<[string, (here: any) => unknown, RegExp]>([
    ['&&', ({ input }) => eq(input.name, 'x') && gt(count(input.names), 1), /UNUSED_TEST in C: eq\(…\).*and\(…\)/],
    ['?:', ({ input }) => (eq(input.name, 'x') ? '{% true %}' : '{% false %}'), /UNUSED_TEST in C: eq\(…\)/],
    ['===', ({ input }) => input.name === 'x', /WRONG_ARGUMENT in C: The test of an \.if is false.*eq\(…\)/],
    ['!', ({ input }) => !input.name, /The test of an \.if is false/],
  ])('by %s', (_, test, message) => {
    expect(asked(test)).toEqual([expect.stringMatching(message)])
  })

  test('in a value, in a filter and in an assign', () => {
    const built = start
      .pass('Value', ({ input }) => ({ kind: eq(input.name, 'x') ? 'big' : 'small' }))
      .pass('Filter', ({ input }) => filter(input.names, (name) => gt(name, 'a') && eq(name, 'b')))
      .assign(({ input }) => ({ a: (eq(input.name, 'x'), 1) }))
    expect(refusals(built)).toEqual([
      expect.stringContaining('UNUSED_TEST in Value'),
      expect.stringContaining('UNUSED_TEST in Filter'),
      expect.stringContaining('UNUSED_TEST in Filter'),
    ])
  })

  test('a test that is used, once or twice, is none', () => {
    const built = start.choice('C', (when) =>
      when
        .if(
          ({ input }) => {
            const named = eq(input.name, 'x')
            return or(named, not(named))
          },
          (then) => then,
        )
        .otherwise((no) => no),
    )
    expect(refusals(built)).toEqual([])
  })
})
