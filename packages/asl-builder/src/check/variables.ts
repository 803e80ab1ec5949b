import { isObject } from '../model/json.js'
import type { FieldNode, Reading } from './reading.js'

/** The names that an `Assign` gives values to; a JSONPath state may write `name.$`. */
export function namesIn({ value, owner }: FieldNode): { name: string; key: string }[] {
  if (!isObject(value)) return []
  const dynamic = owner.language !== 'JSONata'
  return Object.keys(value).map((key) => ({ key, name: dynamic && key.endsWith('.$') ? key.slice(0, -2) : key }))
}

const assigned = new WeakMap<Reading, Set<string>>()

/** Every variable that is assigned anywhere. */
export function assignedNames(reading: Reading): ReadonlySet<string> {
  let names = assigned.get(reading)
  if (!names) {
    names = new Set()
    for (const field of reading.fieldsOf('assign')) for (const { name } of namesIn(field)) names.add(name)
    assigned.set(reading, names)
  }
  return names
}
