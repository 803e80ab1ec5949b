import { isObject } from '../../model/json.js'
import type { ParameterType } from '../../services/catalogue.js'
import type { IntegrationResource } from '../../services/resource.js'
import { shapesOf } from '../../services/shape.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { misfitsIn } from '../misfits.js'
import { at, tokensTo } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const parameterType = rule<{ call: string; parameter: string; expected: ParameterType; given: string }>({
  name: 'PARAMETER_TYPE',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A parameter that is written down has the type that the action takes.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const integration of integrationsOf(reading)) {
      const { action, resource } = integration
      const supplied = action && suppliedTo(integration)
      if (!action || !supplied) continue
      const shapes = shapesOf(resource)
      for (const [parameter, { key, value, literal }] of supplied.parameters) {
        const expected = literal ? action.parameters.get(parameter)?.type : undefined
        if (expected === undefined) continue
        const call = nameOfCall(resource)
        const place = at(supplied.place, key)
        if (!fits(value, expected, resource.kind)) {
          yield { place, call, parameter, expected, given: typeName(value) }
          continue
        }
        const shape = shapes.get(parameter)
        for (const misfit of shape ? misfitsIn(value, shape, place, supplied.language) : []) {
          if (misfit.kind !== 'value') continue
          const inner = tokensTo(misfit.place).slice(tokensTo(place).length).join('.')
          const names = { parameter: `${parameter}.${inner}`, expected: misfit.expected, given: typeName(misfit.value) }
          yield { place: misfit.place, call, ...names }
        }
      }
    }
  },

  say({ call, parameter, expected, given }) {
    return { message: `"${parameter}" of ${call} takes ${withArticle(expected)}, and this is ${withArticle(given)}.` }
  },
})

const typeName = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)

function fits(value: unknown, expected: ParameterType, kind: IntegrationResource['kind']): boolean {
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
      // Recorded: the SDK integrations send JSON as its text. Of the optimized ones, those that do are known: their type is any.
      return typeof value === 'string' || (kind === 'aws-sdk' && typeof value === 'object')
    case 'number':
      return typeof value === 'number'
  }
}

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
