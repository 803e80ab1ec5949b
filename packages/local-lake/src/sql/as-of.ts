import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'

/** A table as it was: the name that stands for it in a query, taken apart. */
export interface AsOf {
  readonly table: string
  readonly kind: 'version' | 'timestamp'
  /** The SQL behind `AS OF`. */
  readonly value: string
}

const words: Readonly<Record<string, AsOf['kind']>> = {
  timestamp: 'timestamp',
  system_time: 'timestamp',
  version: 'version',
  system_version: 'version',
}

/** What may follow a table in FROM, and is no alias. */
const afterTables = new Set(
  `where join inner left right full cross natural on using group order having limit offset union except intersect fetch window tablesample
   when`.split(/\s+/),
)

/**
 * `orders FOR VERSION AS OF 3` becomes one quoted name that says all of it, with the table's own name as its alias, so
 * that everything behind reads a table like any other.
 */
export function withoutAsOf(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    const kind = words[tokens[at + 1]?.value ?? '']
    const table = out.at(-1)
    const begins =
      token.kind === 'word' &&
      token.value === 'for' &&
      kind &&
      tokens[at + 2]?.value === 'as' &&
      tokens[at + 3]?.value === 'of'
    if (!begins || !table || (table.kind !== 'word' && table.kind !== 'name')) {
      out.push(token)
      continue
    }
    const start = at + 4
    const end = endOfExpression(tokens, start)
    if (end === start)
      throw new SqlError(`line ${token.line}:${token.column}: mismatched input '${tokens[start]?.text ?? '<EOF>'}'`)
    const value = tokens
      .slice(start, end)
      .map((one) => one.text)
      .join(' ')
    const name = JSON.stringify([table.value, kind, value])
    out[out.length - 1] = { ...table, kind: 'name', text: `"${name.replaceAll('"', '""')}"`, value: name }
    const next = tokens[end]
    const hasAlias = next && (next.kind === 'name' || (next.kind === 'word' && !afterTables.has(next.value)))
    if (!hasAlias) out.push({ ...token, text: 'AS', value: 'as' }, { ...table, kind: 'name', text: `"${table.value}"` })
    at = end - 1
  }
  return out
}

/** The table and its moment that a name stands for; undefined for any other name. */
export function asOfIn(name: string): AsOf | undefined {
  if (!name.startsWith('["')) return undefined
  const [table, kind, value] = JSON.parse(name) as [string, AsOf['kind'], string]
  return { table, kind, value }
}

/** A literal, name, call or parenthesis, and what is added to it or taken from it. */
function endOfExpression(tokens: readonly Token[], start: number): number {
  let at = start
  for (;;) {
    if (
      ['cast', 'timestamp', 'date', 'interval'].includes(tokens[at]?.value ?? '') &&
      tokens[at + 1]?.kind === 'string'
    )
      at += tokens[at]!.value === 'interval' ? 3 : 2
    else if (tokens[at]?.value === '(') at = behindParenthesis(tokens, at)
    else if (tokens[at]?.kind !== 'symbol' && tokens[at])
      at = tokens[at + 1]?.value === '(' ? behindParenthesis(tokens, at + 1) : at + 1
    else return at
    if (tokens[at]?.value !== '+' && tokens[at]?.value !== '-') return at
    at++
  }
}

function behindParenthesis(tokens: readonly Token[], open: number): number {
  for (let at = open, depth = 0; at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'symbol') continue
    depth += tokens[at]!.value === '(' ? 1 : tokens[at]!.value === ')' ? -1 : 0
    if (depth === 0) return at + 1
  }
  return tokens.length
}
