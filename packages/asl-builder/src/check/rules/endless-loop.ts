import { rule } from '../rule.js'
import type { ScopeNode, StateNode } from '../reading.js'
import { spec } from '../source.js'
import { reachableIn } from './unreachable-state.js'

export const endlessLoop = rule<{ states: readonly string[] }>({
  name: 'ENDLESS_LOOP',
  severity: 'WARNING',
  summary: 'From every state a terminal state can be reached.',
  source: spec('terminal-state'),

  *check({ scopes }) {
    for (const scope of scopes) {
      const reached = reachableIn(scope)
      const leaving = leavingIn(scope)
      // With no way out at all, MISSING_END_STATE or a missing target has said it.
      if (reached === undefined || leaving === undefined || leaving.size === 0) continue
      const caught = [...reached].filter((name) => !leaving.has(name))
      const first = caught[0]
      if (first !== undefined) yield { place: scope.states.get(first)!.place, states: caught }
    }
  },

  say: ({ states, place }) => ({
    message: `From "${place.state}" no way leads to an end`,
    hint: `${states.length === 1 ? 'It goes' : `It goes round and round among ${states.slice(0, 6).join(', ')}`}${
      states.length === 1 ? ' to itself only' : states.length > 6 ? ', …' : ''
    } until the execution times out or its history is full.`,
  }),
})

/** The states from which a terminal state can be reached; `undefined` where a transition leads nowhere known. */
function leavingIn({ states }: ScopeNode): Set<string> | undefined {
  const numbers = new Map<string, number>()
  for (const name of states.keys()) numbers.set(name, numbers.size)
  // The transitions backwards, as linked lists in arrays: an array for each state would be most of the work.
  const first = new Int32Array(states.size).fill(-1)
  const sources: number[] = []
  const following: number[] = []
  const leaving: number[] = []
  const leaves = new Uint8Array(states.size)
  const mark = (state: number): void => {
    leaves[state] = 1
    leaving.push(state)
  }
  let number = 0
  for (const state of states.values()) {
    if (isTerminal(state)) mark(number)
    for (const { value } of state.transitions) {
      const target = typeof value === 'string' ? numbers.get(value) : undefined
      if (target === undefined) return undefined
      following.push(first[target]!)
      first[target] = sources.push(number) - 1
    }
    number++
  }
  for (const target of leaving) {
    for (let edge = first[target]!; edge >= 0; edge = following[edge]!) {
      const source = sources[edge]!
      if (leaves[source] === 0) mark(source)
    }
  }
  const names = [...states.keys()]
  return new Set(leaving.map((index) => names[index]!))
}

/** A state that leads nowhere ends its scope, or is reported for that. */
const isTerminal = ({ type, transitions }: StateNode): boolean =>
  type === undefined ||
  type === 'Succeed' ||
  type === 'Fail' ||
  transitions.every(({ owner }) => owner.type === 'Catcher')
