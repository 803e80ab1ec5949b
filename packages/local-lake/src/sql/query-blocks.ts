import { closing, startsOperand } from './extents.js'
import type { Token } from './tokens.js'
import { betweenOperands, queryWords } from './words.js'

/** What Athena checks of a query and DuckDB does not. Each query here begins with what `WITH` names for it. */
export interface QueryBlocks {
  /** Queries between UNION, INTERSECT or EXCEPT. */
  readonly combined: { readonly operator: string; readonly queries: readonly (readonly Token[])[] }[]
  /** What a SELECT DISTINCT is sorted by, when it is names alone, and the same with the SELECT inside: it must have them. */
  readonly sorted: { readonly names: readonly Token[]; readonly query: readonly Token[] }[]
  /** SELECTs that use their own aliases, and the same without these: each must be there without them. */
  readonly aliased: { readonly aliases: readonly Token[]; readonly query: readonly Token[] }[]
}

const setOperators = new Set(['union', 'intersect', 'except'])
/** Words behind the last query of a UNION. */
const tails = new Set(['order', 'limit', 'offset', 'fetch'])
const sortings = new Set(['asc', 'desc', 'nulls', 'first', 'last'])
/** Words behind which a query in parentheses sees nothing of what stands around it. */
const beforeTables = new Set(['from', 'join', 'as', 'union', 'intersect', 'except', 'all', 'distinct', ','])

/** The parts of a query, and of the queries inside it. */
export function queryBlocks(tokens: readonly Token[]): QueryBlocks {
  const found: QueryBlocks = { combined: [], aliased: [], sorted: [] }
  if (startsQuery(tokens, 0)) readQuery(tokens, [], true, found)
  return found
}

/** @param named The queries WITH names so far: `a AS (...)` each. @param alone Whether it sees only its own tables. */
function readQuery(
  tokens: readonly Token[],
  named: readonly (readonly Token[])[],
  alone: boolean,
  found: QueryBlocks,
): void {
  let start = 0
  let inReach = named
  if (tokens[0]!.value === 'with') {
    start = tokens[1]?.value === 'recursive' ? 2 : 1
    for (let at = start; at < tokens.length && !queryWords.has(tokens[at]!.value);) {
      let open = at + 1
      if (tokens[open]?.value === '(') open = closing(tokens, open) + 1
      if (tokens[open]?.value !== 'as' || tokens[open + 1]?.value !== '(') return
      const close = closing(tokens, open + 1)
      readQuery(tokens.slice(open + 2, close), inReach, true, found)
      inReach = [...inReach, tokens.slice(at, close + 1)]
      start = at = tokens[close + 1]?.value === ',' ? close + 2 : close + 1
    }
  }
  const prefix = inReach.length ? withOf(tokens[0]!, inReach) : []
  const branches: Token[][] = [[]]
  const operators: string[] = []
  let ended = false
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token.kind === 'symbol' && (token.value === '(' || token.value === '[')) {
      const close = closing(tokens, at)
      const inside = tokens.slice(at + 1, close)
      const table = at === start || beforeTables.has(tokens[at - 1]!.value)
      if (startsQuery(inside, 0)) readQuery(inside, inReach, alone && table, found)
      else readExpression(inside, inReach, found)
      if (!ended) branches.at(-1)!.push(...tokens.slice(at, close + 1))
      at = close
      continue
    }
    if (token.kind === 'word' && tails.has(token.value) && !startsOperand(tokens, at)) ended = true
    if (token.kind === 'word' && setOperators.has(token.value)) {
      operators.push(token.value.toUpperCase())
      branches.push([])
      if (['all', 'distinct'].includes(tokens[at + 1]?.value ?? '')) at++
    } else if (!ended) branches.at(-1)!.push(token)
  }
  if (operators.length)
    found.combined.push({ operator: operators[0]!, queries: branches.map((branch) => [...prefix, ...branch]) })
  const [only] = branches
  if (only!.length && only![1]?.value === 'distinct' && !operators.length && alone) {
    const order = tokens.slice(start + only!.length)
    const names = sortedBy(order)
    if (names) found.sorted.push({ names, query: [...prefix, ...inQuery(only!), ...order] })
  }
  for (const branch of branches) {
    const aliased = alone ? withoutAliases(branch) : undefined
    if (aliased) found.aliased.push({ aliases: aliased.aliases, query: [...prefix, ...aliased.query] })
  }
}

