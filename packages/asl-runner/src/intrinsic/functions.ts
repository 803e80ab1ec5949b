import { isDeepStrictEqual } from 'node:util'
import type { Chance } from '../chance.js'
import { algorithmNames, hashOf } from '../hash.js'
import { javaRandomInt, javaRound, javaText } from './java.js'

/** Why a call failed: one sentence, without the call. */
export class CallFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const fault = (message: string): never => {
  throw new CallFault(message)
}

/** Most items of `States.ArrayRange`; most characters of what is encoded or hashed. */
const mostItems = 1000
const mostCharacters = 10_000

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fault('The first argument must be an array.')
}
function text(value: unknown): string {
  if (typeof value !== 'string') return fault('The argument must be a string.')
  return value
}
function number(value: unknown): number {
  return typeof value === 'number' ? value : fault('The argument must be a number.')
}
function integer(value: unknown): number {
  return javaRound(number(value))
}
function short(value: string): string {
  return value.length > mostCharacters ? fault(`The data must not exceed ${mostCharacters} characters.`) : value
}
function record(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  return fault('The argument must be a JSON object.')
}

/** Groups of four; the padding of the last may be left out. */
const base64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/

/** What the functions draw chance from. */
export type IntrinsicBody = (args: readonly unknown[], chance: Chance) => unknown

/** The intrinsic functions' bodies, as AWS (Java) computes them; `States.Format` is compiled apart. */
export const intrinsicBodies: Readonly<Record<string, IntrinsicBody>> = {
  'States.StringToJson': ([value]) => {
    const json = text(value)
    if (json.trim() === '') return null
    try {
      return JSON.parse(json) as unknown
    } catch {
      return fault('The string is no valid JSON.')
    }
  },
  'States.JsonToString': ([value]) => JSON.stringify(value),
  'States.Array': (args) => [...args],
  'States.ArrayPartition': ([list, size]) => {
    const items = array(list)
    const length = integer(size)
    if (length <= 0) fault('The chunk size must be a positive number.')
    const chunks: unknown[] = []
    for (let index = 0; index < items.length; index += length) chunks.push(items.slice(index, index + length))
    return chunks
  },
  'States.ArrayContains': ([list, value]) => array(list).some((item) => isDeepStrictEqual(item, value)),
  'States.ArrayRange': ([first, last, step]) => {
    const [from, to, by] = [integer(first), integer(last), integer(step)]
    if (by === 0) fault('The increment must not be zero.')
    if ((to - from) / by + 1 > mostItems) fault(`The range must not contain more than ${mostItems} items.`)
    const range: number[] = []
    for (let item = from; by > 0 ? item <= to : item >= to; item += by) range.push(item)
    return range
  },
  'States.ArrayGetItem': ([list, index]) => {
    const items = array(list)
    const at = integer(index)
    return at >= 0 && at < items.length ? items[at] : fault('The index is out of the bounds of the array.')
  },
  'States.ArrayLength': ([list]) => array(list).length,
  'States.ArrayUnique': ([list]) => unique(array(list)),
  'States.Base64Encode': ([value]) => Buffer.from(short(text(value)), 'utf8').toString('base64'),
  'States.Base64Decode': ([value]) => {
    const encoded = short(text(value))
    // Node skips what is not Base64, Java refuses it.
    if (!base64.test(encoded)) fault('The string is no valid Base64.')
    return Buffer.from(encoded, 'base64').toString('utf8')
  },
  'States.Hash': ([value, algorithm]) => {
    const data = short(typeof value === 'string' ? value : JSON.stringify(value))
    return hashOf(data, text(algorithm)) ?? fault(`The algorithm must be one of ${algorithmNames}.`)
  },
  'States.JsonMerge': ([first, second, deep]) => {
    if (deep !== false) fault('Only the shallow merge is supported: the third argument must be false.')
    return { ...record(first), ...record(second) }
  },
  'States.MathRandom': ([start, end, seed], chance) => {
    const [from, to] = [integer(start), integer(end)]
    if (to <= from) fault('The end must be greater than the start.')
    if (seed !== undefined) return from + javaRandomInt(integer(seed), Math.min(to - from, 0x7f_ff_ff_ff))
    return from + Math.floor(chance.next() * (to - from))
  },
  'States.MathAdd': ([left, right]) => {
    const sum = integer(left) + integer(right)
    return Math.abs(sum + 0.5) <= 2_147_483_647.5 ? sum : fault('The sum must fit in 32 bits.')
  },
  'States.StringSplit': ([value, delimiters]) => {
    const among = new Set(text(delimiters))
    const pieces: string[] = []
    let piece = ''
    for (const character of text(value)) {
      if (!among.has(character)) piece += character
      else if (piece !== '') {
        pieces.push(piece)
        piece = ''
      }
    }
    return piece === '' ? pieces : [...pieces, piece]
  },
  'States.UUID': (_, chance) => chance.uuid(),
}

function unique(items: readonly unknown[]): unknown[] {
  const kept: unknown[] = []
  const scalars = new Set<unknown>()
  for (const item of items) {
    if (typeof item !== 'object' || item === null) {
      if (scalars.has(item)) continue
      scalars.add(item)
      kept.push(item)
    } else if (!kept.some((other) => isDeepStrictEqual(other, item))) kept.push(item)
  }
  return kept
}

/**
 * Compiles the template of `States.Format`.
 *
 * @param raw Escapes included: only a bare `{}` takes an argument.
 */
export function compileFormat(raw: string): (args: readonly unknown[]) => string {
  const parts: string[] = ['']
  for (let index = 0; index < raw.length; index += 1) {
    if (raw[index] === '\\') {
      index += 1
      parts.push(parts.pop()! + (raw[index] ?? ''))
    } else if (raw.startsWith('{}', index)) {
      index += 1
      parts.push('')
    } else parts.push(parts.pop()! + raw[index]!)
  }
  return (args) => {
    if (args.length !== parts.length - 1) {
      fault(`The template has ${parts.length - 1} places, but there are ${args.length} arguments.`)
    }
    let result = parts[0]!
    for (let index = 0; index < args.length; index += 1) result += javaText(args[index]) + parts[index + 1]!
    return result
  }
}
