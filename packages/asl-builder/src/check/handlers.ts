import { isObject } from '../model/json.js'
import { at, type Place } from './place.js'
import type { StateNode } from './reading.js'

/** A Retrier or a Catcher and the errors it names. */
interface Handler {
  names: string[]
  place: Place
}

/** The Retriers or Catchers of a state that has them, in order. */
export function handlersOf({ type, value, place }: StateNode, list: 'Retry' | 'Catch'): Handler[] {
  const handlers = value[list]
  if (!Array.isArray(handlers) || !(type === 'Task' || type === 'Parallel' || type === 'Map')) return []
  const here = at(place, list)
  return handlers.map((handler, index) => {
    const names: unknown = isObject(handler) ? handler['ErrorEquals'] : undefined
    const strings = Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []
    return { names: strings, place: at(here, index) }
  })
}
