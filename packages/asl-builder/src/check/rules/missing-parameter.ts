import { nearest } from '../../diagnostics/nearest.js'
import { alternativesOf } from '../../services/alternatives.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const missingParameter = rule<{ call: string; names: readonly string[] }>({
  name: 'MISSING_PARAMETER',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A Task passes every parameter that the action it calls requires.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const call of integrationsOf(reading)) {
      const supplied = call.action && suppliedTo(call)
      if (!call.action || !supplied || supplied.open) continue
      const { parameters } = call.action
      const strangers = [...supplied.parameters.keys()].filter((name) => !parameters.has(name))
      const name = nameOfCall(call.resource)
      const required = [...parameters].flatMap(([name, { required }]) => (required ? [[name]] : []))
      for (const names of [...required, ...alternativesOf(call.resource)]) {
        if (names.some((name) => supplied.parameters.has(name))) continue
        // A misspelt parameter is one mistake, and UNKNOWN_PARAMETER says it.
        if (strangers.some((stranger) => nearest(stranger, names))) continue
        yield { place: supplied.place, call: name, names }
      }
    }
  },

  say({ call, names }) {
    const [name] = names
    return names.length === 1
      ? { message: `The field '${name}' is required but was missing`, hint: `${call} needs "${name}".` }
      : { message: `${call} needs one of these, and none is there: ${names.map((each) => `"${each}"`).join(', ')}.` }
  },
})
