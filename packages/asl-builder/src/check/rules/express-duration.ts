import { limits } from '../../model/limits.js'
import { isOpen } from '../kinds.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const expressDuration = rule<{ field: string; seconds: number }>({
  name: 'EXPRESS_DURATION',
  severity: 'WARNING',
  summary: 'An Express machine, which runs five minutes at most, waits for nothing longer.',
  source: dg('choosing-workflow-type'),

  *check({ type, fieldsOf }) {
    if (type !== 'EXPRESS') return
    for (const node of fieldsOf('integer')) {
      const { name, value } = node
      if (name !== 'Seconds' && name !== 'TimeoutSeconds') continue
      if (isOpen(node) || typeof value !== 'number' || value <= limits.expressSeconds) continue
      yield { place: node.place, field: name, seconds: value }
    }
  },

  say: ({ field, seconds }) => ({
    message: `'${field}' is ${seconds}: longer than an Express machine runs`,
    hint: `An execution ends after ${limits.expressSeconds} seconds. Create the machine as STANDARD, or wait less.`,
  }),
})
