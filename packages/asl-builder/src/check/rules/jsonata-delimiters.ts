import { hasSubstitution } from '../../model/substitution.js'
import { quote } from '../kinds.js'
import type { MisdelimitedNode } from '../strings.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const jsonataDelimiters = rule<{ delimited: MisdelimitedNode['delimited']; text: string }>({
  name: 'JSONATA_DELIMITERS',
  severity: 'ERROR',
  summary: 'An expression begins with "{%" and ends with "%}", with nothing around it.',
  source: dg('transforming-data'),

  *check({ misdelimited }) {
    for (const { text, delimited, place } of misdelimited) {
      if (hasSubstitution(text)) continue
      const severity = delimited === 'padded' || delimited === 'embedded' ? 'WARNING' : 'ERROR'
      yield { place, delimited, text: quote(text, 40), severity }
    }
  },

  say: ({ delimited, text }) =>
    delimited === 'embedded'
      ? {
          message: `${text} is passed as it is, not evaluated: there is text around the expression`,
          hint: 'Make all of it an expression, and join texts with "&": {% "a " & $b %}.',
        }
      : delimited === 'padded'
        ? {
            message: `${text} is passed as it is, not evaluated: there are blanks around it`,
            hint: 'Remove the blanks before "{%" and after "%}".',
          }
        : {
            message: `${text} has one delimiter of a JSONata expression and lacks the other`,
            hint: delimited === 'unclosed' ? 'End it with "%}".' : 'Begin it with "{%".',
          },
})
