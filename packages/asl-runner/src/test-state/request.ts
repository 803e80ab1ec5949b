import type { TaskFunction } from '../tasks/task.js'

/** How much of a state's data flow an answer shows. */
export type InspectionLevel = 'INFO' | 'DEBUG' | 'TRACE'

/** What stands for the call of a Task, the iterations of a Map or the branches of a Parallel. */
export interface Mock {
  /** What comes back: JSON text as in AWS's API, or the value itself where it is no text. Either this or `errorOutput`. */
  readonly result?: unknown
  readonly errorOutput?: { readonly error?: string; readonly cause?: string }
  /** How far `result` is held against the service's model: all of it (default), what is present, or not at all. */
  readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE'
}

/** What happened to the state before, for its Retriers, Catchers and tolerances. */
export interface TestStateConfiguration {
  /** Retries so far by the Retrier that matches. Default 0. */
  readonly retrierRetryCount?: number
  /** The state inside a Map or Parallel that failed. */
  readonly errorCausedByState?: string
  /** Iterations that failed. */
  readonly mapIterationFailureCount?: number
  /** The items that the `ItemReader` would read: JSON text as in AWS's API, or the list itself. */
  readonly mapItemReaderData?: unknown
}

/** What a state is tested with, in the words of AWS's TestState API; data are values, not texts. */
export interface TestStateRequest {
  /** The state to test, at any depth. Not needed when the definition is a state itself. */
  readonly state?: string
  /** Default `{}`. */
  readonly input?: unknown
  readonly variables?: Readonly<Record<string, unknown>>
  /** Members of the context object; the others are made up. */
  readonly context?: Readonly<Record<string, unknown>>
  readonly mock?: Mock
  /** Lambda functions by name or ARN: a Task without a mock that calls one runs it. */
  readonly functions?: Readonly<Record<string, TaskFunction>>
  /** Default `INFO`. */
  readonly inspectionLevel?: InspectionLevel
  readonly stateConfiguration?: TestStateConfiguration
  readonly revealSecrets?: boolean
  /** In the context object; a Task without a mock needs one. */
  readonly roleArn?: string
  /** Default `123456789012`. */
  readonly accountId?: string
  /** Default `us-east-1`. */
  readonly region?: string
  /** The day (RFC 3339) whose AWS is wanted, where AWS has changed. Default: the latest that is known. */
  readonly asOf?: Date | string
  /** Default `asl-runner`. */
  readonly seed?: string | number
}

/** What a state's data were on their way; only what the state's type and language have. */
export interface InspectionData {
  input?: unknown
  afterInputPath?: unknown
  afterParameters?: unknown
  afterArguments?: unknown
  afterItemsPath?: unknown
  afterItemSelector?: unknown
  afterItemBatcher?: unknown
  result?: unknown
  afterResultSelector?: unknown
  afterResultPath?: unknown
  variables?: unknown
  maxConcurrency?: number
  toleratedFailureCount?: number
  toleratedFailurePercentage?: number
  errorDetails?: { catchIndex?: number; retryIndex?: number; retryBackoffIntervalSeconds?: number }
}

/** How the state did. `RETRIABLE`: a Retrier would try again. */
export type TestStatus = 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR'

/** What comes of testing a state. */
export interface TestStateResponse {
  readonly status: TestStatus
  readonly output?: unknown
  readonly error?: string
  readonly cause?: string
  /** Where the machine would go; none when the state ends it. */
  readonly nextState?: string
  /** With `DEBUG` and `TRACE`. */
  readonly inspectionData?: InspectionData
}

/** A request that AWS would refuse, with AWS's code (`ValidationException`, `InvalidDefinition`) and words. */
export class TestStateError extends Error {
  override readonly name = 'TestStateError'
  readonly code: 'ValidationException' | 'InvalidDefinition'

  constructor(code: TestStateError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** A request that AWS's validation refuses. */
export const refused = (message: string): TestStateError => new TestStateError('ValidationException', message)
