import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const exclusiveFields = rule<{ field: string; other: string }>({
  name: 'EXCLUSIVE_FIELDS',
  code: schema,
  severity: 'ERROR',
  summary: 'Two fields that say the same thing in two ways do not stand side by side.',
  source: spec('states-fields'),

  *check({ fields }) {
    for (const node of fields) {
      const { excludes } = node.field
      if (excludes === undefined || node.owner.value[excludes] === undefined) continue
      yield { place: node.place, field: node.name, other: excludes }
    }
  },

  say: ({ field, other, place }) => ({
    message: `Only one of '${other}' and '${field}' may be there`,
    hint: `${place.state === undefined ? 'This object' : `"${place.state}"`} has both. Remove one.`,
  }),
})
