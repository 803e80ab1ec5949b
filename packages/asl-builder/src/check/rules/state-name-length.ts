import { limits } from '../../model/limits.js'
import { hasSubstitution } from '../../model/substitution.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const stateNameLength = rule<{ length: number }>({
  name: 'STATE_NAME_LENGTH',
  code: schema,
  severity: 'ERROR',
  summary: 'A state name has 1 to 80 characters.',
  source: spec('states-fields'),

  *check({ states }) {
    for (const { name, place } of states) {
      if (name.length > 0 && name.length <= limits.stateNameCharacters) continue
      const { length } = [...name]
      if ((length === 0 || length > limits.stateNameCharacters) && !hasSubstitution(name)) yield { place, length }
    }
  },

  say: ({ length }) => ({
    message: `A state name must have 1 to ${limits.stateNameCharacters} characters`,
    hint: `This one has ${length}.`,
  }),
})
