import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type GetQueryResultsOutput,
} from '@aws-sdk/client-athena'
import type { Connection } from './connection.js'
import { Pace } from './polling.js'
import { Problem } from './problem.js'
import type { Terminal } from './terminal.js'

/** A row: one text per column, null where there is no value. */
export type QueryRow = readonly (string | null)[]

/** Where queries run. */
export interface QueryPlace {
  database: string
  workGroup: string
}

/** A query that Athena ran and that failed: the message is Athena's reason. */
export class QueryFailed extends Problem {}

/**
 * Runs a query to its end and reads all of its rows. The header row that Athena puts before a SELECT's rows is left out.
 * On Ctrl-C the query is stopped, so that it costs no more.
 *
 * @throws QueryFailed with Athena's reason.
 */
export async function athenaRows(
  { athena }: Connection,
  { signal, clock }: Terminal,
  { database, workGroup }: QueryPlace,
  sql: string,
): Promise<QueryRow[]> {
  const abortSignal = signal
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: workGroup,
      QueryExecutionContext: { Database: database },
    }),
    { abortSignal },
  )
  const pace = new Pace(clock, signal, { first: 300, longest: 3000 })
  try {
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }), { abortSignal })
      const { State, StateChangeReason } = QueryExecution?.Status ?? {}
      if (State === 'SUCCEEDED') break
      if (State === 'FAILED' || State === 'CANCELLED') throw new QueryFailed(StateChangeReason ?? `The query ${State}.`)
      await pace.wait(false)
    }
  } catch (error) {
    if (signal.aborted) await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }))
    throw error
  }
  const hasHeader = /^\s*(SELECT|WITH)\b/i.test(sql) // on the first page; SHOW and the like have none
  const rows: QueryRow[] = []
  let NextToken: string | undefined
  do {
    const next = NextToken === undefined ? {} : { NextToken }
    const page: GetQueryResultsOutput = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, ...next }), {
      abortSignal,
    })
    const found =
      page.ResultSet?.Rows?.map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue ?? null)) ?? []
    rows.push(...(NextToken === undefined && hasHeader ? found.slice(1) : found))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return rows
}
