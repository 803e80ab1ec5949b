import { athena } from 'asl-builder'
import { parameters } from '../parameters.js'
import { catchAll, statementRetry } from './resilience.js'

/** A Task that runs one SQL statement in Athena, waits until it ends, and hands on the statement's id. */
export function athenaQuery<const Failed extends string>(
  QueryString: string,
  { minutes, failed }: { minutes: number; failed: Failed },
) {
  return {
    Type: 'Task',
    ...athena.startQueryExecution.sync({
      QueryString,
      WorkGroup: String(parameters.AthenaWorkGroup),
      ResultConfiguration: { OutputLocation: String(parameters.AthenaResultsLocation) },
    }),
    // The whole result repeats the statement: handing on the id alone keeps every state far below 256 KiB.
    Output: { QueryExecutionId: '{% $states.result.QueryExecution.QueryExecutionId %}' },
    TimeoutSeconds: minutes * 60,
    Retry: statementRetry,
    Catch: catchAll(failed),
  } as const
}
