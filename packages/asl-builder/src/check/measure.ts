import { isObject } from '../model/json.js'
import { at, root, type Place } from './place.js'

/** What is to be known of a value before it is read as a document. */
export interface Measure {
  /** Characters of its JSON text, at least; exact up to escapes. */
  characters: number
  /** A place that no JSON text can have: it holds one of the objects around it. */
  cycle?: Place
  /** Whether it is nested deeper than AWS reads. */
  tooDeep?: true
  /** Whether something in it is not JSON: a class's instance, a function, an array with holes. */
  foreign: boolean
  /** More values than a definition ever has, reached by sharing (YAML aliases): reading it would take for ever. */
  tooMany?: true
}

/** AWS reads definitions with Jackson, whose own limit this is. */
const deepest = 1000
/** A definition of the greatest size has at most half a million values. */
const mostValues = 4_000_000

/** Walks a value once and never runs away, whatever it is. */
export function measure(value: unknown): Measure {
  const result: Measure = { characters: 0, foreign: false }
  const around: unknown[] = []
  let left = mostValues

  const tokens: (string | number)[] = []

  function walk(here: unknown): boolean {
    if (--left < 0) {
      result.tooMany = true
      return false
    }
    if (typeof here === 'string') result.characters += here.length + 2
    else if (typeof here !== 'object' || here === null) {
      result.characters += 4
      if (isForeign(here)) result.foreign = true
    } else {
      if (around.length >= deepest) {
        const first = firstRepeated(around, here)
        if (first === undefined) result.tooDeep = true
        else result.cycle = placeAt(tokens.slice(0, first))
        return false
      }
      around.push(here)
      result.characters += 2
      if (Array.isArray(here)) {
        if (Object.keys(here).length !== here.length) result.foreign = true
        for (let index = 0; index < here.length; index++) {
          result.characters++
          if (!Object.hasOwn(here, index)) result.foreign = true // a hole, in place of which another key may be counted
          tokens[around.length - 1] = index
          if (!walk(here[index])) return false
        }
      } else if (isObject(here)) {
        if (!isPlain(here)) result.foreign = true
        for (const key in here) {
          // Twice as fast as Object.keys, whose array would be garbage.
          if (!Object.hasOwn(here, key)) continue
          result.characters += key.length + 4
          tokens[around.length - 1] = key
          if (!walk(here[key])) return false
        }
      }
      around.pop()
    }
    return true
  }

  walk(value)
  return result
}

/** What JSON text has no word for. `undefined` is as good as absent. */
const isForeign = (value: unknown): boolean =>
  typeof value === 'number' ? !Number.isFinite(value) : ['bigint', 'function', 'symbol'].includes(typeof value)

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** A measured value as JSON text would hold it, so that no rule meets anything else. */
export function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return isForeign(value) ? null : value
  if (value instanceof Date) return String(value)
  if (Array.isArray(value)) return Array.from(value, asJson)
  return Object.fromEntries(Object.keys(value).map((key) => [key, asJson((value as Record<string, unknown>)[key])]))
}

/** The least index at which an object stands that also stands before it. */
function firstRepeated(around: readonly unknown[], last: unknown): number | undefined {
  const seen = new Set<unknown>()
  for (const [index, one] of [...around, last].entries()) {
    if (seen.has(one)) return index
    seen.add(one)
  }
  return undefined
}

function placeAt(tokens: readonly (string | number)[]): Place {
  let place = root
  for (const token of tokens) place = at(place, token)
  return place
}
