import { writeSync } from 'node:fs'
import { nearest } from 'asl-builder/diagnostics'
import { readCommandLine, UsageError, type Command } from './command.js'
import { commands } from './commands.js'
import { processIo, type Io } from './io.js'
import { version } from './version.js'

/**
 * Runs the command line `asl ARGS`.
 *
 * @param args What stands after `asl`.
 * @returns The exit code: 0 fine, 1 findings or a failed run, 2 a wrong command line or anything unreadable.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const asked = name === 'help' ? rest[0] : undefined
      if (asked !== undefined) io.out((await commandNamed(asked)).help)
      else if (name === undefined) io.err(overview())
      else io.out(overview())
      return name === undefined ? 2 : 0
    }
    if (name === '--version' || name === '-v') {
      io.out(`${version}\n`)
      return 0
    }
    return await runCommand(await commandNamed(name), rest, io)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const command = name !== undefined && Object.hasOwn(commands, name) ? ` ${name}` : ''
    io.err(`asl${command}: ${error.message}\nSee "asl${command} --help".\n`)
    return 2
  }
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<number> {
  const asksForHelp = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined)
  if (asksForHelp.includes('--help') || asksForHelp.includes('-h')) {
    io.out(command.help)
    return 0
  }
  const { values, positionals } = readCommandLine(command.options, args)
  return command.run({ values: values as never, positionals }, io)
}

async function commandNamed(name: string): Promise<Command> {
  const row = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (row) return row.load()
  const near = nearest(name, Object.keys(commands))
  throw new UsageError(
    name.startsWith('-')
      ? `There is no flag ${name} before a command.`
      : `There is no command "${name}".${near ? ` Did you mean "asl ${near}"?` : ''}`,
  )
}

function overview(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
  return `asl: AWS Step Functions on your own machine, without an account.

Usage: asl COMMAND [flags] [files]

${rows.join('\n')}

  asl check '**/*.asl.json' template.yaml     check definitions and templates
  asl COMMAND --help                          the flags of a command, with examples
  asl --version
`
}

/** Runs `main` as this process: pipes that close early, Ctrl-C, exit codes, and our own bugs with their stack. */
export async function runProcess(): Promise<void> {
  process.stdout.on('error', stopWriting)
  process.stderr.on('error', stopWriting)
  process.on('SIGINT', () => process.exit(130))
  try {
    process.exitCode = await main(process.argv.slice(2), processIo())
  } catch (error) {
    process.stderr.write(
      `asl: a defect of asl itself, please report it.\n${error instanceof Error ? error.stack : error}\n`,
    )
    process.exitCode = 2
  }
}

function stopWriting(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit() // whoever read has seen enough; the exit code stays what was found
  try {
    writeSync(2, `asl: The output could not be written: ${error.message}\n`)
  } catch {
    // nobody is left to be told
  }
  process.exit(2) // half a report is none
}
