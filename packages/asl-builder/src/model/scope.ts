import { pointer } from '../diagnostics/pointer.js'
import type { QueryLanguage } from './expression.js'
import { isObject } from './json.js'
import type { Scope, State, StateMachine } from './state-machine.js'

/** Where a scope stands in its machine. */
export interface ScopeSite {
  /** The scope itself: the object that has `StartAt` and `States`. */
  scope: Scope
  kind: 'machine' | 'branch' | 'processor'
  /** JSON Pointer to the scope; `''` for the machine. */
  location: string
  /** The Parallel or Map state it stands in, and that state's own scope; absent for the machine. */
  parent?: { name: string; state: State; site: ScopeSite }
  /** Scopes around it: 0 for the machine. */
  depth: number
}

/** A way from one state to another in the same scope. */
export interface Transition {
  from: string
  to: string
  kind: 'Next' | 'Choice' | 'Default' | 'Catch'
  /** The index in `Choices` or `Catch`. */
  index?: number
  /** JSON Pointer to the name. */
  location: string
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Every scope of a machine, each before the scopes inside it.
 *
 * Takes any document, however wrong: what is no scope is passed over, so that readers meet objects with an object for `States` only.
 */
export function scopesOf(machine: StateMachine): ScopeSite[] {
  const sites: ScopeSite[] = []
  const open: ScopeSite[] = []
  const add = (scope: unknown, site: Omit<ScopeSite, 'scope'>): void => {
    if (isObject(scope) && isObject(scope['States'])) open.push({ scope: scope as unknown as Scope, ...site })
  }
  add(machine, { kind: 'machine', location: '', depth: 0 })
  for (let site = open.pop(); site; site = open.pop()) {
    sites.push(site)
    const inner: [unknown, Omit<ScopeSite, 'scope'>][] = []
    for (const [name, state] of statesOf(site.scope)) {
      const parent = { name, state, site }
      const depth = site.depth + 1
      const fieldsOf = state as unknown as Record<string, unknown>
      if (state.Type === 'Parallel') {
        listOf(fieldsOf['Branches']).forEach((branch, index) => {
          const location = pointer(site.location, 'States', name, 'Branches', index)
          inner.push([branch, { kind: 'branch', location, parent, depth }])
        })
      } else if (state.Type === 'Map') {
        for (const field of ['ItemProcessor', 'Iterator']) {
          const location = pointer(site.location, 'States', name, field)
          inner.push([fieldsOf[field], { kind: 'processor', location, parent, depth }])
        }
      }
    }
    for (const [scope, rest] of inner.toReversed()) add(scope, rest)
  }
  return sites
}

/** The states of a scope that are objects, by name, in the order they are written. */
export function statesOf(scope: Scope): [name: string, state: State][] {
  return Object.entries(scope.States).filter(([, state]) => isObject(state))
}

/**
 * The transitions out of a state: its `Next`, a Choice's rules and `Default`, its Catchers.
 *
 * @param location JSON Pointer to the state.
 */
export function transitionsOf(name: string, state: State, location: string): Transition[] {
  const transitions: Transition[] = []
  const fieldsOf = state as unknown as Record<string, unknown>
  const add = (to: unknown, kind: Transition['kind'], at: string, index?: number): void => {
    if (typeof to === 'string')
      transitions.push({ from: name, to, kind, location: at, ...(index !== undefined && { index }) })
  }
  const addEach = (list: 'Choices' | 'Catch', kind: Transition['kind']): void => {
    listOf(fieldsOf[list]).forEach((entry, index) => {
      if (isObject(entry)) add(entry['Next'], kind, pointer(location, list, index, 'Next'), index)
    })
  }
  if (state.Type === 'Choice') {
    addEach('Choices', 'Choice')
    add(fieldsOf['Default'], 'Default', pointer(location, 'Default'))
  } else if (state.Type !== 'Succeed' && state.Type !== 'Fail') {
    add(fieldsOf['Next'], 'Next', pointer(location, 'Next'))
  }
  if (state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map') addEach('Catch', 'Catch')
  return transitions
}

/** The language of a state: its own, else the machine's, else JSONPath. A Map's or Parallel's own does not reach its inner states. */
export function queryLanguageOf(machine: StateMachine, state: State): QueryLanguage {
  return state.QueryLanguage ?? machine.QueryLanguage ?? 'JSONPath'
}

/** Whether a Map runs its iterations as child executions. */
export function isDistributed(state: State): boolean {
  return state.Type === 'Map' && (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED'
}
export type { Scope, State, StateMachine }
