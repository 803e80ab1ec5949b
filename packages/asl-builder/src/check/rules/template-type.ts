import { described } from '../kinds.js'
import { isObject } from '../../model/json.js'
import { hasSubstitution } from '../../model/substitution.js'
import { delimitersOf } from '../../syntax/jsonata.js'
import { integrationsOf } from '../calls.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

export const templateType = rule<{ field: string; is: string; path: boolean }>({
  name: 'TEMPLATE_TYPE',
  severity: 'WARNING', // other tools' fixtures have arrays and strings; AWS's answer is not known
  summary: 'A payload template is a JSON object; so are the arguments of a service.',
  source: spec('payload-template'),

  *check(reading) {
    const { fieldsOf } = reading
    for (const { caller } of integrationsOf(reading)) {
      const value = caller.value['Arguments']
      if (caller.language !== 'JSONata' || value === undefined || isObject(value)) continue
      if (hasSubstitution(value) || (typeof value === 'string' && delimitersOf(value) !== 'text')) continue
      yield { place: at(caller.place, 'Arguments'), field: 'Arguments', is: described(value), path: false }
    }
    for (const { owner, name, value, place } of fieldsOf('template')) {
      if (owner.language !== 'JSONPath' || isObject(value) || hasSubstitution(value)) continue
      const path = typeof value === 'string' && /^(?:\$|States\.)/.test(value)
      yield { place, field: name, is: described(value), path }
    }
  },

  say: ({ field, is, path }) => ({
    message: `'${field}' must be an object`,
    hint: path
      ? `It is ${is}, which is not looked up here. Name a field of the payload: { "name.$": … }.`
      : `It is ${is}. Put it into a field of an object.`,
  }),
})
