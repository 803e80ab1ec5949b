import { nearest } from '../../diagnostics/nearest.js'
import { alternativesOf } from '../../services/alternatives.js'
import type { Action } from '../../services/catalogue.js'
import type { IntegrationResource } from '../../services/resource.js'
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
      const { parameters } = supplied
      for (const names of requiredBy(call.action, call.resource)) {
        if (names.some((name) => parameters.has(name))) continue
        // A misspelt parameter is one mistake, and UNKNOWN_PARAMETER says it.
        const strangers = [...parameters.keys()].filter((name) => !call.action!.parameters.has(name))
        if (strangers.some((stranger) => nearest(stranger, names))) continue
        yield { place: supplied.place, call: nameOfCall(call.resource), names }
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

const known = new WeakMap<Action, readonly (readonly string[])[]>()

/** Each group of parameters of which an action needs one. */
function requiredBy(action: Action, resource: IntegrationResource): readonly (readonly string[])[] {
  let groups = known.get(action)
  if (!groups) {
    const required = [...action.parameters].flatMap(([name, { required }]) => (required ? [[name]] : []))
    known.set(action, (groups = [...required, ...alternativesOf(resource)]))
  }
  return groups
}
