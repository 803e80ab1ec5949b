import { Failure } from '../failure.js'
import type { Scheduler } from '../scheduler.js'
import type { Outcome, TaskRequest, Work } from '../states/task.js'
import type { Integration } from './integration.js'
import { answerOf, Handlers, missingHandler } from './handlers.js'
import { cloneJson, toJson } from './json-values.js'
import { TaskError, TaskReply, isReply, type Reply, type TaskCall, type TaskFunction, type Tasks } from './task.js'

/** Starts tasks: finds who answers, and makes an outcome of the answer. */
export class TaskBroker {
  private readonly handlers: Handlers
  private readonly integrations: readonly Integration[]
  private readonly scheduler: Scheduler
  private readonly calls = new Map<unknown, number>()

  constructor(tasks: Tasks, integrations: readonly Integration[], scheduler: Scheduler) {
    this.handlers = new Handlers(tasks)
    this.integrations = integrations
    this.scheduler = scheduler
  }

  start(request: TaskRequest): Work {
    try {
      return this.answer(request)
    } catch (error) {
      // A reply that is no JSON, a handler of the wrong kind: the author's to mend, and no reason to throw out of a run.
      return { outcome: thrown(error) }
    }
  }

  private answer(request: TaskRequest): Work {
    const { strand, resource, input } = request
    const call = this.callOf(request)
    const handler = this.handlers.find(strand.node.name, resource, input)
    if (handler !== undefined) {
      const count = this.calls.get(handler) ?? 0
      this.calls.set(handler, count + 1)
      const answer = answerOf(handler, count)
      if (answer === undefined) return failed(new Failure('States.Runtime', exhausted(call, count)))
      return isReply(answer) ? replied(answer) : runCode(answer, call)
    }
    for (const integrate of this.integrations) {
      const work = integrate(request, call, runCode)
      if (work) return work
    }
    return failed(new Failure('States.Runtime', missingHandler(strand.node.name, resource.arn)))
  }

  private callOf(request: TaskRequest): TaskCall {
    const { strand, resource, input, timeoutSeconds, heartbeatSeconds, heartbeat } = request
    const { scheduler } = this
    return {
      state: strand.node.name,
      resource: resource.arn,
      input,
      attempt: strand.retryCount,
      get iterations() {
        return strand.iterations
      },
      get context() {
        return strand.context()
      },
      ...(strand.token !== undefined && { token: strand.token }),
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
      get signal() {
        return request.signal
      },
      sleep: (seconds) => scheduler.sleep(seconds * 1000, request.signal),
      heartbeat,
    }
  }
}

/** Runs code for a task; its own copy of the input is the code's to change. */
export function runCode(code: TaskFunction, call: TaskCall): Work {
  try {
    const result = code(cloneJson(call.input), call)
    if (result instanceof TaskReply) return replied(result.reply)
    if (isPromiseLike(result)) {
      return {
        submitted: {},
        outcome: Promise.resolve(result).then((output): Outcome => ({ output: toJson(output) }), thrown),
      }
    }
    return { submitted: {}, outcome: { output: toJson(result) } }
  } catch (error) {
    return { submitted: {}, outcome: thrown(error) }
  }
}

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

const failed = (failure: Failure): Work => ({ outcome: { failure } })

const exhausted = (call: TaskCall, count: number): string =>
  `The handler of the Task state "${call.state}" (${call.resource}) has ${count} replies, but this is call ${count + 1}. Add a reply, or pass a function.`

function replied(reply: Reply): Work {
  if ('result' in reply) return { submitted: {}, outcome: { output: JSON.parse(reply.result) as unknown } }
  if ('errorOutput' in reply) {
    return { submitted: {}, outcome: { failure: new Failure(reply.errorOutput.error, reply.errorOutput.cause) } }
  }
  if ('Throw' in reply && reply.FailedAs !== undefined) {
    return { failedAs: reply.FailedAs, outcome: { failure: new Failure(reply.Throw.Error, reply.Throw.Cause) } }
  }
  const submitted = toJson(reply.Submitted ?? {})
  if ('Pending' in reply) return { submitted, outcome: 'pending' }
  const outcome: Outcome =
    'Return' in reply
      ? { output: toJson(reply.Return) }
      : { failure: new Failure(reply.Throw.Error, reply.Throw.Cause) }
  return { submitted, outcome, ...(reply.AfterSeconds && { afterSeconds: reply.AfterSeconds }) }
}

/** What a thrown value says of a task. */
function thrown(error: unknown): Outcome {
  return { failure: failureOf(error), thrown: error }
}

function failureOf(error: unknown): Failure {
  if (error instanceof TaskError) return new Failure(error.error, error.taskCause)
  if (error instanceof Error) return new Failure(error.name, error.message)
  return new Failure('Error', typeof error === 'string' ? error : JSON.stringify(toJson(error)))
}
