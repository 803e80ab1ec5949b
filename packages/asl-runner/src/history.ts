/**
 * The types of event in an execution's history.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export type EventType =
  | 'ActivityFailed'
  | 'ActivityScheduled'
  | 'ActivityScheduleFailed'
  | 'ActivityStarted'
  | 'ActivitySucceeded'
  | 'ActivityTimedOut'
  | 'ChoiceStateEntered'
  | 'ChoiceStateExited'
  | 'ExecutionAborted'
  | 'ExecutionFailed'
  | 'ExecutionStarted'
  | 'ExecutionSucceeded'
  | 'ExecutionTimedOut'
  | 'FailStateEntered'
  | 'LambdaFunctionFailed'
  | 'LambdaFunctionScheduled'
  | 'LambdaFunctionScheduleFailed'
  | 'LambdaFunctionStarted'
  | 'LambdaFunctionStartFailed'
  | 'LambdaFunctionSucceeded'
  | 'LambdaFunctionTimedOut'
  | 'MapIterationAborted'
  | 'MapIterationFailed'
  | 'MapIterationStarted'
  | 'MapIterationSucceeded'
  | 'MapStateAborted'
  | 'MapStateEntered'
  | 'MapStateExited'
  | 'MapStateFailed'
  | 'MapStateStarted'
  | 'MapStateSucceeded'
  | 'ParallelStateAborted'
  | 'ParallelStateEntered'
  | 'ParallelStateExited'
  | 'ParallelStateFailed'
  | 'ParallelStateStarted'
  | 'ParallelStateSucceeded'
  | 'PassStateEntered'
  | 'PassStateExited'
  | 'SucceedStateEntered'
  | 'SucceedStateExited'
  | 'TaskFailed'
  | 'TaskScheduled'
  | 'TaskStarted'
  | 'TaskStartFailed'
  | 'TaskStateAborted'
  | 'TaskStateEntered'
  | 'TaskStateExited'
  | 'TaskSubmitFailed'
  | 'TaskSubmitted'
  | 'TaskSucceeded'
  | 'TaskTimedOut'
  | 'WaitStateAborted'
  | 'WaitStateEntered'
  | 'WaitStateExited'
  | 'MapRunAborted'
  | 'MapRunFailed'
  | 'MapRunStarted'
  | 'MapRunSucceeded'
  | 'ExecutionRedriven'
  | 'MapRunRedriven'
  | 'EvaluationFailed'

/** An event of a history, as `GetExecutionHistory` gives it. */
export interface HistoryEvent {
  /** From 1. */
  readonly id: number
  /** The event this one follows from, which need not be the one before it; 0 for none. */
  readonly previousEventId: number
  /** Milliseconds since 1970, by the run's clock. */
  readonly timestamp: number
  readonly type: EventType
  /** AWS's `…EventDetails`; payloads (`input`, `output`, `parameters`) are JSON texts. Absent where AWS has none. */
  readonly details?: Readonly<Record<string, unknown>>
  /** The state's name, for `…StateEntered` and `…StateExited`. */
  readonly state?: string
  /** The payload itself: the input that came in, the output that went out. Never change it. */
  readonly value?: unknown
}

/** Details that are known when an event happens; payloads are values here and become text when someone reads them. */
export interface Details {
  input?: unknown
  output?: unknown
  parameters?: unknown
  [name: string]: unknown
}

/** One event, as small as can be: a run of a million must fit in memory. */
class Recorded {
  readonly type: EventType
  readonly previous: number
  readonly time: number
  readonly name: string | undefined
  readonly value: unknown
  readonly more: Details | ReadonlyMap<string, unknown> | undefined

  constructor(
    type: EventType,
    previous: number,
    time: number,
    name: string | undefined,
    value: unknown,
    more: Details | ReadonlyMap<string, unknown> | undefined,
  ) {
    this.type = type
    this.previous = previous
    this.time = time
    this.name = name
    this.value = value
    this.more = more
  }
}

/** The history has no room for another event. */
export class HistoryIsFull {
  readonly most: number

  constructor(most: number) {
    this.most = most
  }
}

/** Grows while an execution runs. Holds references to payloads; their JSON text is made when events are read. */
export class History {
  private readonly recorded: Recorded[] = []
  private readonly room: number
  private readonly listener: ((event: HistoryEvent) => void) | undefined

  /** @param most Events at most, the last one included. */
  constructor(most: number, listener?: (event: HistoryEvent) => void) {
    this.room = most - 1
    this.listener = listener
  }

  get length(): number {
    return this.recorded.length
  }

  /** A state is entered (`value` is its input) or left (its output, with what it assigned). Returns the event's id. */
  state(
    type: EventType,
    previous: number,
    time: number,
    name: string,
    value: unknown,
    assigned?: ReadonlyMap<string, unknown>,
  ): number {
    return this.push(new Recorded(type, previous, time, name, value, assigned))
  }

  /** Anything else happens. Returns the event's id. */
  add(type: EventType, previous: number, time: number, details?: Details): number {
    return this.push(new Recorded(type, previous, time, undefined, undefined, details))
  }

  /** The execution ends: this event always finds room. */
  end(type: EventType, previous: number, time: number, details?: Details): number {
    return this.keep(new Recorded(type, previous, time, undefined, undefined, details))
  }

  private push(event: Recorded): number {
    if (this.recorded.length >= this.room) throw new HistoryIsFull(this.room + 1)
    return this.keep(event)
  }

  private keep(event: Recorded): number {
    const id = this.recorded.push(event)
    if (this.listener) this.listener(this.shown(event, id, new JsonTexts()))
    return id
  }

  /** The events as AWS shows them. */
  events(): HistoryEvent[] {
    const texts = new JsonTexts()
    return this.recorded.map((event, index) => this.shown(event, index + 1, texts))
  }

  private shown(event: Recorded, id: number, texts: JsonTexts): HistoryEvent {
    const { type, previous, time, name, value } = event
    const head = { id, previousEventId: previous, timestamp: time, type }
    if (name !== undefined) return { ...head, details: stateDetails(event, texts), state: name, value }
    const details = event.more as Details | undefined
    if (!details) return head
    const payload = details.output ?? details.input ?? details.parameters
    return { ...head, details: textDetails(details, texts), ...(payload !== undefined && { value: payload }) }
  }
}

const notTruncated = { truncated: false }

/** JSON texts, each payload's made once. */
class JsonTexts {
  private readonly made = new Map<unknown, string>()

  of(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    let text = this.made.get(value)
    if (text === undefined) {
      text = JSON.stringify(value)
      this.made.set(value, text)
    }
    return text
  }
}

function stateDetails({ type, name, value, more }: Recorded, texts: JsonTexts): Record<string, unknown> {
  if (type.endsWith('Entered')) return { name, input: texts.of(value), inputDetails: notTruncated }
  const details: Record<string, unknown> = { name, output: texts.of(value), outputDetails: notTruncated }
  if (more instanceof Map && more.size > 0) {
    details['assignedVariables'] = Object.fromEntries([...more].map(([variable, of]) => [variable, texts.of(of)]))
    details['assignedVariablesDetails'] = notTruncated
  }
  return details
}

function textDetails(details: Details, texts: JsonTexts): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(details)) {
    if (value === undefined) continue
    const isPayload = name === 'input' || name === 'output' || name === 'parameters'
    shown[name] = isPayload ? texts.of(value) : value
    if (name === 'input' || name === 'output') shown[`${name}Details`] = notTruncated
  }
  return shown
}
