import { mismatch } from './mismatch.js'
import type { Token } from './tokens.js'
import { UnknownFunctionError } from './unknown-function-error.js'
import { betweenOperands, clauseWords } from './words.js'

/** Words behind a list that are no column's name. */
const afterLists = new Set(['from', 'where', 'group', 'having', 'order', 'union', 'except', 'intersect'])
const unit = '(?:year|month|day|hour|minute|second)'

/**
 * Phrases that DuckDB reads and Athena does not, by their first word: what must not stand behind it, up to the token at
 * fault. A text is `''`, a name `""`, a number `0`, the end `<end>`.
 */
const phrases: Readonly<Record<string, RegExp>> = {
  by: /^(?=all (?:[,)]|<end>|asc|desc|nulls|having|order|limit|offset|fetch|union|except|intersect|window))/,
  union: /^(?:all )?(?=by name )/,
  distinct: /^(?=on \()/,
  is: /^(?:not )?(?=(?:true|false|unknown) )/,
  interval: new RegExp(`^(?:(?=0)|(?:[+-] )?'' (?!${unit} ))`),
  // Athena has OFFSET before LIMIT, and a whole number or ALL behind it.
  limit: /^(?:(?:0|all) (?!\)|<end>)|(?=''|\(|null |-))/,
}

/**
 * Refuses DuckDB's own phrases and forms: `ORDER BY ALL`, `DISTINCT ON`, `[1, 2]`, a comma too many, `name.upper()`.
 *
 * @throws {SqlError} as Athena's parser would.
 */
export function refuseForeign(tokens: readonly Token[]): void {
  /** The clause at each depth of parentheses: of `SELECT`, `FROM` and what else has a word of its own. */
  const clauses: string[] = ['']
  for (const [at, token] of tokens.entries()) {
    const { kind, value } = token
    const before = tokens[at - 1]
    const next = tokens[at + 1]
    if (kind === 'symbol') {
      if (value === '(') clauses.push('')
      if (value === ')') clauses.pop()
      if (value === ',' && (!next || endsList(next))) throw mismatch(next ?? token)
      if (value === '[' && before?.value !== 'array' && !endsOperand(before)) throw mismatch(token)
      if (value === '.' && next?.kind === 'word' && isSign(tokens[at + 2], '('))
        throw new UnknownFunctionError(next, `${before?.text ?? ''}.${next.value}`)
    }
    if (kind !== 'word' || isSign(before, '.')) continue
    // A file's name; that of `trim(LEADING FROM 'x')` and `IS DISTINCT FROM 'x'` is a text.
    if (next?.kind === 'string' && (value === 'join' || (value === 'from' && clauses.at(-1) === 'select')))
      if (before?.value !== 'distinct') throw mismatch(next)
    if (clauseWords.has(value)) clauses[clauses.length - 1] = value
    if (value === 'unnest' && isSign(next, '(') && !['from', 'join', ''].includes(clauses.at(-1) ?? ''))
      throw new UnknownFunctionError(token, value)
    if ((value === 'isnull' || value === 'notnull') && endsOperand(before)) throw mismatch(token)
    const found = Object.hasOwn(phrases, value) && phrases[value]!.exec(shape(tokens, at + 1))
    if (found) throw mismatch(tokens[at + found[0].split(' ').length] ?? token)
  }
}

function shape(tokens: readonly Token[], start: number): string {
  const shapes = { word: undefined, name: '""', string: "''", number: '0', symbol: undefined }
  const texts = tokens.slice(start, start + 4).map(({ kind, value }) => shapes[kind] ?? value)
  return `${texts.join(' ')}${texts.length < 4 ? ' <end>' : ' '}`.trimStart()
}

function isSign(token: Token | undefined, value: string): boolean {
  return token?.kind === 'symbol' && token.value === value
}

function endsList({ kind, value }: Token): boolean {
  return (kind === 'symbol' && value === ')') || (kind === 'word' && afterLists.has(value))
}

function endsOperand(token: Token | undefined): boolean {
  if (!token) return false
  if (token.kind === 'symbol') return token.value === ')' || token.value === ']'
  return token.kind !== 'word' || !betweenOperands.has(token.value)
}
