import { mismatch } from './mismatch.js'
import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'
import { afterGroups, beforeGroups, beforeKeywords, betweenOperands, notFunctions, operators } from './words.js'

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

/** The places of the WHEN and THEN of the CASE at `start`, in turn; not of those inside it. */
export function branchesIn(tokens: readonly Token[], start: number, end: number): number[] {
  const found: number[] = []
  for (let at = start + 1, depth = 0; at < end; at++) {
    const { kind, value } = tokens[at]!
    if (kind !== 'word') continue
    depth += value === 'case' ? 1 : value === 'end' ? -1 : 0
    if (depth === 0 && value === (found.length % 2 ? 'then' : 'when')) found.push(at)
  }
  return found
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
    else if (kind === 'word' && (value === 'over' || value === 'filter')) at += tokens[at + 1]?.kind === 'word' ? 2 : 1
    else if (kind === 'word' && (value === 'within' || value === 'ignore' || value === 'respect')) at += 2
    else break
  }
  return Math.min(at, tokens.length)
}

/** Whether a word here can only be a name: behind a comma, an operator or a word like WHERE. */
export function startsOperand(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  if (before?.kind === 'symbol') return ![')', ']', '*'].includes(before.value)
  return before?.kind === 'word' && betweenOperands.has(before.value) && !beforeKeywords.has(before.value)
}

/** Where this word or comma stands outside parentheses between two places; -1: nowhere. */
export function topLevel(tokens: readonly Token[], start: number, end: number, word: string): number {
  for (let at = start, depth = 0; at < end; at++) {
    const { kind, value } = tokens[at]!
    if (kind === 'symbol') depth += '(['.includes(value) ? 1 : ')]'.includes(value) ? -1 : 0
    if (depth === 0 && (kind === 'word' || value === ',') && value === word) return at
  }
  return -1
}

/** Whether this and what stands before are one value: `a.b`, `f(x)`, `f(x)[1]`, `ARRAY[1]`. */
export function continuesPrimary(tokens: readonly Token[], at: number): boolean {
  const { kind, value } = tokens[at]!
  const before = tokens[at - 1]!
  if (before.kind === 'symbol' && before.value === '.') return true
  if (kind !== 'symbol') return false
  return value === '.' || value === '[' || (value === '(' && before.kind === 'word' && !notFunctions.has(before.value))
}

/** Whether the bracket here is one behind a value, not that of `ARRAY[1]`. */
export function isSubscript(tokens: readonly Token[], at: number): boolean {
  const { kind, value } = tokens[at]!
  return kind === 'symbol' && value === '[' && tokens[at - 1]?.value !== 'array'
}

/** Where the operand ends in `+ INTERVAL '1' DAY` or `+ INTERVAL '1' DAY * 2`, if that begins here; else 0. */
export function intervalEnd(tokens: readonly Token[], at: number): number {
  const value = (ahead: number): string => tokens[at + ahead]?.value ?? ''
  if (!['+', '-'].includes(value(0)) || value(1) !== 'interval') return 0
  const text = at + (['+', '-'].includes(value(2)) ? 3 : 2)
  if (tokens[text]?.kind !== 'string') return 0
  let end = tokens[text + 2]?.value === 'to' ? text + 4 : text + 2
  while (tokens[end]?.kind === 'symbol' && tokens[end]!.value === '*') end = operandEnd(tokens, end + 1)
  return end
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

/** Where numbers stand for columns of the query: `ORDER BY 1, 2 DESC`, `GROUP BY ROLLUP (1, 2)`. */
export function placesIn(tokens: readonly Token[]): ReadonlySet<number> {
  const places = new Set<number>()
  for (let at = 1; at < tokens.length; at++) {
    if (tokens[at]!.value !== 'by' || !['order', 'group'].includes(tokens[at - 1]!.value)) continue
    for (let item = at + 1, depth = 0; item < tokens.length; item++) {
      const { kind, value } = tokens[item]!
      const before = tokens[item - 1]!.value
      if (value === '(' && !beforeGroups.has(before)) item = closing(tokens, item)
      else if (value === '(') depth++
      else if (value === ')') depth--
      else if (kind === 'number' && beforeGroups.has(before) && !operators.has(tokens[item + 1]?.value ?? ''))
        places.add(item)
      if (depth < 0 || (kind === 'word' && afterGroups.has(value))) break
    }
  }
  return places
}
