import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

const ways = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath']

export const waitField = rule<{ given: readonly string[] }>({
  name: 'WAIT_FIELD',
  code: schema,
  severity: 'ERROR',
  summary: 'A Wait state has exactly one of "Seconds", "Timestamp", "SecondsPath" and "TimestampPath".',
  source: spec('wait-state'),

  *check({ objectsOf }) {
    for (const { value, place } of objectsOf('Wait')) {
      const given = ways.filter((name) => value[name] !== undefined)
      if (given.length === 1) continue
      // EXCLUSIVE_FIELDS has said so of a field and its own Path form.
      if (given.length === 2 && given[1] === `${given[0]}Path`) continue
      yield { place, given }
    }
  },

  say: ({ given, place }) => ({
    message: `Exactly one of these fields is required: [${ways.join(', ')}]`,
    hint:
      given.length === 0
        ? `"${place.state}" does not say how long to wait.`
        : `"${place.state}" has ${given.join(' and ')}. Keep one.`,
  }),
})
