import { described, isOpen, mayBeEvaluated, wantedInstead } from '../kinds.js'
import { delimitersOf } from '../../syntax/jsonata.js'
import { hasSubstitution } from '../../model/substitution.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const fieldType = rule<{ field: string; wanted: string; is: string }>({
  name: 'FIELD_TYPE',
  code: schema,
  severity: 'ERROR',
  summary: 'A field holds a value of its own JSON type.',
  source: spec('states-fields'),

  *check({ fields, scopes }) {
    for (const node of fields) {
      const { field, name, value } = node
      if (value === null && field.nullable) continue
      const wanted = wantedInstead(field, value)
      if (wanted === undefined || isOpen(node)) continue
      if (isSupersededAlready(name)) continue
      // What AWS says to a text without delimiters is not known; with one of them JSONATA_DELIMITERS says it.
      const isText = field.kind === 'condition' && typeof value === 'string'
      if (isText && delimitersOf(value) !== 'text') continue
      const severity = isText || mayBeEvaluated(node) ? 'WARNING' : 'ERROR'
      yield { place: node.place, severity, field: name, wanted, is: described(value) }
    }
    for (const scope of scopes)
      for (const { name, value, place } of scope.notStates) {
        if (hasSubstitution(value)) continue
        yield { place, field: name, wanted: 'an object', is: described(value) }
      }
  },

  say({ field, wanted, is }) {
    return { message: `The value of '${field}' must be ${wanted}`, hint: `It is ${is}.` }
  },
})

/** `Type` and `QueryLanguage` are told what they may say by FIELD_VALUE. */
const isSupersededAlready = (name: string): boolean => name === 'Type' || name === 'QueryLanguage'
