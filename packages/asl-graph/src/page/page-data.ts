import type { Diagnostic } from 'asl-builder/diagnostics'
import type { StateMachine } from 'asl-builder'
import { eventsOf, type ExecutionHistory, type HistoryEvent } from '../execution/events.js'
import { isCaught, visitsOf, type Visit } from '../execution/visits.js'
import type { GraphScope } from '../graph.js'

/** One time that an execution was in a state, as the page needs it. Texts are indices in {@link PageData.texts}. */
export interface PageVisit {
  node: string
  iteration?: number
  /** Index of the visit before it in its scope; absent for a scope's first. */
  before?: number
  /** Indices in {@link PageData.steps}. */
  entered: number
  exited?: number
  /** When it failed, and what stands around it failed with it. */
  broken?: number
  isCaught: boolean
  retries: number
  input?: number
  output?: number
  /** The variables that it could see. */
  variables: Record<string, number>
  /** What it assigned when it was left. */
  assigned: Record<string, number>
  error?: string
  cause?: string
}

/** One event of a history. */
export interface PageStep {
  type: string
  /** Milliseconds after the first. */
  after?: number
  /** Index of the visit that it belongs to. */
  visit?: number
}

/** What a page shows beside its picture; JSON in the page. */
export interface PageData {
  machine: unknown
  diagnostics: Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint' | 'location'>[]
  /** Payloads, each once. */
  texts: string[]
  visits: PageVisit[]
  steps: PageStep[]
}

/** Characters of a payload that a page keeps. */
const longest = 20_000

export function pageData(
  machine: StateMachine,
  graph: GraphScope,
  diagnostics: readonly Diagnostic[],
  execution: ExecutionHistory | undefined,
): PageData {
  const texts = new Map<string, number>()
  const events = execution ? eventsOf(execution) : []
  const { all, ofEvent, before } = visitsOf(graph, events)
  const stepOf = new Map(events.map(({ id }, index) => [id, index]))
  const indexOf = new Map(all.map((visit, index) => [visit, index]))
  const seen = new Map<Visit, Record<string, number>>()
  const start = events[0]?.time
  return {
    machine,
    diagnostics: diagnostics.map(({ severity, code, message, hint, location }) => {
      return { severity, code, message, location, ...(hint !== undefined && { hint }) }
    }),
    visits: all.map(pageVisit),
    steps: events.map(({ id, type, time }) => {
      const visit = ofEvent.get(id)
      return {
        type,
        ...(time !== undefined && start !== undefined && { after: time - start }),
        ...(visit && { visit: indexOf.get(visit)! }),
      }
    }),
    texts: [...texts.keys()],
  }

  function pageVisit(visit: Visit): PageVisit {
    const { node, iteration, entered, exited, isBroken, failures, starts, parent } = visit
    const last = before.get(visit)
    const variables = (last ? seen.get(last) : parent && seen.get(parent)) ?? {}
    const assigned = assignedBy(exited)
    seen.set(visit, { ...variables, ...assigned })
    const failure = failures.findLast(({ details }) => typeof details['error'] === 'string') ?? failures.at(-1)
    const broken = isBroken ? (stepOf.get((failures.at(-1) ?? entered).id) ?? 0) : undefined
    return {
      node,
      entered: stepOf.get(entered.id)!,
      ...(exited && { exited: stepOf.get(exited.id)! }),
      ...(iteration !== undefined && { iteration }),
      ...(last && { before: indexOf.get(last)! }),
      ...(broken !== undefined && { broken }),
      isCaught: isCaught(visit),
      retries: Math.max(0, starts - 1),
      ...payload('input', entered),
      ...payload('output', exited),
      variables,
      assigned,
      ...words(failure),
    }
  }

  function payload(name: 'input' | 'output', event: HistoryEvent | undefined): { [name: string]: number } {
    const value = event?.details[name]
    return value === undefined ? {} : { [name]: textIndex(value) }
  }

  function assignedBy(event: HistoryEvent | undefined): Record<string, number> {
    const variables = event?.details['assignedVariables']
    if (typeof variables !== 'object' || variables === null) return {}
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textIndex(value)]))
  }

  /** Payloads are JSON texts in histories. */
  function textIndex(value: unknown): number {
    const written = typeof value === 'string' ? value : JSON.stringify(value)
    const text = written.length > longest ? `${written.slice(0, longest)}…` : written
    const known = texts.get(text)
    if (known !== undefined) return known
    texts.set(text, texts.size)
    return texts.size - 1
  }
}

function words(failure: HistoryEvent | undefined): { error?: string; cause?: string } {
  const { error, cause } = failure?.details ?? {}
  return { ...(typeof error === 'string' && { error }), ...(typeof cause === 'string' && { cause }) }
}
