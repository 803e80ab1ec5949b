import { isOpen, wantedInstead } from '../kinds.js'
import { limits } from '../../model/limits.js'
import { integratedTasksOf } from '../calls.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

export const fieldRange = rule<{ field: string; value: number; min?: number; max?: number }>({
  name: 'FIELD_RANGE',
  code: schema,
  severity: 'ERROR',
  summary: 'A number lies in the range of its field.',
  source: dg('service-quotas'),

  *check(reading) {
    for (const { resource, state } of integratedTasksOf(reading)) {
      const seconds = state.value['TimeoutSeconds']
      if (resource.service !== 'http' || resource.kind !== 'optimized' || typeof seconds !== 'number') continue
      const max = limits.httpTaskSeconds
      // The guide's limit of an HTTP Task; AWS is not known to refuse more.
      if (seconds <= max) continue
      yield {
        place: at(state.place, 'TimeoutSeconds'),
        field: 'TimeoutSeconds',
        value: seconds,
        max,
        severity: 'WARNING',
      }
    }
    const { fieldsOf } = reading
    for (const node of fieldsOf('integer', 'number')) {
      const { field, name, value } = node
      if (isOpen(node) || wantedInstead(field, value) !== undefined) continue
      const number = value as number
      const { min, max } = field
      if ((min === undefined || number >= min) && (max === undefined || number <= max)) continue
      yield {
        place: node.place,
        field: name,
        value: number,
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      }
    }
  },

  say({ field, value, min, max }) {
    const range =
      min !== undefined && max !== undefined
        ? `from ${min} to ${max}`
        : min !== undefined
          ? `${min} or more`
          : `${max} or less`
    return { message: `The value of '${field}' must be ${range}`, hint: `It is ${value}.` }
  },
})
