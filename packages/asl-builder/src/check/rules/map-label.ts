import { limits } from '../../model/limits.js'
import { hasSubstitution } from '../../model/substitution.js'
import { locationOf, type Place } from '../place.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

type Problem =
  | { kind: 'character'; character: string }
  | { kind: 'length'; length: number }
  | { kind: 'twice'; first: string }

export const mapLabel = rule<{ label: string; problem: Problem }>({
  name: 'MAP_LABEL',
  code: schema,
  severity: 'ERROR',
  summary: 'The "Label" of a Map has 1 to 40 characters, none of them blank or special, and is unique in the machine.',
  source: dg('state-map-distributed'),

  *check({ fieldsOf }) {
    const seen = new Map<string, Place>()
    for (const { name, owner, value: label, place } of fieldsOf('string')) {
      if (name !== 'Label' || owner.type !== 'Map' || typeof label !== 'string' || hasSubstitution(label)) continue
      const character = forbidden.exec(label)?.[0]
      if (character !== undefined) yield { place, label, problem: { kind: 'character', character } }
      const { length } = [...label]
      if (length === 0 || length > limits.labelCharacters) yield { place, label, problem: { kind: 'length', length } }
      const first = seen.get(label)
      if (first) yield { place, label, problem: { kind: 'twice', first: locationOf(first) } }
      else seen.set(label, place)
    }
  },

  say({ problem }) {
    switch (problem.kind) {
      case 'character':
        return {
          message: `Label contains invalid character ${JSON.stringify(problem.character)}`,
          hint: 'It becomes a part of an ARN: use letters, digits, "-", "_" and ".".',
        }
      case 'length':
        return {
          message: `A Label must have 1 to ${limits.labelCharacters} characters`,
          hint: `This one has ${problem.length}.`,
        }
      case 'twice':
        return {
          message: 'A Label must be unique in the state machine',
          hint: `There is the same at ${problem.first}.`,
        }
      default:
        return problem satisfies never
    }
  },
})

// oxlint-disable-next-line no-control-regex -- AWS's list names the control characters
const forbidden = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/
