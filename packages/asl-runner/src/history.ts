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

/** The history has no room for another event. */
export class HistoryIsFull {
  readonly most: number

  constructor(most: number) {
    this.most = most
  }
}

/** Events of a chunk: chunks are filled and never copied, so that a long history costs no more to grow than a short one. */
const chunkSize = 1024

/** Events in a row, field by field: a run of a million must fit in memory, and an object an event would be twice as large. */
interface Chunk {
  readonly types: EventType[]
  readonly previous: number[]
  /** The state's or the Map's name; `undefined` when `values` holds all details. */
  readonly names: (string | undefined)[]
  /** The state's payload, an iteration's index, or details. */
  readonly values: unknown[]
}

/** Grows while an execution runs. Holds references to payloads; their JSON text is made when events are read. */
export class History {
  private readonly chunks: Chunk[] = []
  private last: Chunk = newChunk(0)
  private count = 0
  /** What each state assigned, by the id of its exit. */
  private readonly assigned = new Map<number, ReadonlyMap<string, unknown>>()
  /** The ids from which on a time holds: most events share theirs. */
  private readonly times: { readonly from: number; readonly time: number }[] = []
  private readonly room: number
  private readonly listener: ((event: HistoryEvent) => void) | undefined

  /** @param most Events at most, the last one included. */
  constructor(most: number, listener?: (event: HistoryEvent) => void) {
    this.chunks.push(this.last)
    this.room = most - 1
    this.listener = listener
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
    this.makeRoom()
    if (assigned && assigned.size > 0) this.assigned.set(this.count + 1, assigned)
    return this.keep(type, previous, time, name, value)
  }

  /** An iteration of a Map begins or ends. Returns the event's id. */
  iteration(type: EventType, previous: number, time: number, name: string, index: number): number {
    this.makeRoom()
    return this.keep(type, previous, time, name, index)
  }

  /** Anything else happens. Returns the event's id. */
  add(type: EventType, previous: number, time: number, details?: Details): number {
    this.makeRoom()
    return this.keep(type, previous, time, undefined, details)
  }

  /** The execution ends: this event always finds room. */
  end(type: EventType, previous: number, time: number, details?: Details): number {
    return this.keep(type, previous, time, undefined, details)
  }

  private makeRoom(): void {
    if (this.count >= this.room) throw new HistoryIsFull(this.room + 1)
  }

  private keep(type: EventType, previous: number, time: number, name: string | undefined, value: unknown): number {
    const at = this.count % chunkSize
    if (at === 0 && this.count > 0) {
      this.last = newChunk(chunkSize)
      this.chunks.push(this.last)
    }
    const chunk = this.last
    chunk.types[at] = type
    chunk.previous[at] = previous
    chunk.names[at] = name
    chunk.values[at] = value
    this.count += 1
    const { times } = this
    if (times.length === 0 || times[times.length - 1]!.time !== time) times.push({ from: this.count, time })
    if (this.listener) this.listener(this.shown(this.count, time, new JsonTexts()))
    return this.count
  }

  /** The events as AWS shows them. */
  events(): HistoryEvent[] {
    const texts = new JsonTexts()
    const events: HistoryEvent[] = []
    let period = 0
    for (let id = 1; id <= this.count; id += 1) {
      while (this.times[period + 1] && this.times[period + 1]!.from <= id) period += 1
      events.push(this.shown(id, this.times[period]!.time, texts))
    }
    return events
  }

  private shown(id: number, timestamp: number, texts: JsonTexts): HistoryEvent {
    const chunk = this.chunks[Math.floor((id - 1) / chunkSize)]!
    const at = (id - 1) % chunkSize
    const type = chunk.types[at]!
    const name = chunk.names[at]
    const value = chunk.values[at]
    const head = { id, previousEventId: chunk.previous[at]!, timestamp, type }
    if (name !== undefined) {
      if (type.startsWith('MapIteration')) return { ...head, details: { name, index: value } }
      return { ...head, details: stateDetails(type, name, value, this.assigned.get(id), texts), state: name, value }
    }
    const details = value as Details | undefined
    if (!details) return head
    const payload = details.output ?? details.input ?? details.parameters
    return { ...head, details: textDetails(details, texts), ...(payload !== undefined && { value: payload }) }
  }
}

const slots = <Value>(count: number): Value[] => {
  const made: Value[] = []
  made.length = count
  return made
}

/** The first chunk grows as it needs, those after it are made for a long history. */
const newChunk = (size: number): Chunk => ({
  types: slots(size),
  previous: slots(size),
  names: slots(size),
  values: slots(size),
})

const notTruncated = { truncated: false }
const truncated = { truncated: true }

/** JSON texts, each payload's made once. */
class JsonTexts {
  private readonly made = new Map<unknown, string | undefined>()

  /** `undefined` for a payload whose text would be longer than any text can be: it may share its parts with itself. */
  of(value: unknown): string | undefined {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    if (this.made.has(value)) return this.made.get(value)
    const text = textOf(value)
    this.made.set(value, text)
    return text
  }
}

function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** A payload and whether it had to be left out, as AWS shows them. */
function payloadDetails(name: string, value: unknown, texts: JsonTexts): Record<string, unknown> {
  const text = texts.of(value)
  return {
    ...(text !== undefined && { [name]: text }),
    [`${name}Details`]: text === undefined ? truncated : notTruncated,
  }
}

function stateDetails(
  type: EventType,
  name: string,
  value: unknown,
  assigned: ReadonlyMap<string, unknown> | undefined,
  texts: JsonTexts,
): Record<string, unknown> {
  const details = { name, ...payloadDetails(type.endsWith('Entered') ? 'input' : 'output', value, texts) }
  if (!assigned) return details
  return {
    ...details,
    assignedVariables: Object.fromEntries([...assigned].map(([variable, of]) => [variable, texts.of(of)])),
    assignedVariablesDetails: notTruncated,
  }
}

function textDetails(details: Details, texts: JsonTexts): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(details)) {
    if (value === undefined) continue
    if (name === 'input' || name === 'output') Object.assign(shown, payloadDetails(name, value, texts))
    else shown[name] = name === 'parameters' ? texts.of(value) : value
  }
  return shown
}
