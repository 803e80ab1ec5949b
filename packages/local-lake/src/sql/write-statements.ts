import type { Reader } from './reader.js'
import type { Assignment, MergeClause, Statement } from './statement.js'
import { readTableName } from './table-name.js'
import type { Token } from './tokens.js'

/** `INSERT INTO`, after these words. */
export function readInsert(reader: Reader): Statement {
  const name = readTableName(reader)
  const second = reader.peek(1)
  // `INSERT INTO t (SELECT ...)` has a query in parentheses, `INSERT INTO t (a, b) ...` names columns.
  const hasColumns =
    reader.sees('(') &&
    !(second?.kind === 'word' && ['select', 'with', 'values', 'table'].includes(second.value)) &&
    second?.value !== '('
  const columns = hasColumns ? reader.listInParentheses(() => reader.name()) : undefined
  const query = reader.until()
  if (!query.length) reader.fail('SELECT', 'VALUES')
  return { kind: 'insert', name, columns, query }
}

/** `UPDATE`, after this word. */
export function readUpdate(reader: Reader): Statement {
  const name = readTableName(reader)
  reader.expects('set')
  const assignments = readAssignments(reader, 'where')
  return { kind: 'update', name, assignments, where: reader.accepts('where') ? someOf(reader, reader.until()) : [] }
}

/** `DELETE FROM`, after these words. */
export function readDelete(reader: Reader): Statement {
  const name = readTableName(reader)
  return { kind: 'delete', name, where: reader.accepts('where') ? someOf(reader, reader.until()) : [] }
}

/** `MERGE INTO`, after these words. */
export function readMerge(reader: Reader): Statement {
  const name = readTableName(reader)
  const alias = readAlias(reader, 'using') ?? name.table
  reader.expects('using')
  const source = readSource(reader)
  const sourceAlias = readAlias(reader, 'on') ?? source.at(-1)!.value
  const sourceColumns = reader.sees('(') ? reader.listInParentheses(() => reader.name()) : []
  reader.expects('on')
  const on = someOf(reader, reader.until('when'))
  const clauses: MergeClause[] = []
  do clauses.push(readClause(reader))
  while (!reader.ended)
  return { kind: 'merge', name, alias, source, sourceAlias, sourceColumns, on, clauses }
}

function readAlias(reader: Reader, stop: string): string | undefined {
  if (reader.accepts('as')) return reader.name()
  return reader.sees(stop) ? undefined : reader.name()
}

function readSource(reader: Reader): Token[] {
  const start = reader.at
  if (reader.accepts('(')) insideParentheses(reader)
  else readTableName(reader)
  return reader.tokens.slice(start, reader.at)
}

function readClause(reader: Reader): MergeClause {
  reader.expects('when')
  const matched = !reader.accepts('not')
  reader.expects('matched')
  const condition = reader.accepts('and') ? someOf(reader, reader.until('then')) : []
  reader.expects('then')
  if (!matched) {
    reader.expects('insert')
    const columns = reader.sees('(') ? reader.listInParentheses(() => reader.name()) : undefined
    reader.expects('values')
    return { matched, condition, action: { kind: 'insert', columns, values: readValues(reader) } }
  }
  if (reader.accepts('delete')) return { matched, condition, action: { kind: 'delete' } }
  reader.expects('update', 'set')
  return { matched, condition, action: { kind: 'update', assignments: readAssignments(reader, 'when') } }
}

/** `a = x, b = y`, or the same in parentheses, as Athena's manual writes it. */
function readAssignments(reader: Reader, stop: string): Assignment[] {
  const parenthesized = reader.accepts('(')
  const tokens = parenthesized ? insideParentheses(reader) : reader.until(stop)
  return splitAtCommas(tokens).map((part) => {
    const [column, equals, ...value] = part
    if (!column || (column.kind !== 'word' && column.kind !== 'name') || equals?.value !== '=' || !value.length)
      return reader.fail('=')
    return { column: column.value, value }
  })
}

function readValues(reader: Reader): Token[][] {
  reader.expects('(')
  return splitAtCommas(insideParentheses(reader))
}

/** The tokens up to the closing parenthesis of the one already read, which is stepped over. */
export function insideParentheses(reader: Reader): Token[] {
  const start = reader.at
  for (let depth = 1; ;) {
    const { kind, value } = reader.next()
    if (kind !== 'symbol') continue
    depth += value === '(' ? 1 : value === ')' ? -1 : 0
    if (depth === 0) return reader.tokens.slice(start, reader.at - 1)
  }
}

/** The items of a list whose commas stand outside parentheses and brackets. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const items: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'symbol') {
      if ('([{'.includes(token.value)) depth++
      else if (')]}'.includes(token.value)) depth--
    }
    if (depth === 0 && token.kind === 'symbol' && token.value === ',') items.push([])
    else items.at(-1)!.push(token)
  }
  return items
}

function someOf(reader: Reader, tokens: Token[]): Token[] {
  return tokens.length ? tokens : reader.fail('expression')
}
