import { isParseError, parseIntrinsic } from 'asl-builder/syntax'
import { describe, expect, test } from 'vitest'
import { seededChance } from '../chance.js'
import { Failure } from '../failure.js'
import { Variables, type Frame } from '../frame.js'
import { compileIntrinsic } from './compile-intrinsic.js'
import { javaNumber, javaRandomDouble, javaRandomInt } from './java.js'

const frameOf = (seed: string): Frame => ({
  variables: new Variables(),
  chance: seededChance(seed),
  now: 0,
  context: () => ({}),
})

function evaluate(text: string, input: unknown = {}, seed = 'test'): unknown {
  const call = parseIntrinsic(text)
  if (isParseError(call)) throw new Error(`${text}: ${call.message}`)
  return compileIntrinsic(call, text)(input, frameOf(seed))
}

describe('intrinsic functions', () => {
  test.each<[string, unknown]>([
    ["States.Format('{} and {}', 'a', 1)", 'a and 1'],
    ["States.Format('\\{{}\\} it\\'s', null)", "{null} it's"],
    ["States.Format('{}', $.object)", '{Arg1=1, Arg2=[]}'],
    ["States.Format('{}', $.list)", '[1, two, null]'],
    ['States.Format($.template, 7)', 'n=7'],
    ['States.StringToJson(\'{"a":[1]}\')', { a: [1] }],
    ["States.StringToJson('')", null],
    ["States.StringToJson(' ')", null],
    ['States.JsonToString($.object)', '{"Arg1":1,"Arg2":[]}'],
    ["States.Array(1, 'b', $.list)", [1, 'b', [1, 'two', null]]],
    ['States.Array()', []],
    ['States.ArrayPartition($.numbers, 2)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayPartition($.empty, 3)', []],
    ['States.ArrayPartition($.numbers, 1.5)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayContains($.deep, $.object)', true],
    ["States.ArrayContains($.numbers, '1')", false],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(1, 9, 9)', [1]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.ArrayGetItem($.numbers, 4)', 5],
    ['States.ArrayLength($.numbers)', 5],
    ['States.ArrayUnique($.repeated)', [1, { a: 1 }, '1']],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ["States.Hash('input data', 'MD5')", '812f45842bc6d66ee14572ce20db8e86'],
    ["States.Hash('input data', 'SHA-256')", 'b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3'],
    ['States.JsonMerge($.object, $.other, false)', { Arg1: 2, Arg2: [], Arg3: true }],
    ['States.MathAdd(1.49, 1.5)', 3],
    ['States.MathAdd(1.5, 1.51)', 4],
    ['States.MathAdd(-1.5, 0)', -1],
    ['States.MathAdd(-0.5, 0.5)', 1],
    ['States.MathAdd(-1.5, -1.51)', -3],
    ['States.MathAdd(2147483647, 0)', 2_147_483_647],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", ['This', 'is', 'a', 'test', 'string']],
    ["States.StringSplit(',,,,', ',')", []],
    ["States.StringSplit('1, 2', ',')", ['1', ' 2']],
    ["States.ArrayGetItem(States.StringSplit('a-b', '-'), States.MathAdd(0, 1))", 'b'],
  ])('%s', (text, value) => {
    const input = {
      object: { Arg1: 1, Arg2: [] },
      other: { Arg1: 2, Arg3: true },
      list: [1, 'two', null],
      numbers: [1, 2, 3, 4, 5],
      empty: [],
      deep: [{ Arg2: [], Arg1: 1 }],
      repeated: [1, { a: 1 }, 1, '1', { a: 1 }],
      template: 'n={}',
    }
    expect(evaluate(text, input)).toEqual(value)
  })

  test('chance is seeded', () => {
    const draw = (seed: string) => [
      evaluate('States.MathRandom(1, 1000)', {}, seed),
      evaluate('States.UUID()', {}, seed),
    ]
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(draw('a')[1]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(evaluate('States.MathRandom(1, 10, 42)', {}, 'a')).toBe(evaluate('States.MathRandom(1, 10, 42)', {}, 'b'))
  })

  test.each([
    [
      'States.MathAdd($.missing, 1)',
      "The JsonPath argument for the field '$.missing' could not be found in the input '{}'",
    ],
    ["States.MathAdd('1', 1)", 'The argument must be a number.'],
    ['States.MathAdd(2147483647, 1)', 'The sum must fit in 32 bits.'],
    ['States.ArrayGetItem(States.Array(1), 1)', 'The index is out of the bounds of the array.'],
    ['States.ArrayRange(1, 2000, 1)', 'The range must not contain more than 1000 items.'],
    ["States.StringToJson('{')", 'The string is no valid JSON.'],
    ["States.Base64Decode('a!')", 'The string is no valid Base64.'],
    ["States.Base64Decode('YWJjZ')", 'The string is no valid Base64.'],
    ["States.Hash('x', 'CRC')", 'The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.'],
    ["States.Hash('x', 'constructor')", 'The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.'],
    [
      "States.JsonMerge(States.StringToJson('{}'), States.StringToJson('{}'), true)",
      'Only the shallow merge is supported: the third argument must be false.',
    ],
    ["States.Format('{}')", 'The template has 1 places, but there are 0 arguments.'],
    ["States.UUID('x')", 'The function takes 0 arguments, but there are 1.'],
    ["States.Array(States.ArrayLength('x', 1))", 'The function takes 1 arguments, but there are 2.'],
    ['States.MathRandom(1)', 'The function takes 2 to 3 arguments, but there are 1.'],
    ['States.Format()', 'The function takes 1 or more arguments, but there are 0.'],
  ])('%s fails the state', (text, reason) => {
    let failure: unknown
    try {
      evaluate(text)
    } catch (error) {
      failure = error
    }
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toMatchObject({
      error: 'States.Runtime',
      cause: `The function '${text}' had the following error: ${reason}`,
    })
  })
})

test.each([
  [42, '42'],
  [-0, '0'],
  [0.1, '0.1'],
  [1e10, '10000000000'],
  [1.5e-7, '1.5E-7'],
  [1e-7, '1.0E-7'],
  [12345678.9, '1.23456789E7'],
])('Java prints %d as %s', (number, text) => {
  expect(javaNumber(number)).toBe(text)
})

test('seeded numbers are those of java.util.Random', () => {
  // new Random(42).nextInt(10), new Random(0).nextInt(100), new Random(42).nextDouble()
  expect([javaRandomInt(42, 10), javaRandomInt(0, 100), javaRandomDouble(42)]).toEqual([0, 60, 0.7275636800328681])
})
