import type { GraphScope } from '../graph.js'
import type { Marks, Note, Status, Tone } from '../marks.js'
import { eventsOf, type ExecutionHistory, type HistoryEvent } from './events.js'
import { isCaught, visitsOf, type Visit } from './visits.js'

/** Shows what an execution did: colours, counts, durations, the error where it broke. */
export function executionMarks(graph: GraphScope, execution: ExecutionHistory): Marks {
  const events = eventsOf(execution)
  const end = events.findLast(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type))
  const { all, before } = visitsOf(graph, events)
  const byNode = new Map<string, Visit[]>()
  for (const visit of all) byNode.set(visit.node, [...(byNode.get(visit.node) ?? []), visit])
  const notes = new Map<string, Note[]>()
  const statuses = new Map<string, Status>()
  const taken = new Set<string>()
  visitScope(graph)
  return { notes, statuses, taken, headlines: headline(events[0], end) }

  function visitScope({ nodes, edges }: GraphScope): void {
    for (const { id, kind, scopes } of nodes) {
      if (kind !== 'state') continue
      const visits = byNode.get(id) ?? []
      const status = statusOf(visits, end !== undefined)
      statuses.set(id, status)
      notes.set(id, notesOf(visits, status))
      for (const scope of scopes) visitScope(scope)
    }
    for (const edge of edges) {
      const left = byNode.get(edge.from) ?? []
      const arrived = byNode.get(edge.to) ?? []
      const isTaken =
        edge.kind === 'Start'
          ? arrived.some((visit) => !before.has(visit))
          : edge.kind === 'End'
            ? left.some((visit) => visit.exited && !isCaught(visit))
            : arrived.some((visit) => {
                const from = before.get(visit)
                return from?.node === edge.from && isCaught(from) === (edge.kind === 'Catch')
              })
      if (isTaken) taken.add(edge.id)
    }
  }
}

type Outcome = Exclude<Status, 'wrong'>

function statusOf(visits: readonly Visit[], isOver: boolean): Outcome {
  if (visits.length === 0) return 'unreached'
  if (visits.some(({ isBroken }) => isBroken)) return 'failed'
  if (visits.some(isCaught)) return 'caught'
  if (visits.some(({ exited }) => !exited)) return isOver ? 'failed' : 'running'
  return 'succeeded'
}

const tones: Readonly<Record<Outcome, Tone>> = {
  succeeded: 'good',
  caught: 'caught',
  failed: 'bad',
  running: 'plain',
  unreached: 'plain',
}

function notesOf(visits: readonly Visit[], status: Outcome): Note[] {
  if (status === 'unreached') return [{ text: 'not reached', tone: 'plain' }]
  const tone = tones[status]
  const notes: Note[] = [{ text: summary(visits, status), tone, lines: 3 }]
  const worst = visits.findLast(({ isBroken }) => isBroken) ?? visits.findLast(isCaught)
  const failure = worst?.failures.findLast(({ details }) => details['error'] !== undefined)
  if (failure) notes.push(...errorNotes(failure, tone))
  return notes
}

function errorNotes({ details: { error, cause } }: HistoryEvent, tone: Tone): Note[] {
  const notes: Note[] = []
  if (typeof error === 'string' && error !== '') notes.push({ text: error, tone, lines: 2 })
  if (typeof cause === 'string' && cause !== '') notes.push({ text: messageIn(cause), tone: 'plain', lines: 3 })
  return notes
}

/** A Lambda function's cause is JSON around its message. */
function messageIn(cause: string): string {
  try {
    const { errorMessage } = (JSON.parse(cause) ?? {}) as { errorMessage?: unknown }
    return typeof errorMessage === 'string' && errorMessage !== '' ? errorMessage : cause
  } catch {
    return cause
  }
}

function summary(visits: readonly Visit[], status: Status): string {
  const broken = count(visits, ({ isBroken }) => isBroken)
  const caught = count(visits, isCaught)
  const open = count(visits, ({ exited, isBroken }) => !exited && !isBroken)
  const parts: string[] = []
  if (visits.length === 1) parts.push(status === 'failed' && open === 1 ? 'aborted' : status)
  else if (broken === visits.length) parts.push(`failed ${visits.length} times`)
  else {
    const succeeded = visits.length - broken - caught - open
    parts.push(`${visits.length} times`)
    if (succeeded < visits.length) {
      if (succeeded > 0) parts.push(`${succeeded} succeeded`)
      if (caught > 0) parts.push(`${caught} caught`)
      if (broken > 0) parts.push(`${broken} failed`)
      if (open > 0) parts.push(`${open} ${status === 'running' ? 'running' : 'aborted'}`)
    }
  }
  const iterations = sum(visits, (visit) => visit.iterations.started)
  if (iterations > 0) {
    const failed = sum(visits, (visit) => visit.iterations.failed)
    parts.push(`${times(iterations, 'iteration')}${failed > 0 ? `, ${failed} failed` : ''}`)
  }
  const retries = sum(visits, ({ starts }) => Math.max(0, starts - 1))
  if (retries > 0) parts.push(retries === 1 ? '1 retry' : `${retries} retries`)
  const milliseconds = sum(visits, ({ entered, exited, failures }) => {
    const end = exited ?? failures.at(-1)
    return end?.time !== undefined && entered.time !== undefined ? end.time - entered.time : 0
  })
  if (milliseconds >= 1) parts.push(duration(milliseconds))
  return parts.join(' · ')
}

const times = (of: number, word: string): string => `${of} ${word}${of === 1 ? '' : 's'}`
const count = (visits: readonly Visit[], test: (visit: Visit) => boolean): number => visits.filter(test).length
const sum = (visits: readonly Visit[], of: (visit: Visit) => number): number =>
  visits.reduce((total, visit) => total + of(visit), 0)

/** A time in the two largest units that say something: `1.2 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${Number((milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`
  const seconds = Math.round(milliseconds / 1000)
  for (const [size, unit, small, smallUnit] of [
    [86_400, 'd', 3600, 'h'],
    [3600, 'h', 60, 'min'],
    [60, 'min', 1, 's'],
  ] as const) {
    if (seconds < size) continue
    const rest = Math.floor((seconds % size) / small)
    return `${Math.floor(seconds / size)} ${unit}${rest > 0 ? ` ${rest} ${smallUnit}` : ''}`
  }
  return `${seconds} s`
}

function headline(start: HistoryEvent | undefined, end: HistoryEvent | undefined): Note[] {
  if (!start) return []
  if (!end) return [{ text: 'The execution is running.', tone: 'plain' }]
  const took = start.time !== undefined && end.time !== undefined && end.time > start.time
  const after = took ? ` after ${duration(end.time! - start.time!)}` : ''
  if (end.type === 'ExecutionSucceeded') return [{ text: `The execution succeeded${after}.`, tone: 'good' }]
  const word = { ExecutionTimedOut: 'timed out', ExecutionAborted: 'was aborted' }[end.type] ?? 'failed'
  return [{ text: `The execution ${word}${after}.`, tone: 'bad' }, ...errorNotes(end, 'bad')]
}
