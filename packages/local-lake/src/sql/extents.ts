import { mismatch } from './mismatch.js'
import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'

/** The index of the bracket that closes the one at `open`. */
export function closing(tokens: readonly Token[], open: number): number {
  for (let at = open, depth = 0; at < tokens.length; at++) {
    const { kind, value } = tokens[at]!
    if (kind !== 'symbol') continue
    if (value === '(' || value === '[') depth++
    else if ((value === ')' || value === ']') && --depth === 0) return at
  }
  throw new SqlError(`line ${tokens[open]!.line}:${tokens[open]!.column}: mismatched input '<EOF>'. Expecting: ')'`)
}

/** Behind the END of the CASE at `start`. */
export function caseEnd(tokens: readonly Token[], start: number): number {
  for (let at = start, depth = 0; at < tokens.length; at++) {
    const { kind, value } = tokens[at]!
    if (kind !== 'word') continue
    depth += value === 'case' ? 1 : value === 'end' ? -1 : 0
    if (depth === 0) return at + 1
  }
  throw mismatch(tokens[start]!)
}

/** Where the operand on the right of `/` ends: a sign, then a literal, name, call, cast, CASE or parenthesis, then subscripts. */
export function operandEnd(tokens: readonly Token[], start: number): number {
  let at = start
  while (['-', '+'].includes(tokens[at]?.value ?? '')) at++
  const token = tokens[at]
  if (!token) throw new SqlError(`line 1:1: mismatched input '<EOF>'. Expecting: <expression>`)
  if (token.kind === 'symbol' && token.value !== '(') throw mismatch(token)
  if (token.kind === 'word' && token.value === 'case') at = caseEnd(tokens, at)
  else if (token.value === '(') at = closing(tokens, at) + 1
  else at++
  for (; at < tokens.length;) {
    const { kind, value } = tokens[at]!
    if (kind === 'symbol' && value === '.') at += 2
    else if (kind === 'symbol' && (value === '(' || value === '[')) at = closing(tokens, at) + 1
    else if (kind === 'string' && tokens[at - 1]?.kind === 'word') at++
    else if (kind === 'word' && (value === 'over' || value === 'filter')) at++
    else if (kind === 'word' && (value === 'within' || value === 'ignore' || value === 'respect')) at += 2
    else break
  }
  return Math.min(at, tokens.length)
}

/** Where the literal ends in `+ INTERVAL '1' DAY`, if that begins here; else 0. */
export function intervalEnd(tokens: readonly Token[], at: number): number {
  const value = (ahead: number): string => tokens[at + ahead]?.value ?? ''
  if (!['+', '-'].includes(value(0)) || value(1) !== 'interval') return 0
  const text = at + (['+', '-'].includes(value(2)) ? 3 : 2)
  if (tokens[text]?.kind !== 'string') return 0
  return tokens[text + 2]?.value === 'to' ? text + 4 : text + 2
}

/** Whether `name (...)` names columns: `AS t (a, b)`, `UNNEST(x) t (a)`, `WITH t (a, b) AS (`. */
export function isColumnList(tokens: readonly Token[], at: number): boolean {
  const previous = tokens[at - 1]
  if (previous?.kind === 'word' && previous.value === 'as') return true
  if (previous?.kind === 'symbol' && previous.value === ')') return true
  if (previous?.kind === 'name') return true
  const close = closing(tokens, at + 1)
  return tokens[close + 1]?.value === 'as' && tokens[close + 2]?.value === '('
}
