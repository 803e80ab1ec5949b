import { hasSubstitution } from '../../model/substitution.js'
import { timestampForm } from '../../syntax/timestamp.js'
import { isExpression, isOpen, quote } from '../kinds.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const timestamp = rule<{ text: string; loose: boolean; expression: boolean }>({
  name: 'TIMESTAMP',
  code: schema,
  severity: 'ERROR',
  summary: 'A timestamp is one of RFC 3339, with an upper-case "T" and an upper-case "Z" or a numeric offset.',
  source: spec('timestamps'),

  *check({ fieldsOf }) {
    for (const node of fieldsOf('timestamp')) {
      const { value, place, owner } = node
      if (typeof value !== 'string' || isOpen(node) || hasSubstitution(value)) continue
      const form = timestampForm(value)
      if (form === 'timestamp') continue
      // Recorded for a Wait, and the specification wants upper case; what AWS says to a comparison is not known.
      const severity = owner.type === 'Wait' && (form === 'none' || /[tz]/.test(value)) ? 'ERROR' : 'WARNING'
      yield { place, text: quote(value), loose: form === 'loose', expression: isExpression(value), severity }
    }
  },

  say: ({ text, loose, expression }) => ({
    message: 'String does not match RFC3339 timestamp',
    hint: expression
      ? `${text} is not evaluated: the state is written in JSONPath. Add "QueryLanguage": "JSONata", or use "TimestampPath".`
      : loose
        ? `${text}: write seconds, an upper-case "T" and an upper-case "Z".`
        : `It is ${text}. Write it as in 2016-08-18T17:33:00Z or 2016-08-18T17:33:00+02:00.`,
  }),
})
