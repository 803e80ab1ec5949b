import type { nearest } from '../diagnostics/nearest.js'
import type { QueryLanguage } from '../model/expression.js'
import { isObject } from '../model/json.js'
import type { ParameterType } from '../services/catalogue.js'
import { hasSubstitution } from '../model/substitution.js'
import type { Shape } from '../services/shape.js'
import { isFilledIn, nameSeen } from './calls.js'
import { at, type Place } from './place.js'

/** Something inside a parameter that its shape does not have: a misspelt member, or a value of another kind. */
export type Misfit =
  | { kind: 'member'; place: Place; name: string; meant: string }
  | { kind: 'value'; place: Place; value: unknown; expected: ParameterType }

/**
 * Everything inside a value that is not of its shape, as far as that is sure: a member counts as misspelt only next to
 * the name of one that is not there, since APIs grow, and AWS makes text of JSON and of numbers.
 *
 * @param suggest Finds the member that was meant. Default: none is looked for.
 */
export function* misfitsIn(
  value: unknown,
  shape: Shape,
  place: Place,
  language: QueryLanguage,
  suggest: typeof nearest = () => undefined,
): Iterable<Misfit> {
  if (value === null || isFilledIn(value, language)) return
  switch (shape.kind) {
    case 'array':
      if (!Array.isArray(value)) yield { kind: 'value', place, value, expected: 'array' }
      else
        for (const [index, each] of value.entries())
          yield* misfitsIn(each, shape.of, at(place, index), language, suggest)
      return
    case 'dictionary':
    case 'structure':
      if (!isObject(value)) yield { kind: 'value', place, value, expected: 'object' }
      else if (shape.kind === 'structure') yield* misfitsOfMembers(value, shape.members, place, language, suggest)
      else
        for (const [key, each] of Object.entries(value))
          if (nameSeen(key, language) === key) yield* misfitsIn(each, shape.of, at(place, key), language, suggest)
      return
    case 'number':
    case 'boolean':
      if (typeof value === 'object') yield { kind: 'value', place, value, expected: shape.kind }
      return
    default:
      return
  }
}

function* misfitsOfMembers(
  value: Record<string, unknown>,
  members: ReadonlyMap<string, Shape>,
  place: Place,
  language: QueryLanguage,
  suggest: typeof nearest,
): Iterable<Misfit> {
  for (const [key, each] of Object.entries(value)) {
    const name = nameSeen(key, language)
    const member = members.get(name)
    if (member) {
      if (name === key) yield* misfitsIn(each, member, at(place, key), language, suggest)
      continue
    }
    if (hasSubstitution(key) || key.startsWith('Fn::')) continue
    const absent = [...members.keys()].filter(
      (other) => !Object.hasOwn(value, other) && !Object.hasOwn(value, `${other}.$`),
    )
    const meant = suggest(name, absent)
    // How acronyms are spelt inside parameters is not documented: DBName may stand for DbName.
    if (meant === undefined || (/^[A-Z]/.test(name) && meant.toLowerCase() === name.toLowerCase())) continue
    yield { kind: 'member', place: at(place, key), name, meant }
  }
}
