/** Large values that have been looked through before: payloads are shared, so that most have. */
const known = new WeakSet<object>()

/** Values inside from which on a value is worth remembering. */
const worthRemembering = 32

/** How many values have been looked at. */
let visited = 0

/**
 * What an expression yielded, as plain JSON: the engine's marked sequences become ordinary arrays, what is undefined is left out.
 *
 * @returns `undefined` for what JSON cannot say: functions, numbers that are not finite.
 */
export function plainJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || (typeof value === 'number' && !Number.isFinite(value))) return undefined
    return value
  }
  if (known.has(value)) return value
  const before = visited
  visited += 1
  const plain = Array.isArray(value) ? plainArray(value) : plainObject(value as Record<string, unknown>)
  if (visited - before >= worthRemembering && plain !== undefined) known.add(plain)
  return plain
}

function plainArray(array: readonly unknown[]): unknown[] | undefined {
  let copy = 'sequence' in array ? [...array] : undefined
  for (let index = 0; index < array.length; index += 1) {
    const item = array[index]
    const plain = item === undefined ? null : plainJson(item)
    if (plain === undefined) return undefined
    if (plain !== item) {
      copy ??= [...array]
      copy[index] = plain
    }
  }
  return copy ?? (array as unknown[])
}

function plainObject(object: Record<string, unknown>): Record<string, unknown> | undefined {
  if ('_jsonata_lambda' in object || '_jsonata_function' in object) return undefined
  let copy: Record<string, unknown> | undefined
  for (const [key, item] of Object.entries(object)) {
    if (item === undefined) {
      copy ??= { ...object }
      delete copy[key]
      continue
    }
    const plain = plainJson(item)
    if (plain === undefined) return undefined
    if (plain !== item) {
      copy ??= { ...object }
      Object.defineProperty(copy, key, { value: plain, enumerable: true, configurable: true, writable: true })
    }
  }
  return copy ?? object
}
