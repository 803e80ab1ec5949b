import { hasSubstitution } from '../../model/substitution.js'
import { rule } from '../rule.js'
import type { ScopeNode } from '../reading.js'
import { spec } from '../source.js'

export const unreachableState = rule({
  name: 'UNREACHABLE_STATE',
  code: 'MISSING_TRANSITION_TARGET',
  severity: 'ERROR',
  summary: 'Every state can be reached from the "StartAt" of its scope.',
  source: spec('transition'),

  *check({ scopes }) {
    for (const scope of scopes) {
      const reached = reachableIn(scope)
      if (reached === undefined) continue
      for (const [name, { place }] of scope.states) if (!reached.has(name)) yield { place }
    }
  },

  say: ({ place }) => ({
    message: `State "${place.state}" is not reachable.`,
    hint: 'No way leads here from "StartAt". Let a state go to it, or remove it.',
  }),
})

const made = new WeakMap<ScopeNode, { reached: ReadonlySet<string> | undefined }>()

/** The names of the states that `StartAt` leads to; `undefined` when it names no state, and the rest would be guesswork. */
export function reachableIn(scope: ScopeNode): ReadonlySet<string> | undefined {
  let known = made.get(scope)
  if (!known) made.set(scope, (known = { reached: reach(scope) }))
  return known.reached
}

function reach({ states, startAt }: ScopeNode): ReadonlySet<string> | undefined {
  const start = startAt?.value
  if (typeof start !== 'string' || !states.has(start)) return undefined
  const reached = new Set([start])
  for (const name of reached) {
    for (const { value } of states.get(name)!.transitions) {
      if (typeof value === 'string' && states.has(value)) reached.add(value)
      else if (hasSubstitution(value)) return undefined // it may lead anywhere
    }
  }
  return reached
}
