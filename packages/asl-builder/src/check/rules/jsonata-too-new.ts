import { rule } from '../rule.js'
import { dg } from '../source.js'

export const jsonataTooNew = rule<{ operator: string }>({
  name: 'JSONATA_TOO_NEW',
  severity: 'WARNING',
  summary: 'An expression keeps to JSONata 2.0.6, which Step Functions runs.',
  source: dg('transforming-data'),

  *check({ expressions }) {
    for (const { expression, place } of expressions)
      for (const { operator, range } of expression.analysis?.newer ?? []) yield { place, range, operator }
  },

  say: ({ operator }) => ({
    message: `The operator ${operator} is newer than the JSONata 2.0.6 of Step Functions`,
    hint: operator === '??' ? 'Write $exists(a) ? a : b.' : 'Write a ? a : b.',
  }),
})
