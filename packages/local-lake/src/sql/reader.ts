import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'

/** Reads a statement's tokens from left to right; refuses in Athena's words. */
export class Reader {
  #at = 0
  readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  get at(): number {
    return this.#at
  }

  get ended(): boolean {
    return this.#at >= this.tokens.length
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.#at + ahead]
  }

  next(): Token {
    const token = this.tokens[this.#at]
    if (!token) return this.fail()
    this.#at++
    return token
  }

  /** Whether these words or signs come next. */
  sees(...values: readonly string[]): boolean {
    return values.every((value, index) => {
      const token = this.peek(index)
      return token !== undefined && (token.kind === 'word' || token.kind === 'symbol') && token.value === value
    })
  }

  /** Steps over these words or signs if all of them come next. */
  accepts(...values: readonly string[]): boolean {
    if (!this.sees(...values)) return false
    this.#at += values.length
    return true
  }

  expects(...values: readonly string[]): void {
    for (const value of values) if (!this.accepts(value)) this.fail(value)
  }

  name(): string {
    const token = this.peek()
    if (token?.kind === 'word' || token?.kind === 'name') {
      this.#at++
      return token.value
    }
    return this.fail('identifier')
  }

  string(): string {
    const token = this.peek()
    if (token?.kind !== 'string') return this.fail('string')
    this.#at++
    return token.value
  }

  integer(): number {
    const token = this.peek()
    if (token?.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) return this.fail('integer')
    this.#at++
    return Number(token.text)
  }

  /** `item (, item)*` between parentheses. */
  listInParentheses<Item>(item: () => Item): Item[] {
    this.expects('(')
    const items = [item()]
    while (this.accepts(',')) items.push(item())
    this.expects(')')
    return items
  }

  /** The tokens up to one of these words outside parentheses, or to the end. */
  until(...stops: readonly string[]): Token[] {
    const start = this.#at
    for (let depth = 0; !this.ended; this.#at++) {
      const { kind, value } = this.peek()!
      if (depth === 0 && kind === 'word' && stops.includes(value)) break
      // A CASE has its own WHEN and END; they are not the statement's.
      if ((kind === 'symbol' && value === '(') || (kind === 'word' && value === 'case')) depth++
      else if ((kind === 'symbol' && value === ')') || (kind === 'word' && value === 'end')) depth--
      if (depth < 0) this.fail()
    }
    return this.tokens.slice(start, this.#at)
  }

  /** What Athena says of a type it does not know. */
  unknownType(token: Token): SqlError {
    return new SqlError(`line ${token.line}:${token.column}: Unknown type '${token.text}'`)
  }

  end(): void {
    if (!this.ended) this.fail('<EOF>')
  }

  fail(...expected: readonly string[]): never {
    const token = this.peek()
    const last = this.tokens.at(-1)
    const place = token
      ? `${token.line}:${token.column}`
      : last
        ? `${last.line}:${last.column + last.text.length}`
        : '1:1'
    const hint = expected.length
      ? `. Expecting: ${expected.map((one) => (/^[a-z]+$/.test(one) ? one.toUpperCase() : `'${one}'`)).join(', ')}`
      : ''
    throw new SqlError(`line ${place}: mismatched input '${token?.text ?? '<EOF>'}'${hint}`)
  }
}
