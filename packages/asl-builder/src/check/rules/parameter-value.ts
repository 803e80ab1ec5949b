import { nearest } from '../../diagnostics/nearest.js'
import { valuesOf } from '../../services/parameter-values.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { quote } from '../kinds.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

interface Fact {
  call: string
  parameter: string
  value: string
  values: readonly string[]
}

export const parameterValue = rule<Fact>({
  name: 'PARAMETER_VALUE',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A parameter that takes a few words is one of them.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const call of integrationsOf(reading)) {
      const supplied = call.action && suppliedTo(call)
      if (!supplied) continue
      for (const [parameter, values] of Object.entries(valuesOf(call.resource))) {
        const { key, value, literal } = supplied.parameters.get(parameter) ?? {}
        if (key === undefined || !literal || typeof value !== 'string' || values.includes(value)) continue
        yield { place: at(supplied.place, key), call: nameOfCall(call.resource), parameter, value, values }
      }
    }
  },

  say({ call, parameter, value, values }) {
    const guess = values.find((one) => one.toLowerCase() === value.toLowerCase()) ?? nearest(value, values)
    return {
      message: `"${parameter}" of ${call} is ${quote(value)}, which it does not take`,
      hint: guess === undefined ? `It takes ${values.join(', ')}.` : `Did you mean "${guess}"?`,
    }
  },
})
