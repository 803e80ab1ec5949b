import { isObject } from '../../model/json.js'
import { fields } from '../../model/fields.js'
import { hasSubstitution } from '../../model/substitution.js'
import { at } from '../place.js'
import type { ObjectNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

type Problem =
  | { kind: 'field'; field: string }
  | { kind: 'noExecutionType' }
  | { kind: 'executionType' }
  | { kind: 'express' }
  | { kind: 'iterator' }

export const mapMode = rule<{ problem: Problem }>({
  name: 'MAP_MODE',
  code: schema,
  severity: 'ERROR',
  summary: 'What belongs to a distributed Map stands in one whose "Mode" is "DISTRIBUTED", with an "ExecutionType".',
  source: dg('state-map-distributed'),

  *check({ objectsOf, type }) {
    for (const map of objectsOf('Map')) {
      const { value, place } = map
      const { mode, config, processor } = processorOf(map)
      if (hasSubstitution(mode)) continue
      const configPlace = at(at(place, processor), 'ProcessorConfig')
      if (mode === 'DISTRIBUTED') {
        if (config['ExecutionType'] === undefined) yield { place: configPlace, problem: { kind: 'noExecutionType' } }
        if (processor === 'Iterator') {
          yield { place: at(place, processor), problem: { kind: 'iterator' }, severity: 'WARNING' }
        }
        if (type === 'EXPRESS') yield { place: at(configPlace, 'Mode'), problem: { kind: 'express' } }
        continue
      }
      if (mode !== undefined && mode !== 'INLINE') continue // FIELD_VALUE has said so
      if (config['ExecutionType'] !== undefined) {
        yield { place: at(configPlace, 'ExecutionType'), problem: { kind: 'executionType' }, severity: 'WARNING' }
      }
      for (const field of Object.keys(value)) {
        if (!distributedFields.has(field) || value[field] === undefined) continue
        const severity = harmless.has(field) ? 'WARNING' : 'ERROR'
        yield { place: at(place, field), problem: { kind: 'field', field }, severity }
      }
    }
  },

  say({ problem, place }) {
    const set = 'Set "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }'
    switch (problem.kind) {
      case 'field':
        return {
          message: `Field '${problem.field}' is supported in a distributed Map only`,
          hint: `"${place.state}" is an inline Map. ${set}, or remove the field.`,
        }
      case 'noExecutionType':
        return {
          message: "The field 'ExecutionType' is required but was missing",
          hint: `"${place.state}" starts child executions: STANDARD ones, or EXPRESS ones (up to five minutes each).`,
        }
      case 'executionType':
        return {
          message: "Field 'ExecutionType' is supported in a distributed Map only",
          hint: `"${place.state}" is an inline Map. ${set}, or remove it.`,
        }
      case 'express':
        return {
          message: 'Express state machine does not support a distributed Map',
          hint: 'Create the machine as STANDARD, or use "Mode": "INLINE".',
        }
      case 'iterator':
        return {
          message: "'Iterator' is the older name, from before distributed Maps",
          hint: 'Write "ItemProcessor" instead.',
        }
      default:
        return problem satisfies never
    }
  },
})

const distributedFields = new Set(Object.keys(fields.Map).filter((name) => fields.Map[name]!.distributed))

/** The developer guide keeps these for a distributed Map, the specification does not. */
const harmless = new Set([
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
])

function processorOf({ value }: ObjectNode) {
  const processor = value['ItemProcessor'] === undefined ? 'Iterator' : 'ItemProcessor'
  const found = value[processor]
  const config = isObject(found) && isObject(found['ProcessorConfig']) ? found['ProcessorConfig'] : {}
  return { processor, config, mode: config['Mode'] }
}
