import { isObject } from '../../model/json.js'
import { at, type Place } from '../place.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

export const passResultIsStatic = rule<{ name: string }>({
  name: 'PASS_RESULT_IS_STATIC',
  severity: 'WARNING',
  summary: 'A Pass state\'s "Result" is data: nothing in it is looked up.',
  source: spec('pass-state'),

  *check({ fieldsOf }) {
    for (const { value, place, owner } of fieldsOf('data')) {
      if (owner.language === 'JSONPath') yield* lookUpsIn(value, place)
    }
  },

  say: ({ name }) => ({
    message: `"${name}" is kept as it is: "Result" is not a payload template`,
    hint: 'Use "Parameters" to look values up.',
  }),
})

function* lookUpsIn(value: unknown, place: Place): Iterable<{ place: Place; name: string }> {
  if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* lookUpsIn(one, at(place, index))
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
