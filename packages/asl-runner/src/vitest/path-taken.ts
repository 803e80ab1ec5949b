import type { Execution } from '../execution.js'
import type { HistoryEvent } from '../history.js'

/** A state that an execution went through. */
export interface Visit {
  readonly state: string
  readonly input: unknown
  /** Absent when the state did not succeed. */
  readonly output?: unknown
  /** Iterations around it, the outermost first: `Each item[2]`. */
  readonly inside: readonly string[]
  /** The event that entered it, and the one that left it. */
  readonly entered: number
  readonly exited?: number
}

/** A call of a task. */
export interface Call {
  readonly state: string
  /** What was called, as `Tasks` names it: `lambda:invoke`, or an ARN. */
  readonly resource: string
  readonly input: unknown
  readonly output?: unknown
  readonly error?: string
  readonly cause?: string
}

/** The states an execution went through, in the order in which it entered them. */
export function visitsOf({ history }: Execution): Visit[] {
  const chain = new Chain(history)
  const visits = new Map<number, Visit>()
  for (const event of history) {
    if (event.state === undefined) continue
    if (event.type.endsWith('Entered')) {
      const { state, value, id } = event
      visits.set(id, { state, input: value, inside: chain.iterations(event), entered: id })
    } else {
      const entered = chain.entryOf(event)
      const visit = entered && visits.get(entered.id)
      if (visit) visits.set(visit.entered, { ...visit, output: event.value, exited: event.id })
    }
  }
  return [...visits.values()]
}

/** The calls of tasks that an execution made, in the order in which it made them; a retry is a call of its own. */
export function callsOf({ history }: Execution): Call[] {
  const chain = new Chain(history)
  const calls = new Map<number, Call>()
  const scheduled = new Map<number, number>()
  for (const event of history) {
    const { type, id, details = {} } = event
    if (/^(?:Task|LambdaFunction|Activity)Scheduled$/.test(type)) {
      const state = chain.entryOf(event)?.state ?? ''
      calls.set(id, { state, resource: resourceOf(details), input: event.value })
      scheduled.set(id, id)
      continue
    }
    const call = scheduled.get(event.previousEventId)
    if (call === undefined) continue
    if (event.state === undefined) scheduled.set(id, call)
    if (/^(?:Task|LambdaFunction|Activity)Succeeded$/.test(type))
      calls.set(call, { ...calls.get(call)!, output: event.value })
    else if (
      /^(?:Task|LambdaFunction|Activity)(?:Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)$/.test(type)
    ) {
      const { error, cause } = details as { error?: string; cause?: string }
      calls.set(call, {
        ...calls.get(call)!,
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      })
    }
  }
  return [...calls.values()]
}

function resourceOf({ resource, resourceType }: Readonly<Record<string, unknown>>): string {
  return resourceType === undefined ? String(resource) : `${String(resourceType)}:${String(resource)}`
}

/** Walks a history backwards along `previousEventId`. */
class Chain {
  private readonly events: ReadonlyMap<number, HistoryEvent>

  constructor(history: readonly HistoryEvent[]) {
    this.events = new Map(history.map((event) => [event.id, event]))
  }

  /** The event that entered the state that an event belongs to. */
  entryOf(event: HistoryEvent): HistoryEvent | undefined {
    const isEntry = ({ type, state }: HistoryEvent): boolean =>
      type.endsWith('StateEntered') && (event.state === undefined || state === event.state)
    let before = this.events.get(event.previousEventId)
    while (before && !isEntry(before)) before = this.events.get(before.previousEventId)
    return before
  }

  iterations(event: HistoryEvent): string[] {
    const around: string[] = []
    let depth = 0
    for (
      let before = this.events.get(event.previousEventId);
      before;
      before = this.events.get(before.previousEventId)
    ) {
      if (before.type === 'MapStateExited') depth++
      else if (before.type === 'MapStateEntered' && depth > 0) depth--
      else if (before.type === 'MapIterationStarted' && depth === 0) {
        const { name, index } = before.details as { name: string; index: number }
        around.unshift(`${name}[${index}]`)
        // What leads to the Map itself comes next: its own start is not another iteration.
        before = this.mapEntryOf(before, name)
      }
    }
    return around
  }

  private mapEntryOf(event: HistoryEvent, name: string): HistoryEvent {
    let before = event
    while (!(before.type === 'MapStateEntered' && before.state === name)) {
      const next = this.events.get(before.previousEventId)
      if (!next) return before
      before = next
    }
    return before
  }
}

/** Characters of a value that a message shows. */
const width = 160

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > width ? `${text.slice(0, width)}…` : text
}

/** The path of an execution for a message: each state with its data, and how it ended. */
export function pathText(execution: Execution): string {
  const { status, error, cause } = execution
  const visits = visitsOf(execution)
  const lines = visits.slice(0, 60).map(({ state, input, output, exited, inside }) => {
    const where = inside.length > 0 ? `${inside.join(' ')} ` : ''
    return `  ${where}${state}: ${shown(input)} -> ${exited === undefined ? 'did not succeed' : shown(output)}`
  })
  if (visits.length > 60) lines.push(`  … and ${visits.length - 60} states more`)
  const reason = [error, cause].filter((text) => text !== undefined).join(': ')
  return `Path taken:\n${lines.join('\n')}\n  ${status}${reason ? ` ${reason}` : ''}`
}

/** Where two JSON values differ first, as a JSON Pointer with both sides; `undefined` where they are equal. */
export function firstDifference(
  expected: unknown,
  actual: unknown,
  equal: (a: unknown, b: unknown) => boolean,
  at = '',
): string | undefined {
  if (equal(actual, expected)) return undefined
  const both = (test: (value: unknown) => boolean): boolean => test(expected) && test(actual)
  if (both(Array.isArray) || both(isPlain)) {
    const [left, right] = [expected as Record<string, unknown>, actual as Record<string, unknown>]
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const place = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (!Object.hasOwn(left, key)) return `at ${place}: nothing was expected, but it is ${shown(right[key])}`
      if (!Object.hasOwn(right, key)) return `at ${place}: ${shown(left[key])} was expected, but nothing is there`
      const inner = firstDifference(left[key], right[key], equal, place)
      if (inner) return inner
    }
  }
  return `at ${at || '/'}: ${shown(expected)} was expected, but it is ${shown(actual)}`
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
