import type { HistoryEvent } from '@aws-sdk/client-sfn'

/** Something that a state did, for somebody who watches. */
export interface StateNews {
  what: 'entered' | 'exited' | 'failed' | 'tries again'
  /** The state's name, with the iteration or branch that it ran in: `Check All Tables[0] / CheckTable`. */
  state: string
  at: Date
  /** How long it took, in milliseconds; of `exited` alone. */
  ms?: number
  error?: string
  cause?: string
}

/** Where an event happened: in which state, and inside which iteration or branch. */
interface Place {
  state?: { name: string; entered: Date; failures: number }
  inside?: { label: string; of: Place }
}

/**
 * Reads an execution's history event by event. States of iterations and branches run at the same time, so each event is
 * placed by the event before it, as `previousEventId` says, not by the order in the list.
 */
export class ExecutionStates {
  readonly #places = new Map<number, Place>()

  /** @returns What is new; undefined for the many events in between. */
  read(event: HistoryEvent): StateNews | undefined {
    const before = this.#places.get(event.previousEventId ?? 0) ?? {}
    const { place, news } = placed(event, before)
    this.#places.set(event.id!, place)
    return news
  }
}

function placed(event: HistoryEvent, before: Place): { place: Place; news?: StateNews } {
  const type = event.type!
  const at = event.timestamp!
  const entered = event.stateEnteredEventDetails?.name
  if (entered !== undefined) {
    const place: Place = { ...insideOf(before), state: { name: entered, entered: at, failures: 0 } }
    return { place, news: { what: 'entered', state: nameOf(place), at } }
  }
  const exited = event.stateExitedEventDetails?.name
  if (exited !== undefined) {
    const place = outwards(before, exited)
    const ms = place.state ? at.getTime() - place.state.entered.getTime() : 0
    return { place: insideOf(place), news: { what: 'exited', state: nameOf(place, exited), at, ms } }
  }
  if (type === 'MapIterationStarted') {
    const { name = '', index = 0 } = event.mapIterationStartedEventDetails ?? {}
    return { place: { inside: { label: `${name}[${index}]`, of: outwards(before, name) } } }
  }
  if (type === 'ParallelStateStarted') {
    return { place: { ...before, inside: { label: before.state?.name ?? '', of: before } } }
  }
  if (type.endsWith('Scheduled') && before.state && before.state.failures > 0)
    return { place: before, news: { what: 'tries again', state: nameOf(before), at } }
  if (/(Failed|TimedOut)$/.test(type) && !/^(Execution|MapIteration|MapState|ParallelState)/.test(type)) {
    if (before.state) before.state.failures += 1
    const failed = event.evaluationFailedEventDetails?.state ?? before.state?.name
    const news = { what: 'failed', state: nameOf(before, failed), at, ...errorOf(event) } as const
    return { place: before, news }
  }
  return { place: before }
}

const insideOf = ({ inside }: Place): Place => (inside ? { inside } : {})

/** The place of the state with that name, here or around. */
function outwards(place: Place, name: string): Place {
  for (let at: Place | undefined = place; at; at = at.inside?.of) if (at.state?.name === name) return at
  return place
}

function nameOf({ inside, state }: Place, name = state?.name ?? ''): string {
  const around: string[] = []
  for (let at = inside; at; at = at.of.inside) around.unshift(at.label)
  return [...around, name].join(' / ')
}

/** The error and the cause, whichever of the details has them: each type of event has details of its own. */
function errorOf(event: HistoryEvent): { error?: string; cause?: string } {
  for (const [member, details] of Object.entries(event)) {
    if (!member.endsWith('EventDetails') || typeof details !== 'object' || details === null) continue
    const { error, cause } = details as { error?: string; cause?: string }
    if (error !== undefined || cause !== undefined)
      return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
  }
  return {}
}
