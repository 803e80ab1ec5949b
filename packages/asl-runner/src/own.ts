const inherited = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Whether every object inherits a property of this name: only then a lookup must ask who owns it. */
export const isInherited = (name: string): boolean => inherited.has(name)

/** Sets an own property, `__proto__` included. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  } else {
    object[name] = value
  }
}