/** Looks for queries among the parts of an expression, which see the tables around them. */
function readExpression(tokens: readonly Token[], named: readonly (readonly Token[])[], found: QueryBlocks): void {
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'symbol' || !['(', '['].includes(tokens[at]!.value)) continue
    const close = closing(tokens, at)
    const inside = tokens.slice(at + 1, close)
    if (startsQuery(inside, 0)) readQuery(inside, named, false, found)
    else readExpression(inside, named, found)
    at = close
  }
}

function startsQuery(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  return token?.kind === 'symbol' && token.value === '('
    ? startsQuery(tokens, at + 1)
    : token?.kind === 'word' && queryWords.has(token.value)
}

/** The names behind ORDER BY, if there is nothing else but how they are sorted. */
function sortedBy(order: readonly Token[]): readonly Token[] | undefined {
  const end = order.findIndex(({ kind, value }, at) => at > 0 && kind === 'word' && tails.has(value))
  const items = order.slice(2, end === -1 ? undefined : end).filter(({ value }) => !sortings.has(value))
  const names = items.filter((_, at) => at % 2 === 0)
  return order[0]?.value === 'order' &&
    items.every(({ kind, value }, at) => (at % 2 ? value === ',' : kind === 'word' || kind === 'name'))
    ? names
    : undefined
}

function inQuery(query: readonly Token[]): Token[] {
  const made = (kind: Token['kind'], text: string): Token => ({ ...query[0]!, kind, text, value: text })
  return [
    made('word', 'select'),
    made('symbol', '*'),
    made('word', 'from'),
    made('symbol', '('),
    ...query,
    made('symbol', ')'),
  ]
}

function withOf(place: Token, named: readonly (readonly Token[])[]): Token[] {
  const made = (kind: Token['kind'], text: string): Token => ({ ...place, kind, text, value: text })
  return [made('word', 'with'), ...named.flatMap((one, index) => (index ? [made('symbol', ','), ...one] : one))]
}

/** `SELECT f(a) AS x, x + 1 FROM t WHERE x > 1` without `AS x`. Undefined: it does not use its aliases. */
function withoutAliases(tokens: readonly Token[]): { aliases: Token[]; query: Token[] } | undefined {
  if (tokens[0]?.value !== 'select') return undefined
  /** The places of the aliases in the list. */
  const places = new Map<string, number>()
  let inList = true
  for (let at = 1, itemStart = 1; inList && at <= tokens.length; at++) {
    const token = tokens[at]
    if (token?.kind === 'symbol' && (token.value === '(' || token.value === '[')) {
      at = closing(tokens, at)
      continue
    }
    inList =
      token !== undefined && !(token.kind === 'word' && token.value === 'from' && tokens[at - 1]?.value !== 'distinct')
    if (inList && token!.value !== ',') continue
    if (at - 1 > itemStart && isAlias(tokens, at - 1)) places.set(tokens[at - 1]!.value, at - 1)
    itemStart = at + 1
  }
  const removed = new Set<number>()
  const aliases: Token[] = []
  for (const [at, token] of tokens.entries()) {
    const place = places.get(token.value)
    if (place === undefined || place === at || (token.kind !== 'word' && token.kind !== 'name')) continue
    const [before, after] = [tokens[at - 1]?.value, tokens[at + 1]?.value]
    if (before === '.' || before === 'as' || after === '.' || after === '(') continue
    aliases.push(token)
    removed.add(place)
    if (tokens[place - 1]!.value === 'as') removed.add(place - 1)
  }
  return aliases.length ? { aliases, query: tokens.filter((_, at) => !removed.has(at)) } : undefined
}

/** Whether the name at the end of an item of SELECT is what the item is called, not what it is. */
function isAlias(tokens: readonly Token[], at: number): boolean {
  const { kind, value } = tokens[at]!
  const before = tokens[at - 1]!
  if (kind === 'name') return before.value !== '.'
  if (kind !== 'word' || value === 'end' || value === 'null') return false
  if (before.kind === 'word') return before.value === 'as' || !betweenOperands.has(before.value)
  if (before.kind === 'string') return tokens[at - 2]?.value !== 'interval'
  return before.kind !== 'symbol' || before.value === ')' || before.value === ']'
}
