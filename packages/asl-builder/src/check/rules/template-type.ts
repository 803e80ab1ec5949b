import { quote, typeName } from '../kinds.js'
import { isObject } from '../../model/json.js'
import { hasPlaceholder } from '../../syntax/placeholder.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

export const templateType = rule<{ field: string; is: string; value: string; path: boolean }>({
  name: 'TEMPLATE_TYPE',
  severity: 'WARNING', // other tools' fixtures have arrays and strings; AWS's answer is not known
  summary: 'A payload template is a JSON object.',
  source: spec('payload-template'),

  *check({ fieldsOf }) {
    for (const { owner, name, value, place } of fieldsOf('template')) {
      if (owner.language !== 'JSONPath' || isObject(value) || hasPlaceholder(value)) continue
      const path = typeof value === 'string' && /^(?:\$|States\.)/.test(value)
      yield { place, field: name, is: typeName(value), value: quote(value), path }
    }
  },

  say: ({ field, is, value, path }) => ({
    message: `'${field}' is ${is}, not an object: ${value}`,
    hint: path
      ? 'It is not looked up here. Name a field of the payload: { "name.$": … }.'
      : 'Put it into a field of an object.',
  }),
})
