import { nearest } from '../../diagnostics/nearest.js'
import { jsonataFunctions } from '../../syntax/jsonata-functions.js'
import { variablesOf } from '../variables.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const jsonataFunction = rule<{ name: string; uncalled?: true }>({
  name: 'JSONATA_FUNCTION',
  severity: 'WARNING',
  summary: 'An expression calls functions that JSONata or Step Functions has.',
  source: dg('transforming-data'),

  *check(reading) {
    const { scopesOf } = variablesOf(reading)
    for (const { expression, place, text } of reading.expressions) {
      const [, alone] = /^\{%\s*\$(\w+)\s*%\}$/.exec(text) ?? []
      if (alone !== undefined && jsonataFunctions.has(alone) && !scopesOf.has(alone)) {
        const start = text.indexOf('$')
        yield { place, range: { start, end: start + alone.length + 1 }, name: alone, uncalled: true }
      }
      for (const { name, range } of expression.analysis?.calls ?? []) {
        if (jsonataFunctions.has(name) || scopesOf.has(name)) continue
        yield { place, range, name }
      }
    }
  },

  say({ name, uncalled }) {
    if (uncalled) return { message: `$${name} is a function, and no value`, hint: `Call it: $${name}(…).` }
    const guess = name === 'eval' ? 'parse' : nearest(name, jsonataFunctions.keys())
    return {
      message: `There is no function $${name}`,
      hint:
        name === 'eval'
          ? 'Step Functions leaves $eval out. $parse reads JSON.'
          : guess === undefined
            ? 'The call fails with States.QueryEvaluationError.'
            : `Did you mean $${guess}?`,
    }
  },
})
