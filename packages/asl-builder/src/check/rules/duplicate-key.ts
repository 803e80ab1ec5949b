import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const duplicateKey = rule<{ name: string }>({
  name: 'DUPLICATE_KEY',
  code: schema,
  severity: 'ERROR',
  summary: 'In a payload template, no two names are the same once ".$" is taken off.',
  source: spec('payload-template'),

  *check({ templates }) {
    for (const { value, place } of templates) {
      for (const key of Object.keys(value)) {
        const name = key.slice(0, -2)
        if (key.endsWith('.$') && Object.hasOwn(value, name)) yield { place, key, name }
      }
    }
  },

  say: ({ name }) => ({
    message: `The field '${name}' is there twice: as '${name}' and as '${name}.$'`,
    hint: 'Remove one: both give the same field of the payload.',
  }),
})
