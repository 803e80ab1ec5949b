import { bindParameters } from './parameters.js'
import { readAlter } from './alter-table.js'
import { readCreateTable, readCreateTableAs, readProperties } from './create-table.js'
import { Reader } from './reader.js'
import { readShow } from './show.js'
import { SqlError } from './sql-error.js'
import type { Statement } from './statement.js'
import { readTableName } from './table-name.js'
import { type Dialect, firstWords, type Token, tokensOf } from './tokens.js'
import { refuse } from './unsupported.js'
import { readDelete, readInsert, readMerge, readUpdate } from './write-statements.js'

/** Brackets within brackets. */
const mostNested = 500

/** First words of statements that Athena has, and this lake has not. */
const notSupported = new Set(`analyze call deallocate execute explain grant prepare revoke truncate unload`.split(' '))

const queryWords = ['select', 'with', 'values', 'table']

/**
 * The one statement in this text.
 *
 * @throws {SqlError} for text that is not one statement Athena's grammars take; a statement this lake does not know
 * is refused by its first words.
 */
export function parse(sql: string, parameters: readonly string[] = []): Statement {
  const tokens = singleStatement(sql)
  const first = tokens[0]!.value
  if (notSupported.has(first)) refuse(`${first.toUpperCase()} statements`)
  const reader = new Reader(bindParameters(tokens, parameters))
  const statement = readStatement(reader)
  reader.end()
  return statement
}

/** Tokens of the only statement. A trailing `;` is Athena's to strip; anything behind it, a comment too, is a second statement. */
function singleStatement(sql: string): Token[] {
  const text = withoutSemicolons(sql)
  if (text === '') throw new SqlError('Empty sql statement: ;')
  const tokens = tokensOf(text, dialectOf(text))
  if (tokens.some((token) => token.kind === 'symbol' && token.text === ';'))
    throw new SqlError(`Only one sql statement is allowed. Got: ${sql}`)
  if (tokens.length === 0) throw new SqlError('Empty sql statement: ;')
  refuseDeepNesting(tokens)
  return tokens
}

/** Readers here call themselves for what stands between brackets; Trino's parser has its limit too. */
function refuseDeepNesting(tokens: readonly Token[]): void {
  let depth = 0
  // `<` also compares; only behind these words it opens a type.
  let angles = 0
  for (const [index, { kind, value, line, column }] of tokens.entries()) {
    const opens = kind === 'symbol' ? '(['.includes(value) : kind === 'word' && value === 'case'
    const closes = kind === 'symbol' ? ')]'.includes(value) : kind === 'word' && value === 'end'
    if (opens) depth++
    else if (closes && depth > 0) depth--
    else if (kind === 'symbol' && value === '<' && ['array', 'map', 'struct'].includes(tokens[index - 1]?.value ?? ''))
      angles++
    else if (kind === 'symbol' && value === '>' && angles > 0) angles--
    if (depth + angles > mostNested) throw new SqlError(`line ${line}:${column}: the statement is nested too deeply`)
  }
}

/** The statement as Athena repeats it: without blanks around it, nor one `;` before and behind. */
export function withoutSemicolons(sql: string): string {
  let text = sql.trim()
  if (text.startsWith(';')) text = text.slice(1).trimStart()
  if (text.endsWith(';')) text = text.slice(0, -1).trimEnd()
  return text
}

/** Hive's parser takes DDL, and so backslash escapes; Trino's takes queries, CTAS and views. */
function dialectOf(text: string): Dialect {
  const [first, second] = firstWords(text)
  if (first === 'create' && second === 'table') return asQueryOf(tokensOf(text, 'hive')) === -1 ? 'hive' : 'trino'
  if (first === 'create' || first === 'drop') return second === 'view' || second === 'or' ? 'trino' : 'hive'
  return ['alter', 'msck', 'show', 'describe', 'desc'].includes(first ?? '') ? 'hive' : 'trino'
}

/** Where `AS <query>` begins outside parentheses, or -1. */
function asQueryOf(tokens: readonly Token[]): number {
  let depth = 0
  return tokens.findIndex(({ value, kind }, index) => {
    if (kind === 'symbol') depth += value === '(' ? 1 : value === ')' ? -1 : 0
    const after = tokens[index + 1]?.value ?? ''
    return depth === 0 && kind === 'word' && value === 'as' && (queryWords.includes(after) || after === '(')
  })
}

function readStatement(reader: Reader): Statement {
  if (queryWords.some((word) => reader.sees(word)) || reader.sees('(')) return { kind: 'query', query: reader.until() }
  if (reader.accepts('create')) return readCreate(reader)
  if (reader.accepts('drop')) return readDrop(reader)
  if (reader.accepts('alter', 'table')) return readAlter(reader)
  if (reader.accepts('insert', 'into')) return readInsert(reader)
  if (reader.accepts('update')) return readUpdate(reader)
  if (reader.accepts('delete', 'from')) return readDelete(reader)
  if (reader.accepts('merge', 'into')) return readMerge(reader)
  if (reader.accepts('show')) return readShow(reader)
  if (reader.accepts('describe') || reader.accepts('desc')) {
    if (reader.accepts('extended') || reader.accepts('formatted')) return refuse('DESCRIBE EXTENDED and FORMATTED')
    return { kind: 'describe', name: readTableName(reader) }
  }
  if (reader.accepts('msck', 'repair', 'table')) return { kind: 'repair', name: readTableName(reader) }
  if (reader.accepts('optimize')) {
    const name = readTableName(reader)
    reader.expects('rewrite', 'data', 'using', 'bin_pack')
    return { kind: 'optimize', name, where: reader.accepts('where') ? reader.until() : [] }
  }
  if (reader.accepts('vacuum')) return { kind: 'vacuum', name: readTableName(reader) }
  return reader.fail(
    'SELECT',
    'WITH',
    'VALUES',
    'CREATE',
    'DROP',
    'ALTER',
    'INSERT',
    'UPDATE',
    'DELETE',
    'MERGE',
    'SHOW',
    'DESCRIBE',
  )
}

function readCreate(reader: Reader): Statement {
  if (reader.accepts('database') || reader.accepts('schema')) {
    const ifNotExists = reader.accepts('if', 'not', 'exists')
    const database = reader.name()
    const comment = reader.accepts('comment') ? reader.string() : undefined
    const location = reader.accepts('location') ? reader.string() : undefined
    if (reader.accepts('with', 'dbproperties')) readProperties(reader)
    return {
      kind: 'create database',
      database,
      ifNotExists,
      ...(comment !== undefined && { comment }),
      ...(location !== undefined && { location }),
    }
  }
  const orReplace = reader.accepts('or', 'replace')
  if (reader.accepts('view')) {
    const name = readTableName(reader)
    reader.expects('as')
    return { kind: 'create view', name, orReplace, query: reader.until() }
  }
  if (orReplace) return reader.fail('VIEW')
  if (reader.sees('table') && asQueryOf(reader.tokens) !== -1) return readCreateTableAs(reader)
  return readCreateTable(reader)
}

function readDrop(reader: Reader): Statement {
  const kind = reader.next().value
  const ifExists = reader.accepts('if', 'exists')
  if (kind === 'database' || kind === 'schema') {
    const database = reader.name()
    const cascade = reader.accepts('cascade')
    if (!cascade) reader.accepts('restrict')
    return { kind: 'drop database', database, ifExists, cascade }
  }
  if (kind === 'table') return { kind: 'drop table', name: readTableName(reader), ifExists }
  if (kind === 'view') return { kind: 'drop view', name: readTableName(reader), ifExists }
  return refuse(`DROP ${kind.toUpperCase()}`)
}
