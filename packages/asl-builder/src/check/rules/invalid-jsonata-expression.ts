import { rule } from '../rule.js'
import { dg } from '../source.js'

export const invalidJsonataExpression = rule<{ reason: string; jsonata: string; text: string }>({
  name: 'INVALID_JSONATA_EXPRESSION',
  severity: 'ERROR',
  summary: 'What stands between "{%" and "%}" is a JSONata expression.',
  source: dg('transforming-data'),

  *check({ expressions }) {
    for (const { expression, place, text } of expressions) {
      const { error } = expression
      if (error) yield { place, range: error.range, reason: error.message, jsonata: error.code, text }
    }
  },

  say: ({ reason, jsonata, range, text }) => ({
    message: `The JSONata expression does not parse: ${reason}`,
    hint: `${jsonata} at "${around(text, range!.start)}", character ${range!.start + 1} of the string.`,
  }),
})

/** A piece of a text that begins a little before an index. */
function around(text: string, index: number): string {
  const start = Math.max(0, index - 10)
  const piece = text.slice(start, index + 10)
  return `${start > 0 ? '…' : ''}${piece}${index + 10 < text.length ? '…' : ''}`
}
