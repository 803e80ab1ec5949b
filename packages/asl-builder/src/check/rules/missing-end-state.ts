import { rule } from '../rule.js'
import type { StateNode } from '../reading.js'
import { spec } from '../source.js'

export const missingEndState = rule({
  name: 'MISSING_END_STATE',
  severity: 'ERROR',
  summary: 'Every scope has a terminal state: a Succeed, a Fail, or one with "End": true.',
  source: spec('terminal-state'),

  *check({ scopes }) {
    for (const { states, object, notStates } of scopes) {
      if (states.size === 0 || notStates.length > 0) continue
      if (![...states.values()].some(mayEnd)) yield { place: object.place }
    }
  },

  say: ({ place }) => ({
    message: 'Workflow has no terminal state',
    hint: `${place.state === undefined ? 'The machine' : `A scope inside "${place.state}"`} can never end. Give a state "End": true, or add a Succeed or Fail state.`,
  }),
})

/** A state of unknown `Type` may be terminal. */
const mayEnd = ({ type, value }: StateNode): boolean =>
  type === undefined || type === 'Succeed' || type === 'Fail' || (value['End'] !== undefined && value['End'] !== false)
