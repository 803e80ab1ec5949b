import { withEntry } from '../catalog.js'
import { columnType } from '../athena/result-type.js'
import { StatementFailure } from '../failure.js'
import type { Statement, TableName } from '../sql/statement.js'
import type { StatementContext } from './context.js'
import { ddlFailure } from './databases.js'
import { nothing, type Outcome } from './outcome.js'
import { describeQuery } from './query.js'

/** `CREATE VIEW`: the query is kept as text and must run now; what it names is looked up again at each use. */
export async function runCreateView(
  context: StatementContext,
  statement: Extract<Statement, { kind: 'create view' }>,
): Promise<Outcome> {
  const { name, orReplace, query } = statement
  const { database, table } = context.nameOf(name)
  const { names, types } = await describeQuery(context.session, await context.query(query))
  const columns = names.map((column, index) => ({
    name: column.toLowerCase(),
    type: columnType(types[index]!, column),
  }))
  const sql = query.map((token) => token.text).join(' ')
  await context.lake.catalog.update((state) => {
    const found = state[database]
    if (!found) throw new StatementFailure(`SCHEMA_NOT_FOUND: line 1:1: Schema '${database}' does not exist`)
    const entry = found.tables[table]
    if (entry && entry.kind !== 'view')
      throw new StatementFailure(`NOT_SUPPORTED: Table already exists: ${database}.${table}`)
    if (entry && !orReplace) throw new StatementFailure(`ALREADY_EXISTS: View already exists: ${database}.${table}`)
    return withEntry(state, database, table, { kind: 'view', columns, sql, database: context.database })
  })
  return nothing
}

export async function runDropView(
  context: StatementContext,
  { name, ifExists }: { name: TableName; ifExists: boolean },
): Promise<Outcome> {
  const { database, table } = context.nameOf(name)
  await context.lake.catalog.update((state) => {
    const entry = state[database]?.tables[table]
    if (!entry && ifExists) return state
    if (entry?.kind !== 'view')
      throw entry
        ? ddlFailure('SemanticException Cannot drop a base table with DROP VIEW')
        : new StatementFailure(`TABLE_NOT_FOUND: line 1:1: View '${database}.${table}' does not exist`)
    return withEntry(state, database, table, undefined)
  })
  return nothing
}
