import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const emptyValue = rule<{ field: string }>({
  name: 'EMPTY_VALUE',
  code: schema,
  severity: 'ERROR',
  summary: '"States", "Branches", "Choices", "ErrorEquals", "And" and "Or" hold at least one element.',
  source: spec('states-fields'),

  *check({ fieldsOf, scopes }) {
    for (const { field, name, value, place } of fieldsOf('objects', 'strings')) {
      if (Array.isArray(value) && value.length < (field.min ?? 0)) yield { place, field: name }
    }
    for (const { field, name, value, place } of fieldsOf('states')) {
      if (scopes.length > 0 && field && Object.keys(value ?? {}).length === 0) yield { place, field: name }
    }
  },

  say: ({ field }) => ({ message: 'Value cannot be empty', hint: `Put at least one element into "${field}".` }),
})
