import { at } from '../place.js'
import { handlersOf } from '../handlers.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

export const unusedHandler = rule<{
  list: 'Retry' | 'Catch'
  name: string
  element: number
  taken: number
  by: string
}>({
  name: 'UNUSED_HANDLER',
  severity: 'WARNING',
  summary: 'An error that an earlier Retrier or Catcher of the state takes is not named again.',
  source: spec('errors'),

  *check(reading) {
    for (const { list, handlers } of handlersOf(reading)) {
      const taken = new Map<string, number>()
      for (const [index, { names, place }] of handlers.entries()) {
        for (const [position, name] of names.entries()) {
          const by = takerOf(name, taken)
          const here = at(at(place, 'ErrorEquals'), position)
          if (by !== undefined) yield { place: here, list, name, element: index, taken: taken.get(by)!, by }
          else taken.set(name, index)
        }
      }
    }
  },

  say: ({ list, name, element, taken, by }) =>
    element === taken
      ? {
          message: by === name ? `${name} is named twice` : `${name} is named beside ${by}, which takes it too`,
          hint: 'Remove this name: it adds nothing.',
        }
      : {
          message: `${name} is taken by element ${taken} of '${list}' already${by === name ? '' : `, which names ${by}`}`,
          hint: 'The first that matches is used. Remove this name, or move it before that element.',
        },
})

/** `States.TaskFailed` takes every error but a timeout and what nobody catches; `States.ALL` misplaced is told elsewhere. */
function takerOf(name: string, taken: ReadonlyMap<string, number>): string | undefined {
  if (taken.has(name)) return name
  const escapes = [
    'States.ALL',
    'States.Timeout',
    'States.DataLimitExceeded',
    'States.Runtime',
    'States.HeartbeatTimeout',
  ]
  return taken.has('States.TaskFailed') && !escapes.includes(name) && !name.startsWith('States.')
    ? 'States.TaskFailed'
    : undefined
}
