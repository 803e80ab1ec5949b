import { expect, test } from 'vitest'
import { readCsv, rowsOf } from './csv.js'

test.each<[string, string, string[][]]>([
  [
    'plain',
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'no last line break',
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'Windows line ends',
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['a quoted delimiter and line break', '"a,1\n2",b', [['a,1\n2', 'b']]],
  ['a doubled quote', '"say ""hi""",b', [['say "hi"', 'b']]],
  ['blanks are text, an empty line is no row', '   \n\n,,,\n', [['   '], ['', '', '', '']]],
  ['a backslash takes the next character', 'a\\,b,c\\"', [['a,b', 'c"']]],
  ['a backslash in quotes too', '"say \\"hi\\", \\\\ \\n",b', [['say "hi", \\ n', 'b']]],
  ['a backslash is doubled to stay', 'C:\\\\a\\b,"C:\\\\a"', [['C:\\ab', 'C:\\a']]],
  ['quotes inside are text', "'x',y\"z", [["'x'", 'y"z']]],
])('CSV: %s', (_, text, rows) => {
  expect(readCsv(text)).toEqual(rows)
})

test('rows are filled up and cut to the headers', () => {
  expect(rowsOf([['1'], ['1', '2', '3']], ['A', 'B'])).toEqual([
    { A: '1', B: '' },
    { A: '1', B: '2' },
  ])
})
