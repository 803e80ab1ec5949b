import { fields } from '../../model/fields.js'
import type { ObjectNode } from '../reading.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

/** AWS names what a scope lacks in this order. */
const scopeFields = ['States', 'StartAt']

export const requiredField = rule<{ missing: readonly string[]; of: string; scope: boolean }>({
  name: 'REQUIRED_FIELD',
  code: schema,
  severity: 'ERROR',
  summary: 'Every field that its object must have is there.',
  source: spec('states-fields'),

  *check({ objects, objectsOf }) {
    for (const { type, value, place } of objectsOf('StateMachine', 'Branch', 'ItemProcessor')) {
      const missing = scopeFields.filter((name) => isMissing(value, name))
      if (missing.length > 0) yield { place, missing, of: type!, scope: true }
    }
    for (const object of objects) {
      if (!object.type || scopeTypes.has(object.type)) continue
      for (const name of requiredOf(object)) {
        if (!isMissing(object.value, name)) continue
        const known = isKnownToBeRefused(object)
        const severity = known ? 'ERROR' : 'WARNING'
        yield { place: object.place, missing: [name], of: object.type, scope: false, severity }
      }
    }
  },

  say({ missing, of, scope, place }) {
    const names = missing.map((name) => `"${name}"`).join(' and ')
    const owner = place.state === undefined ? `This ${of}` : `"${place.state}"${of === 'Task' ? '' : ` (${of})`}`
    return {
      message: scope
        ? `These fields are required: [${missing.join(', ')}]`
        : `The field '${missing[0]}' is required but was missing`,
      hint: `${owner} needs ${names}.`,
    }
  },
})

const scopeTypes: ReadonlySet<string> = new Set(['StateMachine', 'Branch', 'ItemProcessor'])

const requiredByType = new Map(
  Object.entries(fields).map(([type, table]) => [
    type,
    Object.keys(table).filter((name) => table[name]!.required && name !== 'Type'),
  ]),
)

function requiredOf({ type, value }: ObjectNode): readonly string[] {
  if (type === 'Map') return isMissing(value, 'Iterator') ? ['ItemProcessor'] : []
  if (type === 'Credentials') return Object.hasOwn(value, 'RoleArn.$') ? [] : ['RoleArn']
  return requiredByType.get(type!) ?? []
}

/** AWS is recorded to refuse Credentials without a role in JSONata; in JSONPath other tools let any payload template stand there. */
const isKnownToBeRefused = ({ type, language, value }: ObjectNode): boolean =>
  type !== 'Credentials' || language === 'JSONata' || Object.keys(value).length === 0

const isMissing = (value: Readonly<Record<string, unknown>>, name: string): boolean =>
  !Object.hasOwn(value, name) || value[name] === undefined
