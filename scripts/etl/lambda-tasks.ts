import { TaskError, type TaskCall, type TaskFunction, type Tasks } from 'asl-runner'
import {
  createHandler,
  type ConnectorResult,
  type ObjectTarget,
  type RowSource,
  type SourceTable,
} from 'mysql-connector'
import { places } from './places.js'

/** Milliseconds that Lambda gives the connector. */
const longest = 15 * 60_000

/** The two Lambda functions. The connector is the one that is packaged for AWS. */
export function lambdaTasks(options: {
  tables: readonly SourceTable[]
  source: RowSource
  target: ObjectTarget
  /** Hears what a state's export brought. */
  told: (state: string, result: ConnectorResult) => void
}): Tasks {
  return {
    [places.lambdaArn]: asLambda(() => 'Hello World!'),
    [places.MySQLLambdaArn]: asLambda(async (event, call) => {
      const { tables, target, told } = options
      const handler = createHandler({ tables, source: endingWith(options.source, call.signal), target, log: () => {} })
      const ends = performance.now() + longest
      const result = await handler(event, { getRemainingTimeInMillis: () => ends - performance.now() })
      told(call.state, result)
      return result
    }),
  }
}

/** Failures as Lambda reports them: the error's name, and JSON text as the cause. */
function asLambda(work: (event: unknown, call: TaskCall) => unknown): TaskFunction {
  return async (event: unknown, call) => {
    try {
      return await work(event, call)
    } catch (error) {
      const { name, message } = error as Error
      throw new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }))
    }
  }
}

/** The same rows, until the state that reads them is over: Lambda ends a function's process, here its reads end. */
function endingWith(source: RowSource, over: AbortSignal): RowSource {
  return {
    atOneMoment: (work, signal) => source.atOneMoment(work, signal ? AbortSignal.any([signal, over]) : over),
    seed: (tables) => source.seed(tables),
    close: () => source.close(),
  }
}
