import { CommandLineError, flagsIn } from '../command-line.js'

export const help = `pnpm etl [--fresh] [--rows N] [--keep] [--json] [--lake DIR]

Runs the whole pipeline on this machine: MySQL, the connector, the state machine generated for AWS, the lake in .lake/.
A run continues the last one. MySQL is the one in MYSQL_URL, else one that is started here.

  --fresh    begin with an empty lake, and with the tutorial's rows in the MySQL that is started here
  --rows N   N generated payments in place of the rows that are there
  --keep     leave the MySQL that was started running until Ctrl-C, to look around or change rows
  --lake DIR where the lake and the MySQL's data lie; default: .lake/ of the repository
  --json     the outcome and the whole report as JSON on standard output, nothing else there

Exit codes: 0 when the pipeline succeeded, 1 when it did not, 2 when the command line is wrong.
`

const flags = {
  fresh: { type: 'boolean' },
  rows: { type: 'string' },
  keep: { type: 'boolean' },
  json: { type: 'boolean' },
  lake: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** Payments that can be generated at most. */
const mostRows = 100_000_000

export interface Flags {
  fresh: boolean
  keep: boolean
  json: boolean
  help: boolean
  rows: number | undefined
  lake: string | undefined
}

/** @throws CommandLineError */
export function readFlags(args: readonly string[]): Flags {
  const { fresh = false, keep = false, json = false, help = false, rows, lake } = flagsIn(args, flags)
  return { fresh, keep, json, help, lake, rows: rows === undefined ? undefined : countIn(rows) }
}

function countIn(text: string): number {
  const count = Number(text.replaceAll('_', ''))
  if (/^[\d_]+$/.test(text) && count >= 1 && count <= mostRows) return count
  throw new CommandLineError(`--rows takes a whole number from 1 to ${mostRows.toLocaleString('en')}, not "${text}".`)
}
