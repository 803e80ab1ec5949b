import { SqlError } from './sql-error.js'

/** The two grammars of Athena: DDL goes through Hive's parser, queries and DML through Trino's. */
export type Dialect = 'hive' | 'trino'

/** One word, name, literal or sign of a statement. Comments and white space are not tokens. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol'
  /** As written. */
  readonly text: string
  /** Words in lower case; names and strings without quotes and escapes; else as written. */
  readonly value: string
  readonly line: number
  /** 1-based, as Athena counts in its messages. */
  readonly column: number
  /** Where the token begins in the statement, in UTF-16 units. */
  readonly offset: number
}

const symbols = ['<>', '!=', '<=', '>=', '||', '->', '=>', '::', ':=', '//', '==', '**']
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const space = /(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+/y

/** The text as tokens, `;` included. @throws {SqlError} for a quote or comment that does not end, or a sign SQL does not have. */
export function tokensOf(sql: string, dialect: Dialect): Token[] {
  const tokens: Token[] = []
  let offset = 0
  let line = 1
  let lineStart = 0
  let lineEnd = endOfLine(sql, 0)
  const advance = (to: number): void => {
    for (; lineEnd < to; lineEnd = endOfLine(sql, lineStart)) {
      line++
      lineStart = lineEnd + 1
    }
    offset = to
  }
  while (offset < sql.length) {
    const blank = matchAt(space, sql, offset)
    if (blank) {
      advance(offset + blank.length)
      continue
    }
    const found = tokenAt(sql, offset, dialect)
    const column = offset - lineStart + 1
    if (typeof found === 'string') throw new SqlError(`line ${line}:${column}: ${found}`)
    tokens.push({ ...found, line, column, offset })
    advance(offset + found.text.length)
  }
  return tokens
}

function endOfLine(sql: string, from: number): number {
  const end = sql.indexOf('\n', from)
  return end === -1 ? sql.length : end
}

/** The first two words, in lower case: they tell the grammar, before which the rest cannot be read. */
export function firstWords(sql: string): string[] {
  const words: string[] = []
  for (let offset = 0; words.length < 2;) {
    offset += matchAt(space, sql, offset)?.length ?? 0
    const found = matchAt(word, sql, offset)
    if (!found) break
    words.push(found.toLowerCase())
    offset += found.length
  }
  return words
}

function tokenAt(sql: string, offset: number, dialect: Dialect): Pick<Token, 'kind' | 'text' | 'value'> | string {
  const first = sql[offset]!
  if (first === "'" || (first === '"' && dialect === 'hive')) return stringAt(sql, offset, dialect)
  if (first === '"' || first === '`') {
    // Trino knows no backticks; Athena takes them in queries all the same for plain names.
    const end = closingQuote(sql, offset, first)
    if (end === -1) return `mismatched input '${first}': the quoted name does not end`
    const text = sql.slice(offset, end + 1)
    const value = text.slice(1, -1).replaceAll(first + first, first)
    if (value === '') return 'Zero-length delimited identifier not allowed'
    return { kind: 'name', text, value: value.toLowerCase() }
  }
  const digits = matchAt(number, sql, offset)
  // DuckDB reads 0x1F and 1_000 as numbers.
  if (digits && dialect === 'trino' && matchAt(word, sql, offset + digits.length))
    return 'identifiers must not start with a digit; surround the identifier with double quotes'
  if (digits) return { kind: 'number', text: digits, value: digits }
  const letters = matchAt(word, sql, offset)
  if (letters) return { kind: 'word', text: letters, value: letters.toLowerCase() }
  if (sql.startsWith('/*', offset)) return "mismatched input '/*': the comment does not end"
  const pair = symbols.find((symbol) => sql.startsWith(symbol, offset))
  const text = pair ?? first
  if (!pair && !'()[]{}<>=,.;+-*/%?:@|&^~!'.includes(first)) return `mismatched input '${first}'`
  return { kind: 'symbol', text, value: text }
}

function stringAt(sql: string, offset: number, dialect: Dialect): Pick<Token, 'kind' | 'text' | 'value'> | string {
  const quote = sql[offset]!
  const end = dialect === 'trino' ? closingQuote(sql, offset, quote) : hiveStringEnd(sql, offset, quote)
  if (end === -1) return `mismatched input '${quote}': the text does not end`
  const text = sql.slice(offset, end + 1)
  const inside = text.slice(1, -1)
  return {
    kind: 'string',
    text,
    value: dialect === 'trino' ? inside.replaceAll(quote + quote, quote) : unescapeHive(inside),
  }
}

function closingQuote(sql: string, offset: number, quote: string): number {
  for (let at = sql.indexOf(quote, offset + 1); at !== -1; at = sql.indexOf(quote, at + 2))
    if (sql[at + 1] !== quote) return at
  return -1
}

function hiveStringEnd(sql: string, offset: number, quote: string): number {
  for (let at = offset + 1; at < sql.length; at++) {
    if (sql[at] === '\\') at++
    else if (sql[at] === quote) return at
  }
  return -1
}

const hiveEscapes: Readonly<Record<string, string>> = { '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\u001a' }

/** Hive's string escapes: `\t`, `\u0001`, `\001`; a backslash before anything else stands for that character. */
function unescapeHive(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|[0-3][0-7]{2}|[^])/g, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(parseInt(escape.slice(1), 16))
    if (escape.length === 3) return String.fromCharCode(parseInt(escape, 8))
    // Hive keeps the backslash before % and _, which mean something else in LIKE.
    if (escape === '%' || escape === '_') return `\\${escape}`
    return Object.hasOwn(hiveEscapes, escape) ? hiveEscapes[escape]! : escape
  })
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}
