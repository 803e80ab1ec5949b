import type { DuckDBType } from '@duckdb/node-api'
import { familyOf, resultType } from '../athena/result-type.js'
import { columnNotFound, StatementFailure } from '../failure.js'
import { queryBlocks } from '../sql/query-blocks.js'
import type { Token } from '../sql/tokens.js'
import type { StatementContext } from './context.js'
import { assignedTypes } from './query.js'

/** What DuckDB says of a name that is no column; in HAVING it does not look for one. */
const noColumn = /^Binder Error: (?:Referenced column "(.+?)" not found|column "?(.+?)"? must appear in the GROUP BY)/

/**
 * Rules DuckDB does not have: what UNION, INTERSECT and EXCEPT combine is of the same kind, an alias of SELECT is no
 * column of the same SELECT, and SELECT DISTINCT is sorted by what it selects. Parts that cannot be read by themselves are not checked.
 *
 * @throws {StatementFailure}
 */
export async function checkBlocks(context: StatementContext, query: readonly Token[]): Promise<void> {
  const { combined, aliased, sorted } = queryBlocks(query)
  const check = async (tokens: readonly Token[]): Promise<void> => context.session.check(context.rewrite(tokens))
  const typesOf = async (tokens: readonly Token[]): Promise<readonly DuckDBType[]> =>
    assignedTypes(context.session, context.rewrite(tokens))
  for (const { aliases, query: bare } of aliased)
    await check(bare).catch((error: Error) => {
      const [, missing, notGrouped] = noColumn.exec(error.message) ?? []
      const token = aliases.find((one) => one.value === (missing ?? notGrouped)?.toLowerCase())
      if (!token) return
      if (missing === undefined) throw error
      throw new StatementFailure(columnNotFound(token.value, () => `line ${token.line}:${token.column}: `))
    })
  for (const { names, query: inside } of sorted)
    await check(inside).catch((error: Error) => {
      const token = names.find((one) => one.value === noColumn.exec(error.message)?.[1]?.toLowerCase())
      if (!token) return
      const place = `line ${token.line}:${token.column}`
      throw new StatementFailure(
        `EXPRESSION_NOT_IN_DISTINCT: ${place}: For SELECT DISTINCT, ORDER BY expressions must appear in select list`,
      )
    })
  for (const { operator, queries } of combined) {
    const described: (readonly DuckDBType[])[] = []
    for (const one of queries) described.push(await typesOf(one).catch(() => []))
    const first = described[0]!
    for (const types of described)
      for (const [index, type] of types.entries()) {
        const [one, other] = [first[index], type].map((each) => each && familyOf(each))
        if (one === undefined || other === undefined || one === other) continue
        throw new StatementFailure(
          `TYPE_MISMATCH: column ${index + 1} in ${operator} query has incompatible types: ${resultType(first[index]!).type}, ${resultType(type).type}`,
        )
      }
  }
}
