import type { Path } from './json-path.js'
import { isParseError, type ParseError } from './parse-error.js'
import { parsePath } from './parse-path.js'

/** A call of an intrinsic function. */
export interface IntrinsicCall {
  readonly kind: 'call'
  /** As written: whether there is such a function, `intrinsicFunctions` knows. */
  readonly name: string
  readonly args: readonly IntrinsicArgument[]
  /** Characters from the start of the text. */
  readonly offset: number
}

/** An argument of an intrinsic function. */
export type IntrinsicArgument =
  | IntrinsicCall
  | { readonly kind: 'path'; readonly path: Path; readonly offset: number }
  /** `raw` is the text between the quotes, escapes included: `States.Format` tells `{}` from `\{\}` by it. */
  | { readonly kind: 'string'; readonly value: string; readonly raw: string; readonly offset: number }
  | { readonly kind: 'number'; readonly value: number; readonly offset: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly offset: number }
  | { readonly kind: 'null'; readonly offset: number }

/** What a parameter takes, as far as a literal can be judged before a run. */
export type ParameterType = 'any' | 'string' | 'number' | 'boolean' | 'array' | 'object'

/** An intrinsic function's signature. */
export interface IntrinsicFunction {
  readonly parameters: readonly ParameterType[]
  /** How many of the parameters must be given. */
  readonly required: number
  /** Further arguments, as many as one likes. */
  readonly rest?: ParameterType
  readonly returns: ParameterType
}

/** What `States.Hash`, and `$hash` in JSONata, can compute. */
export const hashAlgorithms = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']

const signature = (
  parameters: readonly ParameterType[],
  returns: ParameterType,
  more: { required?: number; rest?: ParameterType } = {},
): IntrinsicFunction => ({ parameters, required: parameters.length, returns, ...more })

/**
 * The 18 intrinsic functions.
 *
 * @see https://states-language.net/spec.html#appendix-b
 */
export const intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'States.Format': signature(['string'], 'string', { rest: 'any' }),
  'States.StringToJson': signature(['string'], 'any'),
  'States.JsonToString': signature(['any'], 'string'),
  'States.Array': signature([], 'array', { rest: 'any' }),
  'States.ArrayPartition': signature(['array', 'number'], 'array'),
  'States.ArrayContains': signature(['array', 'any'], 'boolean'),
  'States.ArrayRange': signature(['number', 'number', 'number'], 'array'),
  'States.ArrayGetItem': signature(['array', 'number'], 'any'),
  'States.ArrayLength': signature(['array'], 'number'),
  'States.ArrayUnique': signature(['array'], 'array'),
  'States.Base64Encode': signature(['string'], 'string'),
  'States.Base64Decode': signature(['string'], 'string'),
  'States.Hash': signature(['any', 'string'], 'string'),
  'States.JsonMerge': signature(['object', 'object', 'boolean'], 'object'),
  'States.MathRandom': signature(['number', 'number', 'number'], 'number', { required: 2 }),
  'States.MathAdd': signature(['number', 'number'], 'number'),
  'States.StringSplit': signature(['string', 'string'], 'array'),
  'States.UUID': signature([], 'string'),
}

/** The deepest nesting of calls in one field. */
export const deepestIntrinsicNesting = 10

const functionName = /[A-Za-z0-9._]+/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

/**
 * Reads a call of an intrinsic function.
 *
 *     parseIntrinsic("States.Format('{}/{}', $.bucket, $$.Execution.Name)")
 *
 * Grammar only: names, numbers of arguments and their types are `intrinsicFunctions`' to say.
 *
 * @see https://states-language.net/spec.html#intrinsic-functions
 */
export function parseIntrinsic(text: string): IntrinsicCall | ParseError {
  try {
    const reader = new IntrinsicReader(text)
    const call = reader.call(1)
    reader.finish()
    return call
  } catch (error) {
    if (error instanceof Misread) return { message: error.message, offset: error.offset }
    throw error
  }
}

/** A grammar error on its way out of the reader; never leaves this file. */
class Misread extends Error {
  offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

class IntrinsicReader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  call(depth: number): IntrinsicCall {
    const offset = this.at
    if (depth > 100) throw new Misread('The calls are nested too deeply.', offset)
    const name = this.match(functionName)
    if (!name) throw new Misread('Expected the name of an intrinsic function.', offset)
    if (this.text[this.at] !== '(') throw new Misread(`Expected "(" after "${name}".`, this.at)
    this.at += 1
    const args: IntrinsicArgument[] = []
    this.blanks()
    while (this.text[this.at] !== ')') {
      if (args.length > 0) {
        if (this.text[this.at] !== ',') throw new Misread('Expected "," or ")".', this.at)
        this.at += 1
        this.blanks()
      }
      args.push(this.argument(depth))
      this.blanks()
    }
    this.at += 1
    return { kind: 'call', name, args, offset }
  }

  finish(): void {
    this.blanks()
    if (this.at < this.text.length) throw new Misread('Nothing may follow the closing ")".', this.at)
  }

  private argument(depth: number): IntrinsicArgument {
    const offset = this.at
    const first = this.text[this.at]
    if (first === '$') return { kind: 'path', path: this.path(), offset }
    if (first === "'") return this.string()
    const digits = this.match(number)
    if (digits) {
      if (/[\w.]/.test(this.text[this.at] ?? '')) throw new Misread('This is no number.', offset)
      return { kind: 'number', value: Number(digits), offset }
    }
    const word = this.match(functionName)
    if (this.text[this.at] !== '(') {
      if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', offset }
      if (word === 'null') return { kind: 'null', offset }
    }
    this.at = offset
    if (!word) throw new Misread(`Expected a path, 'text', a number, true, false, null or a call.`, offset)
    return this.call(depth + 1)
  }

  private string(): IntrinsicArgument {
    const offset = this.at
    let value = ''
    for (this.at += 1; this.text[this.at] !== "'"; this.at += 1) {
      if (this.at >= this.text.length) throw new Misread('The quote is not closed.', offset)
      if (this.text[this.at] === '\\') {
        this.at += 1
        if (!"'{}\\".includes(this.text[this.at] ?? ' ')) {
          throw new Misread(`Only \\', \\{, \\} and \\\\ may follow a backslash.`, this.at - 1)
        }
      }
      value += this.text[this.at]
    }
    this.at += 1
    return { kind: 'string', value, raw: this.text.slice(offset + 1, this.at - 1), offset }
  }

  /** A path ends at a comma or a closing parenthesis that is not its own. */
  private path(): Path {
    const start = this.at
    let depth = 0
    let quote = ''
    for (; this.at < this.text.length; this.at += 1) {
      const next = this.text[this.at]!
      if (quote) {
        if (next === '\\') this.at += 1
        else if (next === quote) quote = ''
      } else if (depth > 0 && (next === "'" || next === '"')) quote = next
      else if (next === '[' || next === '(') depth += 1
      else if (depth > 0 && (next === ']' || next === ')')) depth -= 1
      else if (depth === 0 && (next === ',' || next === ')')) break
    }
    const path = parsePath(this.text.slice(start, this.at).trimEnd())
    if (isParseError(path)) throw new Misread(path.message, start + path.offset)
    return path
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found) this.at += found.length
    return found
  }

  private blanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1
  }
}
