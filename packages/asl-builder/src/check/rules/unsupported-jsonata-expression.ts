import { rule } from '../rule.js'
import { spec } from '../source.js'

export const unsupportedJsonataExpression = rule<{ name: string }>({
  name: 'UNSUPPORTED_JSONATA_EXPRESSION',
  severity: 'ERROR',
  summary: 'An expression has no input of its own: at its top level there is no "$", no "$$" and no bare field name.',
  source: spec('jsonata'),

  *check({ expressions }) {
    for (const { expression, place } of expressions) {
      for (const { name, inLambda, range } of expression.analysis?.topLevel ?? []) {
        // AWS is not known to look into a function's body.
        yield { place, range, name, ...(inLambda && { severity: 'WARNING' as const }) }
      }
    }
  },

  say({ name }) {
    const message = `Reference to '${name}' at the top level is not supported.`
    if (name === '$' || name === '$$') return { message, hint: 'Write $states.input for the input of the state.' }
    if (name === 'States')
      return { message, hint: 'Intrinsic functions belong to JSONPath; JSONata has its own ($uuid(), $parse(), …).' }
    return {
      message,
      hint: `Write $states.input.${name} for the input's field, $${name} for a variable, or "${name}" in quotes for text.`,
    }
  },
})
