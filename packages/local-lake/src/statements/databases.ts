import type { IcebergTable } from '../catalog.js'
import { StatementFailure } from '../failure.js'
import type { Statement } from '../sql/statement.js'
import { textColumn } from '../athena/result-type.js'
import { fitsPattern } from '../sql/show.js'
import type { StatementContext } from './context.js'
import { deleteIceberg } from './drop-iceberg.js'
import { listing, nothing, type Outcome } from './outcome.js'

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>

/** Databases DuckDB keeps for itself; a table's name qualified with one of them would mean something else. */
const reserved = new Set(['temp', 'system', 'memory', 'information_schema', 'pg_catalog', 'awsdatacatalog'])

export async function createDatabase(
  context: StatementContext,
  { database, ifNotExists, location, comment }: Of<'create database'>,
): Promise<Outcome> {
  if (reserved.has(database))
    throw new StatementFailure(`NOT_SUPPORTED: This local lake does not support a database named ${database}.`)
  await context.lake.catalog.update((state) => {
    if (!state[database])
      return {
        ...state,
        [database]: {
          tables: {},
          ...(location !== undefined && { location }),
          ...(comment !== undefined && { comment }),
        },
      }
    if (ifNotExists) return state
    throw ddlFailure(`AlreadyExistsException(message:Database ${database} already exists)`)
  })
  return nothing
}

export async function dropDatabase(
  context: StatementContext,
  { database, ifExists, cascade }: Of<'drop database'>,
): Promise<Outcome> {
  await context.lake.inTurn(async () => {
    const dropped: IcebergTable[] = []
    await context.lake.catalog.update((state) => {
      const { [database]: found, ...others } = state
      if (!found) {
        if (ifExists) return state
        throw ddlFailure(`NoSuchObjectException(message:There is no database named ${database})`)
      }
      const tables = Object.values(found.tables)
      if (tables.length && !cascade)
        throw ddlFailure(
          `InvalidOperationException(message:Database ${database} is not empty. One or more tables exist.)`,
        )
      for (const table of tables) if (table.kind === 'iceberg') dropped.push(table)
      return others
    })
    for (const table of dropped) await deleteIceberg(context, table)
  })
  return nothing
}

export function showDatabases(context: StatementContext, { pattern }: Of<'show databases'>): Outcome {
  const names = Object.keys(context.lake.catalog.state).sort()
  return listing(
    [textColumn('database_name')],
    names.filter((name) => fitsPattern(name, pattern)).map((name) => [name]),
  )
}

/** Athena's Hive side reports its failures with this prefix. */
export function ddlFailure(text: string): StatementFailure {
  return new StatementFailure(
    `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. ${text}`,
    1006,
  )
}
