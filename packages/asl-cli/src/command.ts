import { parseArgs } from 'node:util'
import { nearest } from 'asl-builder/diagnostics'
import type { Io } from './io.js'

/** A flag of a command: a switch, or one that takes a value. */
export type Option =
  | { type: 'boolean'; short?: string }
  | { type: 'string'; short?: string; multiple?: boolean; choices?: readonly string[]; integer?: boolean }

/** What a command line gave for each flag: strings for values, lists where a flag may be given often. */
export type Values<Options extends Record<string, Option>> = {
  [Name in keyof Options]?: Options[Name] extends { type: 'boolean' }
    ? boolean
    : Options[Name] extends { multiple: true }
      ? string[]
      : Options[Name] extends { choices: readonly (infer Choice)[] }
        ? Choice
        : string
}

/** A subcommand: one file, one row in the table of commands. */
export interface Command<Options extends Record<string, Option> = Record<string, Option>> {
  /** The whole of `--help`: at most one screen. */
  help: string
  options: Options
  /** @returns The exit code. */
  run(line: { values: Values<Options>; positionals: string[] }, io: Io): Promise<number>
}

/** Keeps the flags' types while it is written. */
export function command<const Options extends Record<string, Option>>(definition: Command<Options>): Command {
  return definition as unknown as Command
}

/** A wrong command line, or a file that says how to run and is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Reads a command's arguments.
 *
 * @throws {UsageError} An unknown flag (with the nearest), a flag without its value, a value that is none of the choices.
 */
export function readCommandLine(
  options: Record<string, Option>,
  args: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: options as Record<string, { type: 'boolean' | 'string' }>,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (!option) throw new UsageError(unknownFlag(token.rawName, Object.keys(options)))
    if (option.type === 'boolean') {
      if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value.`)
      continue
    }
    const { value } = token
    if (value === undefined || (!token.inlineValue && /^-./.test(value)))
      throw new UsageError(`--${token.name} needs a value.`)
    if (option.choices) expectOneOf(`--${token.name}`, value, option.choices)
    if (option.integer && !/^\d{1,9}$/.test(value)) {
      throw new UsageError(`--${token.name} takes a whole number from 0, not "${value}".`)
    }
  }
  return { values, positionals }
}

function unknownFlag(written: string, names: readonly string[]): string {
  const near = nearest(written.replace(/^-+/, ''), names)
  return `There is no flag ${written}.${near ? ` Did you mean --${near}?` : ''}`
}

/** @throws {UsageError} When `value` is none of `choices`. */
export function expectOneOf(what: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return
  const near = nearest(value, choices)
  throw new UsageError(`${what} takes ${choices.join(', ')}; not "${value}".${near ? ` Did you mean "${near}"?` : ''}`)
}
