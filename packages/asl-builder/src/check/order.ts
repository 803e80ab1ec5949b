import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { tokensTo, type Place } from './place.js'

/** Sorts diagnostics by where they stand in the document, what is around before what is inside. */
export function inDocumentOrder(
  machine: unknown,
  found: readonly { place: Place; diagnostic: Diagnostic }[],
): Diagnostic[] {
  const positions = new WeakMap<object, Map<string, number>>()

  function positionIn(value: unknown, token: string | number): number {
    if (typeof token === 'number' || typeof value !== 'object' || value === null) return Number(token) || 0
    let keys = positions.get(value)
    if (!keys) positions.set(value, (keys = new Map(Object.keys(value).map((key, index) => [key, index]))))
    return keys.get(token) ?? keys.size
  }

  function pathOf(place: Place, key: string | undefined): number[] {
    const path: number[] = []
    let value: unknown = machine
    for (const token of key === undefined ? tokensTo(place) : [...tokensTo(place), key]) {
      path.push(positionIn(value, token))
      value = (value as Record<string | number, unknown> | undefined)?.[token]
    }
    return path
  }

  return found
    .map(({ place, diagnostic }) => ({ path: pathOf(place, diagnostic.key), diagnostic }))
    .sort((a, b) => comparePaths(a.path, b.path) || startOf(a.diagnostic) - startOf(b.diagnostic))
    .map(({ diagnostic }) => diagnostic)
}

const startOf = ({ range }: Diagnostic): number => range?.start ?? -1

function comparePaths(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) if (a[index] !== b[index]) return a[index]! - b[index]!
  return a.length - b.length
}
