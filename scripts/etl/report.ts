import { tableNames, userTransactions } from 'pipeline-def'
import { places } from './places.js'
import type { PipelineLake } from './lake.js'

/** A row of the report as Athena prints it: every digit, NULL as null. */
export type ReportRow = Record<(typeof userTransactions.columns)[number]['name'], string | null>

const database = places.AthenaDatabaseName
const columns = userTransactions.columns.map(({ name }) => name)

/**
 * The report, read back through `GetQueryResults`, ordered by day and user.
 *
 * @param most Rows at most, the latest days first. Default: all of them, the earliest first.
 */
export async function readReport(lake: PipelineLake, most?: number): Promise<ReportRow[]> {
  const order = most === undefined ? 'ORDER BY dt, user_id' : `ORDER BY dt DESC, user_id LIMIT ${most}`
  const rows = await query(lake, `SELECT ${columns.join(', ')} FROM "${database}"."${userTransactions.name}" ${order}`)
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])) as ReportRow)
}

/** The pipeline's tables that exist, and how many rows each has. */
export async function countRows(lake: PipelineLake): Promise<{ name: string; rows: number }[]> {
  const counts: { name: string; rows: number }[] = []
  for (const name of await existing(lake)) {
    const [row] = await query(lake, `SELECT count(*) FROM "${database}"."${name}"`)
    counts.push({ name, rows: Number(row?.[0]) })
  }
  return counts
}

async function existing(lake: PipelineLake): Promise<string[]> {
  const databases = await query(lake, 'SHOW DATABASES')
  if (!databases.some(([name]) => name === database)) return []
  const present = (await query(lake, `SHOW TABLES IN \`${database}\``)).map(([name]) => name)
  return tableNames.filter((name) => present.includes(name))
}

/** The rows of a statement's result, page by page, without the header row of a SELECT. */
async function query(lake: PipelineLake, sql: string): Promise<(string | null)[][]> {
  const { QueryExecutionId, SubstatementType } = await lake.run(sql, { outputLocation: places.AthenaResultsLocation })
  const rows: (string | null)[][] = []
  let NextToken: string | undefined
  do {
    const page = await lake.athena.getQueryResults({ QueryExecutionId, ...(NextToken !== undefined && { NextToken }) })
    for (const { Data } of page.ResultSet.Rows) rows.push(Data.map(({ VarCharValue }) => VarCharValue ?? null))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return SubstatementType === 'SELECT' ? rows.slice(1) : rows
}
