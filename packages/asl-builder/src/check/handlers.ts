import { isObject } from '../model/json.js'
import { at, type Place } from './place.js'
import type { Reading } from './reading.js'

/** A Retrier or a Catcher and the errors it names. */
interface Handler {
  names: string[]
  place: Place
}

/** The Retriers or the Catchers of one state, in order. */
interface HandlerList {
  list: 'Retry' | 'Catch'
  handlers: Handler[]
}

const made = new WeakMap<Reading, HandlerList[]>()

/** Every `Retry` and `Catch` of a document. */
export function handlersOf(reading: Reading): readonly HandlerList[] {
  let lists = made.get(reading)
  if (!lists) made.set(reading, (lists = collect(reading)))
  return lists
}

function collect(reading: Reading): HandlerList[] {
  const lists: HandlerList[] = []
  for (const { name, value, place } of reading.fieldsOf('objects')) {
    if ((name === 'Retry' || name === 'Catch') && Array.isArray(value)) {
      lists.push({ list: name, handlers: Array.from(value, (handler, index) => read(handler, at(place, index))) })
    }
  }
  return lists
}

function read(handler: unknown, place: Place): Handler {
  const names: unknown = isObject(handler) ? handler['ErrorEquals'] : undefined
  return { names: Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [], place }
}
