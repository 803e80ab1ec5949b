import { nearest } from '../../diagnostics/nearest.js'
import { hasSubstitution } from '../../model/substitution.js'
import { isOpen, mayBeEvaluated, quote } from '../kinds.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

/** In AWS's order. */
const types = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map']

export const fieldValue = rule<{ field: string; value: unknown; values: readonly unknown[] }>({
  name: 'FIELD_VALUE',
  code: schema,
  severity: 'ERROR',
  summary: 'A field that knows a few values holds one of them.',
  source: spec('states-fields'),

  *check({ fields, states }) {
    for (const node of fields) {
      const { field, name, value } = node
      if (!field.values || name === 'Type' || isOpen(node)) continue
      if (name !== 'QueryLanguage' && typeof value !== typeof field.values[0]) continue
      if (field.values.includes(value as string)) continue
      // AWS is not known to refuse "End": false; NEXT_OR_END says when nothing else ends the state.
      const severity = name === 'End' || mayBeEvaluated(node) ? 'WARNING' : 'ERROR'
      yield { place: node.place, severity, field: name, value, values: field.values }
    }
    for (const { type, value, place } of states) {
      if (type !== undefined || hasSubstitution(value['Type'])) continue
      yield { place: at(place, 'Type'), field: 'Type', value: value['Type'], values: types }
    }
  },

  say({ field, value, values, place }) {
    const message = `The field '${field}' should have one of these values: [${values.join(', ')}]`
    if (value === undefined) return { message, hint: `"${place.state}" has no "${field}".` }
    const guess = typeof value === 'string' ? nearest(value, values as string[]) : undefined
    return { message, hint: `It is ${quote(value)}.${guess === undefined ? '' : ` Did you mean "${guess}"?`}` }
  },
})
