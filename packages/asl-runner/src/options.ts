import type { StateMachine } from 'asl-builder/scope'
import type { Chance } from './chance.js'
import type { HistoryEvent } from './history.js'
import type { ReadParquet } from './items/read-items.js'
import type { Clock } from './scheduler.js'
import type { Decision } from './decision.js'
import type { S3Buckets, S3Store } from './tasks/s3.js'
import type { OnSend } from './tasks/messages.js'
import type { TaskTokens } from './tasks/task-tokens.js'
import type { TaskFunction, Tasks } from './tasks/task.js'

/** What holds for every run of a machine. */
export interface RunnerOptions {
  /** What Task states call: by state name, by resource, or by a pattern with `*`. Built-in integrations need none. */
  readonly tasks?: Tasks
  /** Lambda functions by name: for `lambda:invoke` and for function ARNs. */
  readonly functions?: Readonly<Record<string, TaskFunction>>
  /** The buckets of `s3:getObject`, `s3:putObject`, `s3:listObjectsV2`, `ItemReader` and `ResultWriter`: a store, or objects by bucket and key. */
  readonly s3?: S3Store | S3Buckets
  /** Reads the rows of a Parquet file, for `InputType: PARQUET`. */
  readonly readParquet?: ReadParquet
  /** Nested machines, by ARN or name, for `states:startExecution` in all its forms. */
  readonly machines?: Readonly<Record<string, StateMachine>>
  /** The activities there are, by ARN or name: a task for another fails as on AWS. Default: whichever a state names. */
  readonly activities?: readonly string[]
  /** Called with each message sent to SQS, SNS or EventBridge; they are kept in the execution's `sent` too. */
  readonly onSend?: OnSend
  /** Answers tasks that wait for a callback, when no handler does. */
  readonly tokens?: TaskTokens
  /** Default `virtual`: waiting costs nothing, and time stands still while states run. `real` waits. */
  readonly clock?: 'virtual' | 'real' | Clock
  /** When a virtual clock starts: a date or an RFC 3339 text. Default 2025-01-01T00:00:00Z. */
  readonly startTime?: Date | string
  /** Where jitter, `States.MathRandom`, `States.UUID`, `$random`, `$uuid` and task tokens come from. Default `asl-runner`. */
  readonly seed?: string | number
  /** A source of chance of one's own, in place of `seed`. */
  readonly random?: Chance
  /** Default `aws`: 256 KiB a payload, 25,000 events, a year (Express: five minutes). `none`: whatever fits in memory. */
  readonly quotas?: 'aws' | 'none'
  /** Most events where no quota sets a limit, so that a loop without end stops. Default 2,000,000. */
  readonly eventBudget?: number
  /** The state machine's name, in its ARN and the context object. Default `StateMachine`. */
  readonly machineName?: string
  /** Default `123456789012`. */
  readonly accountId?: string
  /** Default `us-east-1`. */
  readonly region?: string
  /** The execution role, in the context object and the first event. */
  readonly roleArn?: string
  /** Default `STANDARD`. */
  readonly type?: 'STANDARD' | 'EXPRESS'
  /** Express only: as `StartSyncExecution` would run it. Default: as `StartExecution` would. */
  readonly synchronous?: boolean
  /** The day (RFC 3339) whose AWS is wanted, where AWS has changed. Default: the latest that is known. */
  readonly asOf?: Date | string
}

/** What holds for one run. */
export interface RunOptions extends RunnerOptions {
  /** The execution's input: a JSON value. Default `{}`. Never changed, and must not be changed until the run is over. */
  readonly input?: unknown
  /** The execution's name. Default: made from the seed. */
  readonly name?: string
  /** Replaces members of the context object's `Execution` and `StateMachine`. */
  readonly context?: ContextOverrides
  /** Variables of the outermost scope. */
  readonly variables?: Readonly<Record<string, unknown>>
  /** Ends the run with ABORTED. */
  readonly signal?: AbortSignal
  /** Called with each event as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void
  /** Called with each state entered, each iteration begun, each decision: which Choice Rule, Catcher or Retrier. */
  readonly onDecision?: (decision: Decision) => void
}

/** Members of the context object that a run may be given. */
export interface ContextOverrides {
  readonly Execution?: Readonly<Record<string, unknown>>
  readonly StateMachine?: Readonly<Record<string, unknown>>
}
