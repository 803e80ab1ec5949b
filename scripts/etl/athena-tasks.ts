import { setTimeout as sleep } from 'node:timers/promises'
import { TaskError, type TaskCall, type Tasks } from 'asl-runner'
import type { Athena, GetQueryResultsInput, QueryExecution, StartQueryExecutionInput } from 'local-lake'

/** Milliseconds between two looks at a query: at first, and at most. */
const pause = { first: 1, most: 20 }

/**
 * Athena's integrations with Step Functions, over the API alone.
 *
 * @param told Hears what became of a state's query.
 */
export function athenaTasks(athena: Athena, told: (state: string, query: QueryExecution) => void): Tasks {
  return {
    'athena:startQueryExecution.sync': async (input: StartQueryExecutionInput, call) => {
      const { QueryExecutionId } = await answered(athena.startQueryExecution(input))
      const query = await ended(athena, QueryExecutionId, call)
      told(call.state, query)
      const result = { QueryExecution: withNumbers(query) }
      if (query.Status.State === 'SUCCEEDED') return result
      throw new TaskError('States.TaskFailed', JSON.stringify(result))
    },
    'athena:getQueryResults': (input: GetQueryResultsInput) => answered(athena.getQueryResults(input)),
  }
}

/** An error of the API under the name that a state machine sees. */
async function answered<Answer>(promise: Promise<Answer>): Promise<Answer> {
  try {
    return await promise
  } catch (error) {
    const { name, message } = error as Error
    throw new TaskError(`Athena.${name}`, message)
  }
}

async function ended(athena: Athena, QueryExecutionId: string, { signal }: TaskCall): Promise<QueryExecution> {
  const stop = () => void athena.stopQueryExecution({ QueryExecutionId })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for (let wait = pause.first; ; wait = Math.min(wait * 2, pause.most)) {
      const { QueryExecution } = await answered(athena.getQueryExecution({ QueryExecutionId }))
      if (!['QUEUED', 'RUNNING'].includes(QueryExecution.Status.State)) return QueryExecution
      await sleep(wait)
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Times as Step Functions hands them on: milliseconds since 1970. */
function withNumbers(query: QueryExecution): unknown {
  const { SubmissionDateTime, CompletionDateTime } = query.Status
  const Status = {
    ...query.Status,
    SubmissionDateTime: SubmissionDateTime.getTime(),
    ...(CompletionDateTime && { CompletionDateTime: CompletionDateTime.getTime() }),
  }
  return { ...query, Status }
}
