import { nearest } from '../../diagnostics/nearest.js'
import { alternativesOf } from '../../services/alternatives.js'
import type { Action } from '../../services/catalogue.js'
import type { IntegrationResource } from '../../services/resource.js'
import { integrationsOf, nameOfCall, suppliedTo, type Call } from '../calls.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

interface Fact {
  call: string
  /** One of these is missing. */
  names: readonly string[]
  /** The field that would hold it, where that is missing too. */
  field?: 'Parameters' | 'Arguments'
}

export const missingParameter = rule<Fact>({
  name: 'MISSING_PARAMETER',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A Task passes every parameter that the action it calls requires.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const call of integrationsOf(reading)) {
      const field = fieldMissingIn(call)
      const first = field && call.action && requiredBy(call.action, call.resource)[0]
      if (first) yield { place: call.caller.place, call: nameOfCall(call.resource), names: first, field }
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

  say({ call, names, field }) {
    const [name] = names
    if (field) {
      return {
        message: `${call} has no '${field}': it is sent the input of the state`,
        hint: `It needs ${names.map((each) => `"${each}"`).join(' or ')}. Write "${field}": { "${name}": … }.`,
      }
    }
    return names.length === 1
      ? { message: `The field '${name}' is required but was missing`, hint: `${call} needs "${name}".` }
      : { message: `${call} needs one of these, and none is there: ${names.map((each) => `"${each}"`).join(', ')}.` }
  },
})

/** The field for the parameters of a Task that has none, and does not choose its input for that either. */
function fieldMissingIn({ caller: { type, language, value } }: Call): 'Parameters' | 'Arguments' | undefined {
  if (type !== 'Task' || language === undefined || value['InputPath'] !== undefined) return undefined
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters'
  const other = language === 'JSONata' ? 'Parameters' : 'Arguments' // which UNSUPPORTED_FIELD tells
  return value[field] === undefined && value[other] === undefined ? field : undefined
}

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
