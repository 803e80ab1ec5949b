import { run, TaskError, TaskReply, type Clock, type FailedAs, type TaskCall, type TaskFunction } from 'asl-runner'
import { isDeepStrictEqual } from 'node:util'
import { functionsIn } from './fixtures.js'
import { dateOf, type Question, type RecordedTask } from './cases.js'

/** Runs an execution case with the recorded replies of its tasks. */
export async function answerExecution(question: Question): Promise<unknown> {
  const watch = new Watch()
  const execution = await run(question.definition as never, {
    input: question.input,
    clock: watch,
    signal: watch.signal,
    onEvent: () => watch.count(),
    type: question.type ?? 'STANDARD',
    synchronous: question.caveats?.some((caveat) => caveat.startsWith('sync-express')) ?? false,
    ...(question.executionName !== undefined && { name: question.executionName }),
    ...(question.environment?.s3 && { s3: question.environment.s3 }),
    accountId: '111111111111',
    activities: activitiesOf(question),
    tasks: { '*': recordedReplies(question) },
    ...(question.recordedDate && { asOf: dateOf(question.recordedDate) }),
  })
  const { output, error, cause } = execution
  const seen = execution.history.slice(0, watch.seen)
  const events = (question.reverseOrder ? seen.toReversed() : seen).map(({ id, previousEventId, type, details }) => ({
    id,
    previousEventId,
    type,
    ...(details && { details }),
  }))
  return {
    status: watch.isOver ? 'RUNNING' : execution.status,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    events,
  }
}

/** The activities that someone worked at: another had been deleted. */
function activitiesOf({ tasks = [], environment }: Question): string[] {
  const workers = (environment?.fixtures ?? []).map(({ activityArn }) => activityArn)
  const worked = tasks.map(({ kind, resource }) => (kind === 'activity' ? resource : undefined))
  return [...workers, ...worked].filter((arn) => arn !== undefined)
}

/** Whoever recorded an execution watched it for minutes, not for years: what goes on after an hour is still running. */
class Watch implements Clock {
  readonly isReal = false
  isOver = false
  /** Events before the watch was over. */
  seen = 0
  private time = Date.UTC(2025, 0, 1)
  private readonly end = this.time + 3_600_000
  private readonly controller = new AbortController()

  get signal(): AbortSignal {
    return this.controller.signal
  }

  now(): number {
    return this.time
  }

  advance(at: number): void {
    this.isOver = at > this.end
    if (this.isOver) this.controller.abort()
    else this.time = at
  }

  count(): void {
    if (!this.isOver) this.seen += 1
  }
}

/** Each recorded reply once: by state, iteration and attempt, else by what was called. */
function recordedReplies({ tasks = [], environment }: Question): TaskFunction {
  const left = [...tasks]
  const functions = functionsIn(environment)
  return (input: unknown, call: TaskCall) => {
    const index = indexOfReply(left, input, call)
    if (index < 0) {
      const name = functionName(input, call)
      const code = Object.hasOwn(functions, name) ? functions[name] : undefined
      if (code) return lambdaResult(code, input, call)
      throw new TaskError('NoReplyRecorded', `${call.state} (${call.resource}), attempt ${call.attempt}`)
    }
    const [task] = left.splice(index, 1) as [RecordedTask]
    return new TaskReply(replyOf(task))
  }
}

function indexOfReply(left: readonly RecordedTask[], input: unknown, call: TaskCall): number {
  const ofState = (task: RecordedTask): boolean =>
    task.state === call.state && isDeepStrictEqual(task.iteration ?? [], call.iterations)
  const exact = left.findIndex((task) => ofState(task) && task.attempt === call.attempt)
  if (exact >= 0) return exact
  const near = left.findIndex((task) => task.state === call.state && task.attempt === call.attempt)
  if (near >= 0) return near
  return left.findIndex((task) => task.state === call.state || isDeepStrictEqual(task.parameters, input))
}

function replyOf({ result, submitted }: RecordedTask): ConstructorParameters<typeof TaskReply>[0] {
  const more = submitted && { Submitted: submitted.output }
  if (result.timedOut || result.pending) return { Pending: true, ...more }
  if (result.output !== undefined) return { Return: result.output, ...more }
  const { error, cause, eventType } = result
  return {
    Throw: { ...(error !== undefined && { Error: error }), ...(cause !== undefined && { Cause: cause }) },
    ...more,
    ...(!submitted && eventType !== undefined && { FailedAs: eventType as FailedAs }),
  }
}

function functionName(input: unknown, { resource }: TaskCall): string {
  if (resource.includes(':function:')) return resource.split(':function:')[1]!
  return String((input as { FunctionName?: unknown } | null)?.FunctionName)
}

function lambdaResult(code: TaskFunction, input: unknown, call: TaskCall): unknown {
  if (call.resource.includes(':function:')) return code(input, call)
  // Lambda gives a function that is called with nothing an empty object.
  const payload = (input as { Payload?: unknown }).Payload ?? {}
  return { ExecutedVersion: '$LATEST', Payload: code(payload, call), StatusCode: 200 }
}
