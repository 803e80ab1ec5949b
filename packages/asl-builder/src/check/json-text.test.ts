import { expect, test } from 'vitest'
import { jsonErrorOf } from './json-text.js'

const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

test.each([
  ['not a definition', `Unrecognized token 'not': was expecting ${values}`, 4],
  ["{'StartAt'", `Unexpected character (''' (code 39)): was expecting double-quote to start field name`, 3],
  ['{"a" 1}', `Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value`, 7],
  ['{"a":1 "b":2}', `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`, 9],
  ['[1 2]', `Unexpected character ('2' (code 50)): was expecting comma to separate Array entries`, 5],
  ['{"a":1,}', `Unexpected character ('}' (code 125)): was expecting double-quote to start field name`, 9],
  ['[1,]', `Unexpected character (']' (code 93)): expected a valid value ${values}`, 5],
  ['{"a":1', `Unexpected end-of-input: expected close marker for Object`, 7],
  ['{"a":"b', `Unexpected end-of-input: was expecting closing quote for a string value`, 8],
  ['{"a\\q":1}', `Unrecognized character escape 'q' (code 113)`, 6],
  ['{"a":"\\q"}', `Unrecognized character escape 'q' (code 113)`, 9],
  ['\ufeff{}', `Unexpected character ('\ufeff' (code 65279 / 0xfeff)): expected a valid value ${values}`, 2],
  ['{}\0', `Unexpected character ((CTRL-CHAR, code 0)): nothing may follow the definition`, 4],
  ['{} x', `Unexpected character ('x' (code 120)): nothing may follow the definition`, 5],
])('%s', (text, message, column) => {
  expect(() => JSON.parse(text)).toThrow()
  expect(jsonErrorOf(text, 'fallback')).toMatchObject({
    message,
    source: `[Source: (String)"${text}"; line: 1, column: ${column}]`,
  })
})

test('a position counts lines', () => {
  expect(jsonErrorOf('{\n  "a": tru\n}', '').source).toContain('; line: 2, column: 11]')
})
