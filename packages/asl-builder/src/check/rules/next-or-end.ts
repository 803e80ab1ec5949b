import { fields } from '../../model/fields.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const nextOrEnd = rule<{ has: 'both' | 'neither' }>({
  name: 'NEXT_OR_END',
  code: schema,
  severity: 'ERROR',
  summary: 'A Pass, Task, Wait, Parallel or Map state has either "Next" or "End": true.',
  source: spec('transition'),

  *check({ states }) {
    for (const { type, value, place } of states) {
      if (type === undefined || !Object.hasOwn(fields[type], 'End')) continue
      const next = value['Next'] !== undefined
      const end = value['End'] !== undefined && value['End'] !== false
      if (next === end) yield { place, has: next ? 'both' : 'neither' }
    }
  },

  say: ({ has, place }) =>
    has === 'both'
      ? {
          message: "Only one of 'Next' and 'End' may be there",
          hint: `"${place.state}" has both: it goes on, or it ends here. Remove one.`,
        }
      : {
          message: "One of 'Next' and 'End' is required",
          hint: `"${place.state}" neither goes on nor ends. Add "Next" with the name of a state, or "End": true.`,
        },
})
