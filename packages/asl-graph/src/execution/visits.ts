import type { GraphScope } from '../graph.js'
import type { HistoryEvent } from './events.js'

/** One time that an execution was in a state. */
export interface Visit {
  /** The graph's node. */
  node: string
  name: string
  /** The Map or Parallel around it. */
  parent?: Visit
  /** Of a Map's iterations, from 0. */
  iteration?: number
  entered: HistoryEvent
  exited?: HistoryEvent
  /** Events that say that something in it went wrong. */
  failures: HistoryEvent[]
  /** How often its work was started: Tasks, Maps and Parallels that are retried more than once. */
  starts: number
  /** It failed, and what stands around it failed with it. */
  isBroken: boolean
  /** Iterations of a Map. */
  iterations: { started: number; succeeded: number; failed: number }
}

/** What a history says of a machine's states. */
export interface Visits {
  all: Visit[]
  /** The visit that an event belongs to, by the event's id. */
  ofEvent: ReadonlyMap<number, Visit>
  /** For visits that follow another in their scope: the one before. */
  before: ReadonlyMap<Visit, Visit>
}

const begins = /^(MapIterationStarted|ParallelStateStarted|MapStateStarted|MapRunStarted)$/
const starts = /^(Task|LambdaFunction|Activity)Scheduled$|^(Map|Parallel)StateStarted$/
const goesWrong = /(Failed|TimedOut)$/
const isAround = /^(Map|Parallel)State(Started|Succeeded|Failed|Aborted)$|^MapRun/

/** Follows a history through a graph. Events of states that the graph does not have belong to no visit. */
export function visitsOf(graph: GraphScope, events: readonly HistoryEvent[]): Visits {
  const places = placesByName(graph)
  const byId = new Map(events.map((event) => [event.id, event]))
  const ofEvent = new Map<number, Visit>()
  const before = new Map<Visit, Visit>()
  const all: Visit[] = []
  for (const event of events) {
    const previous = byId.get(event.previous)
    const visit = visitOf(event, previous, ofEvent.get(event.previous))
    if (visit) ofEvent.set(event.id, visit)
  }
  return { all, ofEvent, before }

  function visitOf(
    event: HistoryEvent,
    previous: HistoryEvent | undefined,
    last: Visit | undefined,
  ): Visit | undefined {
    const { type } = event
    const name = event.details['name']
    if (type.endsWith('StateEntered') && typeof name === 'string') return enter(event, name, previous, last)
    if (type.endsWith('StateExited')) return exit(event, named(last, name))
    if (goesWrong.test(type) && last && !last.exited && isOutside(type, previous)) breakUp(last, event)
    if (type.startsWith('Execution')) return undefined
    if (type.startsWith('MapIteration')) return iterate(event, named(last, name))
    const visit = isAround.test(type) ? around(type, previous, last) : last
    if (!visit) return undefined
    if (starts.test(type)) visit.starts++
    if (goesWrong.test(type)) visit.failures.push(event)
    return visit
  }

  function enter(
    event: HistoryEvent,
    name: string,
    previous: HistoryEvent | undefined,
    last: Visit | undefined,
  ): Visit | undefined {
    const isFirst = previous !== undefined && begins.test(previous.type)
    const parent = isFirst ? last : last?.parent
    const found = places.get(name)
    const place = found?.find((each) => each.parent === (parent?.node ?? '')) ?? found?.[0]
    if (!place) return undefined
    const iteration = isFirst ? previous.details['index'] : last?.iteration
    const visit: Visit = {
      node: place.id,
      name,
      ...(parent && { parent }),
      ...(typeof iteration === 'number' && { iteration }),
      entered: event,
      failures: [],
      starts: 0,
      isBroken: event.type === 'FailStateEntered',
      iterations: { started: 0, succeeded: 0, failed: 0 },
    }
    if (!isFirst && last) before.set(visit, last)
    all.push(visit)
    return visit
  }
}

/** It went on, but not by its `Next`: the last that happened in it was a failure. */
export const isCaught = ({ exited, failures }: Visit): boolean =>
  exited !== undefined && failures.length > 0 && failures.at(-1)!.id === exited.previous

/** What fails is around the state that the event before belongs to. */
const isOutside = (type: string, previous: HistoryEvent | undefined): boolean =>
  /^(Execution|MapIteration|MapState|ParallelState|MapRun)/.test(type) && !previous?.type.endsWith('StateExited')

function breakUp(visit: Visit, event: HistoryEvent): void {
  visit.isBroken = true
  if (visit.failures.length === 0) visit.failures.push(event)
}

function exit(event: HistoryEvent, visit: Visit | undefined): Visit | undefined {
  if (!visit) return undefined
  visit.exited = event
  visit.isBroken = false
  return visit
}

function iterate({ type }: HistoryEvent, visit: Visit | undefined): Visit | undefined {
  if (type === 'MapIterationStarted' && visit) visit.iterations.started++
  if (type === 'MapIterationSucceeded' && visit) visit.iterations.succeeded++
  if (type === 'MapIterationFailed' && visit) visit.iterations.failed++
  return visit
}

/** The visit of that name, or the nearest around it. */
function named(visit: Visit | undefined, name: unknown): Visit | undefined {
  for (let each = visit; each; each = each.parent) if (each.name === name) return each
  return visit
}

/** The Map or Parallel that an event is about: AWS does not name it. */
function around(type: string, previous: HistoryEvent | undefined, last: Visit | undefined): Visit | undefined {
  const kind = type.startsWith('Map') ? 'MapStateEntered' : 'ParallelStateEntered'
  const isDone = previous !== undefined && /StateExited$|^(Map|Parallel)State(Failed|Aborted)$/.test(previous.type)
  for (let each = isDone && !type.endsWith('Started') ? last?.parent : last; each; each = each.parent)
    if (each.entered.type === kind) return each
  return last
}

function placesByName(graph: GraphScope): Map<string, { id: string; parent: string }[]> {
  const places = new Map<string, { id: string; parent: string }[]>()
  const visit = (scope: GraphScope, parent: string): void => {
    for (const { id, name, kind, scopes } of scope.nodes) {
      if (kind !== 'state') continue
      places.set(name, [...(places.get(name) ?? []), { id, parent }])
      for (const inner of scopes) visit(inner, id)
    }
  }
  visit(graph, '')
  return places
}
