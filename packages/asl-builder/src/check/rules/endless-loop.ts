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
  const sources = new Map<string, string[]>()
  const leaving = new Set<string>()
  for (const [name, state] of states) {
    if (isTerminal(state)) leaving.add(name)
    for (const { value } of state.transitions) {
      if (typeof value !== 'string' || !states.has(value)) return undefined
      const list = sources.get(value)
      if (list) list.push(name)
      else sources.set(value, [name])
    }
  }
  for (const name of leaving) for (const source of sources.get(name) ?? []) leaving.add(source)
  return leaving
}

/** A state that leads nowhere ends its scope, or is reported for that. */
const isTerminal = ({ type, transitions }: StateNode): boolean =>
  type === undefined ||
  type === 'Succeed' ||
  type === 'Fail' ||
  transitions.every(({ owner }) => owner.type === 'Catcher')
