import { isObject } from 'asl-builder'

/**
 * What an execution did: the result of asl-runner's `run`, the answer of AWS's `GetExecutionHistory` (`aws stepfunctions
 * get-execution-history`), or its list of events alone.
 */
export type ExecutionHistory =
  | { readonly history: readonly object[] }
  | { readonly events: readonly object[] }
  | readonly object[]

/** What was given as an execution has no events. */
export class NotAHistory extends Error {
  override readonly name = 'NotAHistory'
}

/** An event as both of them have it. */
export interface HistoryEvent {
  id: number
  /** 0 for none. */
  previous: number
  type: string
  /** Milliseconds since 1970. */
  time?: number
  /** AWS's `…EventDetails`. */
  details: Readonly<Record<string, unknown>>
}

/**
 * The events of an execution, in order.
 *
 * @throws {NotAHistory} What is given is no history.
 */
export function eventsOf(execution: ExecutionHistory): HistoryEvent[] {
  const list: unknown = Array.isArray(execution) ? execution : listIn(execution)
  if (!Array.isArray(list)) throw new NotAHistory('An execution has a list of events: "events", or "history".')
  return list.map(eventOf).toSorted((a, b) => a.id - b.id)
}

function listIn(execution: unknown): unknown {
  if (!isObject(execution)) return undefined
  const { history, events } = execution as { history?: unknown; events?: unknown }
  return history ?? events
}

function eventOf(event: unknown, index: number): HistoryEvent {
  const fields = (isObject(event) ? event : {}) as Readonly<Record<string, unknown>>
  const { id, type, previousEventId, timestamp } = fields
  if (typeof id !== 'number' || typeof type !== 'string')
    throw new NotAHistory(`Event ${index + 1} of the execution has no "id" and "type".`)
  const time = timeOf(timestamp)
  const details = fields['details'] ?? fields[Object.keys(fields).find((key) => key.endsWith('EventDetails')) ?? '']
  return {
    id,
    type,
    previous: typeof previousEventId === 'number' ? previousEventId : 0,
    ...(time !== undefined && { time }),
    details: (isObject(details) ? details : {}) as Readonly<Record<string, unknown>>,
  }
}

/** Texts, and seconds as the AWS CLI's first version printed them; milliseconds are larger than any of those. */
function timeOf(timestamp: unknown): number | undefined {
  if (typeof timestamp === 'number') return timestamp < 1e11 ? timestamp * 1000 : timestamp
  const time =
    typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp instanceof Date ? Number(timestamp) : NaN
  return Number.isNaN(time) ? undefined : time
}
