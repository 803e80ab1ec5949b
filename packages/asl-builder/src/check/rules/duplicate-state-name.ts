import { locationOf } from '../place.js'
import { rule } from '../rule.js'
import type { StateNode } from '../reading.js'
import { spec } from '../source.js'

export const duplicateStateName = rule<{ first: string }>({
  name: 'DUPLICATE_STATE_NAME',
  severity: 'ERROR',
  summary: 'A state name is unique in the whole machine, nested scopes included.',
  source: spec('states-fields'),

  *check({ states }) {
    const seen = new Map<string, StateNode>()
    for (const state of states) {
      const first = seen.get(state.name)
      if (first) yield { place: state.place, first: locationOf(first.place) }
      else seen.set(state.name, state)
    }
  },

  say: ({ place, first }) => ({
    message: `Duplicate state name: ${place.state}`,
    hint: `There is one at ${first} already. Rename one of them.`,
  }),
})
