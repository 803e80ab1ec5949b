import { type DuckDBType, DuckDBTypeId, SQLNULL } from '@duckdb/node-api'
import { resultType } from '../athena/result-type.js'
import { valueText } from '../athena/value-text.js'
import type { Session } from '../engine.js'
import type { Token } from '../sql/tokens.js'
import type { StatementContext } from './context.js'
import type { Cells, Outcome } from './outcome.js'

/** `SELECT`, `WITH`, `VALUES`, `TABLE`. */
export async function runQuery(context: StatementContext, query: readonly Token[]): Promise<Outcome> {
  const sql = await context.query(query)
  const result = await context.session.stream(sql)
  const names = result.columnNames()
  const types = result.columnTypes()
  const columns = types.map((type, index) => ({ name: columnName(names[index]!, query, index), ...resultType(type) }))
  const rows = async function* (): AsyncIterable<readonly Cells[]> {
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount; chunk = await result.fetchChunk()) {
      const values = types.map((type, column) =>
        chunk!.getColumnValues(column).map((value) => (value === null ? null : valueText(value, type))),
      )
      yield Array.from({ length: chunk.rowCount }, (_, row) => values.map((column) => column[row]!))
    }
  }
  return { columns, rows: rows(), header: true, updateCount: 0 }
}

/**
 * The names of a result's columns, as written. A column without a name is `_col0`, `_col1` in Athena; DuckDB names it
 * after its expression, or `col0` in VALUES, so a name counts if the query has it or if it is a name of a table's column.
 */
function columnName(name: string, query: readonly Token[], index: number): string {
  const lower = name.toLowerCase()
  if (lower === 'null') return `_col${index}`
  if (query.some((token) => (token.kind === 'word' || token.kind === 'name') && token.value === lower)) return name
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) && !/^col\d+$/.test(name) ? name : `_col${index}`
}

/**
 * The types of a query's columns, without running it. A bare NULL, which `describeQuery` calls an integer, is SQLNULL.
 */
export async function assignedTypes(session: Session, sql: string): Promise<readonly DuckDBType[]> {
  const { types } = await describeQuery(session, sql)
  if (!types.some((type) => type.typeId === DuckDBTypeId.INTEGER)) return types
  const columns = types.map((_, index) => `c${index}`)
  const [names = []] = await session.rows(
    `SELECT ${columns.map((column) => `typeof(first(${column}))`).join(', ')} FROM (SELECT * FROM (${sql}) LIMIT 0) AS q(${columns.join(', ')})`,
  )
  return types.map((type, index) => (names[index] === '"NULL"' ? SQLNULL : type))
}

/** The columns a query would give, without running it. */
export async function describeQuery(
  session: Session,
  sql: string,
): Promise<{ names: string[]; types: ReturnType<Awaited<ReturnType<Session['stream']>>['columnTypes']> }> {
  const result = await session.read(`SELECT * FROM (${sql}) LIMIT 0`)
  return { names: result.columnNames(), types: result.columnTypes() }
}
