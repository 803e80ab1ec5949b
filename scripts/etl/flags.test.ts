import { expect, test } from 'vitest'
import { CommandLineError } from '../command-line.js'
import { readFlags } from './flags.js'

const defaults = { fresh: false, keep: false, json: false, help: false, lake: undefined, rows: undefined }

test.each([
  [[], defaults],
  [['--fresh', '--json'], { ...defaults, fresh: true, json: true }],
  [['--rows', '1_000_000', '--keep'], { ...defaults, rows: 1_000_000, keep: true }],
  [['--rows=7', '--lake', 'x'], { ...defaults, rows: 7, lake: 'x' }],
])('%j', (args, flags) => expect(readFlags(args)).toEqual(flags))

test.each([
  [['--frsh'], 'There is no flag --frsh. Did you mean "--fresh"?'],
  [['--qqqqqqqq'], 'There is no flag --qqqqqqqq. There are: --fresh, --rows, --keep, --json, --lake, --help.'],
  [['now'], '"now" is not a flag, and there is nothing else.'],
  [['--rows'], "Option '--rows <value>' argument missing."],
  [['--rows', '0'], '--rows takes a whole number from 1 to 100,000,000, not "0".'],
  [['--rows', '1e3'], '--rows takes a whole number from 1 to 100,000,000, not "1e3".'],
  [['--rows', '-1'], "Option '--rows' argument is ambiguous."],
])('%j is refused', (args, message) => {
  expect(() => readFlags(args)).toThrow(new CommandLineError(message))
})
