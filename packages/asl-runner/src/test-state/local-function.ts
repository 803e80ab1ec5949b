import { runCode } from '../tasks/broker.js'
import { lambdaIntegration } from '../tasks/lambda.js'
import type { Resource } from '../tasks/resource.js'
import type { TaskCall } from '../tasks/task.js'
import type { Outcome, TaskRequest } from '../states/task.js'
import { refused, type TestStateRequest } from './request.js'

/**
 * Runs the Lambda function that a tested Task calls.
 *
 * @throws {@link TestStateError} when there is none: nothing else is called here.
 */
export async function callFunction(
  resource: Resource,
  call: Pick<TaskCall, 'state' | 'input' | 'attempt' | 'context'>,
  functions: TestStateRequest['functions'] = {},
): Promise<Exclude<Outcome, 'pending'>> {
  const { signal } = new AbortController()
  const full: TaskCall = {
    ...call,
    resource: resource.arn,
    iterations: [],
    signal,
    sleep: () => Promise.resolve(),
    heartbeat: () => undefined,
  }
  const work = lambdaIntegration(functions)({ resource } as TaskRequest, full, runCode)
  const outcome = work && typeof work.outcome !== 'function' ? await work.outcome : 'pending'
  if (outcome === 'pending') throw refused('Nothing is called here: give the Task a mock.')
  return outcome
}
