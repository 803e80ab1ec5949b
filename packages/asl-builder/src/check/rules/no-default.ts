import { rule } from '../rule.js'
import { spec } from '../source.js'

export const noDefault = rule({
  name: 'NO_DEFAULT',
  severity: 'WARNING',
  summary: 'A Choice state has a "Default" for the input that no rule takes.',
  source: spec('choice-state'),

  *check({ objectsOf }) {
    for (const { value, place } of objectsOf('Choice')) {
      if (value['Default'] === undefined && Array.isArray(value['Choices'])) yield { place }
    }
  },

  say: ({ place }) => ({
    message: `"${place.state}" has no 'Default'`,
    hint: 'An input that no rule takes fails the execution with States.NoChoiceMatched.',
  }),
})
