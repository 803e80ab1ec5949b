import { parseArgs } from 'node:util'
import { nearest } from 'asl-builder/diagnostics'
import { environmentNames, type EnvironmentName } from 'generator'
import { Problem } from './problem.js'

/** A flag: a switch, or one that takes a value, perhaps often. */
type Flag = { type: 'boolean' } | { type: 'string'; multiple?: boolean }

/** What a command line says: a switch is there or not, a value is a string, or all of them. */
export type FlagValues<Flags extends Record<string, Flag>> = {
  [Name in keyof Flags]?: Flags[Name] extends { type: 'boolean' }
    ? true
    : Flags[Name] extends { multiple: true }
      ? string[]
      : string
}

/** The flags that all the commands take. */
export const commonFlags = {
  env: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** Their part of `--help`. */
export const commonHelp = `  --env NAME           one of ${environmentNames.join(', ')}; default: staging
  --profile NAME       the profile of ~/.aws/config, as for the AWS CLI; default: AWS_PROFILE
  --region NAME        the region; default: AWS_REGION, AWS_DEFAULT_REGION, the profile's
  --json               the result as JSON on standard output
  --help               this text`

/**
 * Reads a command line that takes flags alone.
 *
 * @throws Problem with exit code 2: an unknown flag (and which was meant), a missing value, an argument that is no flag.
 */
export function readFlags<const Flags extends Record<string, Flag>>(
  flags: Flags,
  args: readonly string[],
): FlagValues<Flags> {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: flags,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') throw new Problem(`"${token.value}" is not a flag, and there is nothing else.`, 2)
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined
    if (!flag) throw new Problem(`There is no flag ${token.rawName}.${meant(token.rawName, dashed(flags))}`, 2)
    if (flag.type === 'boolean' && token.value !== undefined) throw new Problem(`${token.rawName} takes no value.`, 2)
    if (flag.type === 'string' && (!token.value || (!token.inlineValue && token.value.startsWith('--'))))
      throw new Problem(`${token.rawName} needs a value.`, 2)
  }
  return values as FlagValues<Flags>
}

/** @throws Problem when there is no such environment. */
export function environmentOf(name = 'staging'): EnvironmentName {
  const found = environmentNames.find((known) => known === name)
  if (found) return found
  throw new Problem(`There is no environment "${name}".${meant(name, environmentNames)}`, 2)
}

/** ` Did you mean "x"?`, or what there is. */
export function meant(given: string, known: readonly string[]): string {
  const near = nearest(given, known)
  if (near) return ` Did you mean "${near}"?`
  return known.length > 0 ? ` There are: ${known.join(', ')}.` : ''
}

const dashed = (flags: Record<string, Flag>): string[] => Object.keys(flags).map((name) => `--${name}`)
