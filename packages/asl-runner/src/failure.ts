/**
 * Why a state did not succeed. Thrown inside the interpreter, never out of it; it is no `Error`, because a stack costs more than a state.
 */
export class Failure {
  readonly error: string | undefined
  readonly cause: string | undefined
  /** The cause begins with `An error occurred while executing the state …`, which only the strand can write. */
  readonly explained: boolean
  /** JSONata: the field; it makes an `EvaluationFailed` event. */
  readonly location: string | undefined
  readonly isEvaluation: boolean
  /** A heartbeat that stayed away, which AWS reports as `States.Timeout`. */
  readonly isHeartbeat: boolean

  constructor(
    error: string | undefined,
    cause: string | undefined,
    more: { explained?: boolean; location?: string | undefined; isEvaluation?: boolean; isHeartbeat?: boolean } = {},
  ) {
    this.error = error
    this.cause = cause
    this.explained = more.explained ?? false
    this.location = more.location
    this.isEvaluation = more.isEvaluation ?? false
    this.isHeartbeat = more.isHeartbeat ?? false
  }
}

/** A fault of the definition or the data: AWS lets nobody catch it. */
export const runtimeFailure = (problem: string): Failure => new Failure('States.Runtime', problem, { explained: true })

/** A fault of a JSONata expression. */
export const evaluationFailure = (problem: string, location?: string): Failure =>
  new Failure('States.QueryEvaluationError', problem, { explained: true, isEvaluation: true, location })

/**
 * Whether a Retrier or Catcher names an error.
 *
 * Nothing matches `States.Runtime`, not even its name; `States.TaskFailed` stands for everything but a timeout. `States.ALL` matches
 * `States.DataLimitExceeded` too: AWS did so when it was recorded, whatever its guide says.
 */
export function isNamedBy(failure: Failure, names: readonly string[]): boolean {
  const { error } = failure
  if (error === 'States.Runtime') return false
  for (const name of names) {
    if (name === error) return true
    if (name === 'States.HeartbeatTimeout' && failure.isHeartbeat) return true
    if (name === 'States.ALL') return true
    if (name === 'States.TaskFailed' && error !== 'States.Timeout') return true
  }
  return false
}

/** What should not happen, a definition that no checker has seen for one: a value too, never an exception out of a run. */
export const unforeseen = (error: unknown): Failure =>
  new Failure('States.Runtime', `The runner cannot go on: ${error instanceof Error ? error.message : String(error)}`)

/** The history has no room for another event. */
export const historyIsFull = (most: number): Failure =>
  new Failure('States.Runtime', `The execution reached the maximum number of history events (${most}).`)
