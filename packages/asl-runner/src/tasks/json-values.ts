/** A copy of a JSON value that shares nothing with it. */
export function cloneJson<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(cloneJson) as Value
  const copy: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    const cloned: unknown = cloneJson(inner)
    if (key === '__proto__')
      Object.defineProperty(copy, key, { value: cloned, enumerable: true, configurable: true, writable: true })
    else copy[key] = cloned
  }
  return copy as Value
}

/**
 * A value from outside as JSON: the value itself when it is plain JSON, else what `JSON.stringify` makes of it; `null` for nothing.
 *
 * @throws `TypeError` for what JSON cannot say: cycles, big integers.
 */
export function toJson(value: unknown): unknown {
  if (isJson(value, 0)) return value
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? null : (JSON.parse(text) as unknown)
}

const deepest = 1000

function isJson(value: unknown, depth: number): boolean {
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  if (value === null) return true
  if (depth > deepest || 'toJSON' in value) return false
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in value) if (!isJson((value as Record<string, unknown>)[key], depth + 1)) return false
  return true
}
