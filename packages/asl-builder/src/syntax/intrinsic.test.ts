import { describe, expect, test } from 'vitest'
import { intrinsicFunctions, parseIntrinsic } from './intrinsic.js'

describe('parseIntrinsic', () => {
  test('reads every kind of argument', () => {
    expect(
      parseIntrinsic("States.Array('it\\'s', -1.5e3, true, null, $.a[?(@.b == 'x, y)')].c , States.UUID( ))"),
    ).toEqual({
      kind: 'call',
      name: 'States.Array',
      offset: 0,
      args: [
        { kind: 'string', value: "it's", raw: "it\\'s", offset: 13 },
        { kind: 'number', value: -1500, offset: 22 },
        { kind: 'boolean', value: true, offset: 30 },
        { kind: 'null', offset: 36 },
        { kind: 'path', path: expect.objectContaining({ text: "$.a[?(@.b == 'x, y)')].c" }), offset: 42 },
        { kind: 'call', name: 'States.UUID', args: [], offset: 69 },
      ],
    })
  })

  test.each([
    ['a line break', "States.StringSplit('a\nb', '\n')", { args: [{ value: 'a\nb' }, { value: '\n' }] }],
    ['escaped braces', "States.Format('\\{{}\\}', $)", { args: [{ value: '{{}}', raw: '\\{{}\\}' }, {}] }],
    ['paths to variables', 'States.MathAdd($n, $$.Map.Item.Index)', { args: [{ kind: 'path' }, { kind: 'path' }] }],
    ['a function nobody has', 'States.Nope()', { name: 'States.Nope' }],
  ])('%s', (_, text, call) => {
    expect(parseIntrinsic(text)).toMatchObject(call)
  })

  test.each([
    ['States.Array', 12],
    [" States.Array('Foo')", 0],
    ['States.Array (1)', 12],
    ['States.Array(1', 14],
    ['States.Array(1 2)', 15],
    ['States.Array(,)', 13],
    ['States.Array(1)x', 15],
    ["States.Format('a", 14],
    ['States.StringToJson(\'{"a":"\\"}\')', 27],
    ['States.Array($.a[)', 17],
    ['States.Array(1x)', 13],
    ['States.Array(foo)', 16],
  ])('%s stops at character %i', (text, offset) => {
    expect(parseIntrinsic(text)).toEqual({ message: expect.any(String), offset })
  })

  test('calls nested without end are refused, not followed', () => {
    expect(parseIntrinsic('States.Array('.repeat(50_000))).toMatchObject({
      message: 'The calls are nested too deeply.',
    })
  })
})

test('there are 18 functions, each asking for no more than it takes', () => {
  expect(Object.keys(intrinsicFunctions)).toHaveLength(18)
  for (const { parameters, required } of Object.values(intrinsicFunctions)) {
    expect(required).toBeLessThanOrEqual(parameters.length)
  }
})
