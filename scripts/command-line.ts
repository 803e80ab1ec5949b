import { parseArgs, type ParseArgsConfig } from 'node:util'
import { nearest } from 'asl-builder/diagnostics'

/** A command line that cannot be meant; the message says what is wrong with it, and what may have been meant. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError'
}

/**
 * The values of a script's flags; a script takes nothing else.
 *
 * @throws CommandLineError
 */
export function flagsIn<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs<{ args: string[]; options: Options }>({ args: [...args], options }).values
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const [, given = ''] = /'([^']*)'/.exec(message) ?? []
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
      throw new CommandLineError(`"${given}" is not a flag, and there is nothing else.`)
    if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new CommandLineError(`${message.split('\n')[0]!.replace(/\.$/, '')}.`)
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new CommandLineError(`There is no flag ${given}.${hint(given, known)}`)
  }
}

/** ` Did you mean "--rows"?`, or what there is. */
export function hint(given: string, known: readonly string[]): string {
  const meant = nearest(given, known)
  return meant ? ` Did you mean "${meant}"?` : ` There are: ${known.join(', ')}.`
}
