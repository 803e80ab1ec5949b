import { isObject } from '../../model/json.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const emptyValue = rule<{ field: string }>({
  name: 'EMPTY_VALUE',
  code: schema,
  severity: 'ERROR',
  summary: '"States", "Branches", "Choices", "ErrorEquals", "And" and "Or" hold at least one element.',
  source: spec('states-fields'),

  *check({ fieldsOf, scopes }) {
    for (const node of fieldsOf('objects', 'strings')) {
      const least = node.field.min ?? 0
      if (Array.isArray(node.value) && node.value.length < least) yield { place: node.place, field: node.name }
    }
    for (const { object, states, notStates } of scopes) {
      if (states.size > 0 || notStates.length > 0 || !isObject(object.value['States'])) continue
      yield { place: at(object.place, 'States'), field: 'States' }
    }
  },

  say: ({ field }) => ({ message: 'Value cannot be empty', hint: `Put at least one element into "${field}".` }),
})
