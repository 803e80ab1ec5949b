/** Whether a UTF-16 code unit belongs to a set. */
export type CharacterSet = (code: number) => boolean

/** A regular expression as it was read. */
export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly has: CharacterSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly RegexNode[] }
  | {
      readonly kind: 'repeat'
      readonly node: RegexNode
      readonly min: number
      readonly max: number
      readonly isGreedy: boolean
    }
  /** `index` counts captures from 1; a group without one does not capture. */
  | { readonly kind: 'group'; readonly node: RegexNode; readonly index: number | undefined }
  | { readonly kind: 'assert'; readonly what: '^' | '$' | 'b' | 'B' }
  /** Lookaround: known, so that its risk is, but only the built-in engine runs it. */
  | { readonly kind: 'look'; readonly node: RegexNode }
  | { readonly kind: 'backreference' }

/** A read expression and how many groups it captures. */
export interface ParsedRegex {
  readonly node: RegexNode
  readonly captures: number
}

/**
 * Reads a regular expression that JavaScript has already accepted.
 *
 * @returns `undefined` for what this reader does not know.
 */
export function parseRegex(source: string, flags: string): ParsedRegex | undefined {
  try {
    return new RegexReader(source, flags).read()
  } catch (problem) {
    if (problem instanceof Unknown) return undefined
    throw problem
  }
}

class Unknown {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

const isDigit: CharacterSet = (code) => code >= 0x30 && code <= 0x39
const isWord: CharacterSet = (code) =>
  isDigit(code) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
const isLineEnd: CharacterSet = (code) => code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029
const isBlank: CharacterSet = (code) => /\s/.test(String.fromCharCode(code))
const not =
  (set: CharacterSet): CharacterSet =>
  (code) =>
    !set(code)

const classes: Readonly<Record<string, CharacterSet>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isBlank,
  S: not(isBlank),
}
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 }

/** Whether a code unit is one that `\b` counts as part of a word. */
export const isWordCharacter = isWord
/** Whether a code unit ends a line. */
export const endsLine = isLineEnd

class RegexReader {
  private at = 0
  private captures = 0
  private readonly source: string
  private readonly ignoresCase: boolean
  private readonly dotMatchesAll: boolean

  constructor(source: string, flags: string) {
    this.source = source
    this.ignoresCase = flags.includes('i')
    this.dotMatchesAll = flags.includes('s')
    if (/[uvy]/.test(flags)) throw new Unknown(0)
  }

  read(): ParsedRegex {
    const node = this.choice()
    if (this.at < this.source.length) throw new Unknown(this.at)
    return { node, captures: this.captures }
  }

  private choice(): RegexNode {
    const nodes = [this.sequence()]
    while (this.take('|')) nodes.push(this.sequence())
    return nodes.length === 1 ? nodes[0]! : { kind: 'choice', nodes }
  }

  private sequence(): RegexNode {
    const nodes: RegexNode[] = []
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) nodes.push(this.quantified())
    if (nodes.length === 1) return nodes[0]!
    return nodes.length === 0 ? { kind: 'empty' } : { kind: 'sequence', nodes }
  }

  private quantified(): RegexNode {
    const node = this.atom()
    const bounds = this.bounds()
    if (!bounds) return node
    return { kind: 'repeat', node, min: bounds[0], max: bounds[1], isGreedy: !this.take('?') }
  }

  private bounds(): [number, number] | undefined {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY]
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY]
    if (this.take('?')) return [0, 1]
    const counted = /\{(\d+)(,(\d*))?\}/y
    counted.lastIndex = this.at
    const found = counted.exec(this.source)
    if (!found) return undefined
    this.at += found[0].length
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
    return [min, max]
  }

  private atom(): RegexNode {
    const next = this.source[this.at]!
    this.at += 1
    switch (next) {
      case '(':
        return this.group()
      case '[':
        return { kind: 'set', has: this.characterClass() }
      case '.':
        return { kind: 'set', has: this.dotMatchesAll ? () => true : not(isLineEnd) }
      case '^':
      case '$':
        return { kind: 'assert', what: next }
      case '\\':
        return this.escape()
      default:
        return { kind: 'set', has: this.character(next.charCodeAt(0)) }
    }
  }

  private group(): RegexNode {
    let index: number | undefined
    let isLook = false
    if (this.take('?:')) index = undefined
    else if (this.take('?=') || this.take('?!') || this.take('?<=') || this.take('?<!')) isLook = true
    else {
      const named = /\?<[^>]+>/y
      named.lastIndex = this.at
      const name = named.exec(this.source)
      if (name) this.at += name[0].length
      else if (this.source[this.at] === '?') throw new Unknown(this.at)
      this.captures += 1
      index = this.captures
    }
    const node = this.choice()
    if (!this.take(')')) throw new Unknown(this.at)
    return isLook ? { kind: 'look', node } : { kind: 'group', node, index }
  }

  private escape(): RegexNode {
    const next = this.source[this.at]!
    if (next === 'b' || next === 'B') {
      this.at += 1
      return { kind: 'assert', what: next }
    }
    if (/[1-9]/.test(next) || next === 'k') {
      this.at += 1
      while (/\d/.test(this.source[this.at] ?? '')) this.at += 1
      return { kind: 'backreference' }
    }
    const set = classes[next]
    if (set) {
      this.at += 1
      return { kind: 'set', has: set }
    }
    return { kind: 'set', has: this.character(this.escapedCode()) }
  }

  /** The code of the character that an escape stands for; the backslash has been read. */
  private escapedCode(): number {
    const next = this.source[this.at]!
    this.at += 1
    const hex = /[0-9a-fA-F]+/y
    if (next === 'x' || next === 'u') {
      hex.lastIndex = this.at
      const digits = hex.exec(this.source)?.[0].slice(0, next === 'x' ? 2 : 4) ?? ''
      if (digits.length === (next === 'x' ? 2 : 4)) {
        this.at += digits.length
        return Number.parseInt(digits, 16)
      }
      return next.charCodeAt(0)
    }
    if (next === 'c') throw new Unknown(this.at)
    return controls[next] ?? next.charCodeAt(0)
  }

  private characterClass(): CharacterSet {
    const isNegated = this.take('^')
    const sets: CharacterSet[] = []
    while (!this.take(']')) {
      if (this.at >= this.source.length) throw new Unknown(this.at)
      const from = this.classAtom()
      if (typeof from === 'function') sets.push(from)
      else if (this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at += 1
        const to = this.classAtom()
        if (typeof to === 'function') sets.push(this.character(from), this.character(0x2d), to)
        else sets.push(this.range(from, to))
      } else sets.push(this.character(from))
    }
    const has: CharacterSet = (code) => sets.some((set) => set(code))
    return isNegated ? not(has) : has
  }

  private classAtom(): CharacterSet | number {
    const next = this.source[this.at]!
    this.at += 1
    if (next !== '\\') return next.charCodeAt(0)
    const escaped = this.source[this.at]!
    const set = classes[escaped]
    if (set) {
      this.at += 1
      return set
    }
    if (escaped === 'b') {
      this.at += 1
      return 8
    }
    return this.escapedCode()
  }

  private character(code: number): CharacterSet {
    return this.range(code, code)
  }

  private range(from: number, to: number): CharacterSet {
    if (!this.ignoresCase) return (code) => code >= from && code <= to
    return (code) => casesOf(code).some((each) => each >= from && each <= to)
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }
}

/** A code unit in lower and in upper case. */
function casesOf(code: number): number[] {
  const text = String.fromCharCode(code)
  return [code, text.toLowerCase().charCodeAt(0), text.toUpperCase().charCodeAt(0)]
}
