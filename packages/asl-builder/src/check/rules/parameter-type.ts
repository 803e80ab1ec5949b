import { isObject } from '../../model/json.js'
import type { ParameterType } from '../../services/catalogue.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const parameterType = rule<{ call: string; parameter: string; expected: ParameterType; given: string }>({
  name: 'PARAMETER_TYPE',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A parameter that is written down has the type that the action takes.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const call of integrationsOf(reading)) {
      const supplied = call.action && suppliedTo(call)
      if (!call.action || !supplied) continue
      for (const [parameter, { key, value, literal }] of supplied.parameters) {
        const expected = literal ? call.action.parameters.get(parameter)?.type : undefined
        if (expected === undefined || fits(value, expected)) continue
        const given = Array.isArray(value) ? 'array' : typeof value
        yield { place: at(supplied.place, key), call: nameOfCall(call.resource), parameter, expected, given }
      }
    }
  },

  say({ call, parameter, expected, given }) {
    return { message: `"${parameter}" of ${call} takes ${withArticle(expected)}, and this is ${withArticle(given)}.` }
  },
})

function fits(value: unknown, expected: ParameterType): boolean {
  if (value === null) return true // as good as absent
  switch (expected) {
    case 'any':
      return true
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false' // deployed machines have the texts
    case 'string':
      return typeof value !== 'number' && typeof value !== 'boolean' // JSON is sent as its text
    case 'number':
      return typeof value === 'number'
  }
}

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
