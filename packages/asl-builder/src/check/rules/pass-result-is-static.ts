import { isObject } from '../../model/json.js'
import { quote } from '../kinds.js'
import { at, type Place } from '../place.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'
import { looksLikeACall, looksLikeAPath } from './no-dollar.js'

export const passResultIsStatic = rule<{ name?: string; text?: string }>({
  name: 'PASS_RESULT_IS_STATIC',
  severity: 'WARNING',
  summary: 'A Pass state\'s "Result" is data: nothing in it is looked up.',
  source: spec('pass-state'),

  *check({ fieldsOf }) {
    for (const { value, place, owner } of fieldsOf('data')) {
      if (owner.language === 'JSONPath') yield* lookUpsIn(value, place)
    }
  },

  say: ({ name, text }) => ({
    message: `${name === undefined ? text : `"${name}"`} is kept as it is: "Result" is not a payload template`,
    hint:
      name === undefined
        ? 'Use "Parameters" with a ".$" name, or "InputPath", to look the value up.'
        : 'Use "Parameters" to look values up.',
  }),
})

function* lookUpsIn(value: unknown, place: Place): Iterable<{ place: Place; name?: string; text?: string }> {
  if (typeof value === 'string') {
    if (looksLikeAPath(value) || looksLikeACall(value)) yield { place, text: quote(value) }
  } else if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* lookUpsIn(one, at(place, index))
  else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const here = at(place, name)
      const inner = value[name]
      if (name.endsWith('.$') && typeof inner === 'string' && /^(?:\$|States\.)/.test(inner))
        yield { place: here, name }
      else yield* lookUpsIn(inner, here)
    }
  }
}
