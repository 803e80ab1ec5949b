/** The events of a task that fails before it is at work; of these only `TaskFailed` and `TaskSubmitFailed` follow a start. */
export type FailedAs =
  | 'TaskFailed'
  | 'TaskStartFailed'
  | 'TaskSubmitFailed'
  | 'LambdaFunctionFailed'
  | 'LambdaFunctionScheduleFailed'
  | 'LambdaFunctionStartFailed'
  | 'ActivityFailed'
  | 'ActivityScheduleFailed'

/** A task's reply that is known beforehand; the keys are those of AWS's MockConfigFile. */
export type Reply =
  | {
      /** What the task returns. */
      readonly Return: unknown
      /** What a `.sync` or `.waitForTaskToken` task got back when it was submitted. Default `{}`. */
      readonly Submitted?: unknown
      /** How long it takes, by the run's clock. Default 0. */
      readonly AfterSeconds?: number
    }
  | {
      /** The error it fails with; a name or a cause that is absent stays absent, as with `SendTaskFailure`. */
      readonly Throw: { readonly Error?: string; readonly Cause?: string }
      readonly Submitted?: unknown
      readonly AfterSeconds?: number
      /** It failed before it was submitted, and this event says so: `TaskSubmitFailed`, or `TaskStartFailed` for one that never started. */
      readonly FailedAs?: FailedAs
    }
  /** It never answers: only a timeout ends it. */
  | { readonly Pending: true; readonly Submitted?: unknown }
  /** A mock of the TestState API: `result` is JSON text. */
  | { readonly result: string }
  | { readonly errorOutput: { readonly error?: string; readonly cause?: string } }

/** What a task is called with. */
export interface TaskCall {
  /** The state that calls. */
  readonly state: string
  /** The state's `Resource`, as written. */
  readonly resource: string
  /** The evaluated `Parameters` or `Arguments`, or the state's input. */
  readonly input: unknown
  /** Retries so far: 0 at the first try. */
  readonly attempt: number
  /** The iterations around the state, the outermost first. */
  readonly iterations: readonly { readonly map: string; readonly index: number }[]
  /** The context object, `Task.Token` included. */
  readonly context: Readonly<Record<string, unknown>>
  /** Only `.waitForTaskToken` and activities. */
  readonly token?: string
  readonly timeoutSeconds?: number
  readonly heartbeatSeconds?: number
  /** Aborted when the state times out, its execution stops or a sibling fails. */
  readonly signal: AbortSignal
  /** Waits by the run's clock: costs nothing with the virtual one. */
  sleep(seconds: number): Promise<void>
  /** A sign of life, for `HeartbeatSeconds`. */
  heartbeat(): void
}

/**
 * A task as code: takes its input, returns (or promises) its output; what it throws fails the task.
 *
 * A thrown `Error`'s `name` is the error name, its `message` the cause; throw a {@link TaskError} to say both.
 */
export type TaskFunction = (input: any, call: TaskCall) => unknown // any: its author knows the input's type

/** A handler: code, one reply for every call, or one reply a call. */
export type TaskHandler = TaskFunction | Reply | readonly (Reply | TaskFunction)[]

/**
 * Handlers by state name, by resource, or by a pattern in which `*` stands for anything.
 *
 * A state's name wins over a resource, a resource over a pattern, a longer pattern over a shorter one. A resource may be written
 * `lambda:invoke` for `arn:aws:states:::lambda:invoke`.
 */
export type Tasks = Readonly<Record<string, TaskHandler>>

/** A failed task: the error name and the cause as AWS would report them. */
export class TaskError extends Error {
  readonly error: string | undefined
  readonly taskCause: string | undefined

  constructor(error?: string, cause?: string) {
    super(cause ?? error ?? 'The task failed.')
    this.name = 'TaskError'
    this.error = error
    this.taskCause = cause
  }
}

/** What a {@link TaskFunction} returns to answer as a {@link Reply} would: with a delay, or never. */
export class TaskReply {
  readonly reply: Reply

  constructor(reply: Reply) {
    this.reply = reply
  }
}

/** What makes an object a {@link Reply}. */
export const replyKeys = ['Return', 'Throw', 'Pending', 'result', 'errorOutput']

/** Whether a value is a {@link Reply}, and not a function or a list. */
export const isReply = (handler: unknown): handler is Reply =>
  typeof handler === 'object' &&
  handler !== null &&
  !Array.isArray(handler) &&
  replyKeys.some((key) => Object.hasOwn(handler, key))
