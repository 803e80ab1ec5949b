import { parseArgs } from 'node:util'
import { nearest } from 'asl-builder/diagnostics'

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

/** A command line that cannot be meant; the message says what is wrong with it. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError'
}

/** @throws CommandLineError */
export function readFlags(args: readonly string[]): Flags {
  const { fresh = false, keep = false, json = false, help = false, rows, lake } = parsed(args)
  return { fresh, keep, json, help, lake, rows: rows === undefined ? undefined : countIn(rows) }
}

function countIn(text: string): number {
  const count = Number(text.replaceAll('_', ''))
  if (/^[\d_]+$/.test(text) && count >= 1 && count <= mostRows) return count
  throw new CommandLineError(`--rows takes a whole number from 1 to ${mostRows.toLocaleString('en')}, not "${text}".`)
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const [, given = ''] = /'([^']*)'/.exec(message) ?? []
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
      throw new CommandLineError(`"${given}" is not a flag, and there is nothing else.`)
    if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new CommandLineError(`${message.split('\n')[0]!.replace(/\.$/, '')}.`)
    const known = Object.keys(flags).map((name) => `--${name}`)
    const meant = nearest(given, known)
    const hint = meant ? `Did you mean "${meant}"?` : `There are: ${known.join(', ')}.`
    throw new CommandLineError(`There is no flag ${given}. ${hint}`)
  }
}
