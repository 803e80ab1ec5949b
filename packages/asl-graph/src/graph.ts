import { isObject, pointer, scopesOf, transitionsOf, type ScopeSite, type State, type StateMachine } from 'asl-builder'
import { conditionOf } from './words/condition.js'
import { describeState } from './words/state.js'

/** A state of a definition, or what a picture needs beside the states. */
export interface GraphNode {
  /** JSON Pointer to the state; for the others the scope's, with `#start`, `#end` or `#missing/NAME` after it. */
  id: string
  /** `missing`: a transition names it and the scope lacks it. `broken`: no state at all, a number say. */
  kind: 'state' | 'start' | 'end' | 'missing' | 'broken'
  /** The state's name; `Start`, `End`. */
  name: string
  /** The state's `Type` as it is written, which need not exist; absent for what is no state. */
  type?: string
  /** What the state does, in short words: `Athena: startQueryExecution.sync`. */
  does: string
  /** The branches of a Parallel, the processor of a Map, in the order they are written. */
  scopes: GraphScope[]
}

/** A way from one node to another in the same scope. */
export interface GraphEdge {
  /** JSON Pointer to the name of the target, or a node's id with `#end` after it. */
  id: string
  /** The ids of its two nodes. */
  from: string
  to: string
  kind: 'Start' | 'Next' | 'Choice' | 'Default' | 'Catch' | 'End'
  /** A Choice Rule's condition and a Catcher's errors in short words. */
  label?: string
  /** The Comment of a Choice Rule or Catcher. */
  comment?: string
}

/** One `States` object: the states and the transitions between them. */
export interface GraphScope {
  /** JSON Pointer to the scope; `''` for the machine. */
  id: string
  kind: 'machine' | 'branch' | 'processor'
  /** In the order they are written; the start is first, the end and missing states are last. */
  nodes: GraphNode[]
  /** In the order they are written. */
  edges: GraphEdge[]
}

/** Scopes inside scopes beyond this are not followed: AWS accepts far fewer, and a picture shows none of them. */
const deepest = 40

/**
 * The nodes and edges of a definition.
 *
 *     graphOf({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }).edges // [{ from: '#start', to: '/States/A', kind: 'Start', … }]
 *
 * Takes any document, however wrong: what cannot be read is missing from the graph, or is a node that says so.
 */
export function graphOf(machine: StateMachine): GraphScope {
  const sites = scopesOf(machine)
  const inside = new Map<string, ScopeSite[]>()
  for (const site of sites) {
    if (!site.parent) continue
    const parent = pointer(site.parent.site.location, 'States', site.parent.name)
    inside.set(parent, [...(inside.get(parent) ?? []), site])
  }
  const [outermost] = sites
  if (!outermost) return { id: '', kind: 'machine', nodes: [], edges: [] }
  return scopeGraph(outermost)

  function scopeGraph({ scope, kind, location, depth }: ScopeSite): GraphScope {
    const nodes = new Map<string, GraphNode>()
    const edges: GraphEdge[] = []
    const end: GraphNode = { id: `${location}#end`, kind: 'end', name: 'End', does: '', scopes: [] }
    const idOf = (name: string): string => {
      const known = nodes.get(name)
      if (known) return known.id
      const id = `${location}#missing/${name}`
      nodes.set(name, { id, kind: 'missing', name, does: 'no such state', scopes: [] })
      return id
    }
    const written = Object.entries(scope.States)
    for (const [name, state] of written) {
      const id = pointer(location, 'States', name)
      const scopes = depth < deepest ? (inside.get(id) ?? []).map(scopeGraph) : []
      nodes.set(name, nodeOf(id, name, state, scopes))
    }
    const start: GraphNode = { id: `${location}#start`, kind: 'start', name: 'Start', does: '', scopes: [] }
    if (typeof scope.StartAt === 'string')
      edges.push({ id: pointer(location, 'StartAt'), from: start.id, to: idOf(scope.StartAt), kind: 'Start' })
    for (const [name, state] of written) {
      if (!isObject(state)) continue
      const id = pointer(location, 'States', name)
      for (const { to, kind, index, location: at } of transitionsOf(name, state, id)) {
        const edge: GraphEdge = { id: at, from: id, to: idOf(to), kind, ...wordsOf(state, kind, index) }
        edges.push(edge)
      }
      if (endsHere(state)) edges.push({ id: `${id}#end`, from: id, to: end.id, kind: 'End' })
    }
    const ends = edges.some((edge) => edge.kind === 'End')
    return {
      id: location,
      kind,
      nodes: [...(edges.length > 0 ? [start] : []), ...nodes.values(), ...(ends ? [end] : [])],
      edges,
    }
  }
}

function nodeOf(id: string, name: string, state: unknown, scopes: GraphScope[]): GraphNode {
  if (!isObject(state)) return { id, kind: 'broken', name, does: 'not a state', scopes }
  const type = (state as { Type?: unknown }).Type
  return {
    id,
    kind: 'state',
    name,
    ...(typeof type === 'string' && { type }),
    does: describeState(state as unknown as State),
    scopes,
  }
}

function endsHere(state: State): boolean {
  const { End, Next, Type } = state as unknown as Record<string, unknown>
  return End === true && Next === undefined && Type !== 'Choice' && Type !== 'Succeed' && Type !== 'Fail'
}

function wordsOf(state: State, kind: GraphEdge['kind'], index: number | undefined): Partial<GraphEdge> {
  if (kind === 'Default') return { label: 'otherwise' }
  if (index === undefined) return {}
  const { Choices, Catch } = state as unknown as Record<string, readonly unknown[] | undefined>
  const entry = (kind === 'Choice' ? Choices : Catch)?.[index]
  if (!isObject(entry)) return {}
  const { Comment } = entry as { Comment?: unknown }
  const label = kind === 'Choice' ? conditionOf(entry) : errorsOf(entry)
  return { ...(label !== '' && { label }), ...(typeof Comment === 'string' && Comment !== '' && { comment: Comment }) }
}

/** The errors of a Catcher; nothing for one that catches them all, which goes without saying. */
function errorsOf(catcher: object): string {
  const { ErrorEquals } = catcher as { ErrorEquals?: unknown }
  const names = Array.isArray(ErrorEquals) ? ErrorEquals.filter((name) => typeof name === 'string') : []
  return names.includes('States.ALL') ? '' : names.join(', ')
}
