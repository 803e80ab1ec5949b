import { nearest } from '../../diagnostics/nearest.js'
import { fields, type Field, type ObjectType } from '../../model/fields.js'
import type { ObjectNode } from '../reading.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

interface Fact {
  field: string
  of: ObjectType
  /** The language of the object, when the field belongs to the other one. */
  language?: string
  /** Fields that the object does take and lacks. */
  known: readonly string[]
}

export const unsupportedField = rule<Fact>({
  name: 'UNSUPPORTED_FIELD',
  code: schema,
  severity: 'ERROR',
  summary: 'An object has only fields of its own type and of its query language.',
  source: spec('states-fields'),

  *check({ objects }) {
    for (const object of objects) {
      if (!object.type) continue
      const table = fields[object.type]
      for (const field of Object.keys(object.value)) {
        if (object.value[field] === undefined) continue
        const known = Object.hasOwn(table, field) ? table[field] : undefined
        if (known && belongs(known, object)) continue
        yield {
          place: object.place,
          key: field,
          field,
          of: object.type,
          ...(known && { language: object.language! }),
          known: Object.keys(table).filter((name) => belongs(table[name]!, object) && !(name in object.value)),
          ...(!known && lenient.has(object.type) && { severity: 'WARNING' as const }),
        }
      }
    }
  },

  say({ field, of, language, known, place }) {
    const owner = place.state === undefined ? of : `"${place.state}"`
    return { message: `Field '${field}' is not supported`, hint: hintFor(field, of, language, known, owner) }
  },
})

/** AWS is not known to refuse a field that it does not know in these. */
const lenient: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'Retrier',
  'Catcher',
  'Credentials',
  'ProcessorConfig',
  'ItemReader',
  'ReaderConfig',
  'ItemBatcher',
  'ResultWriter',
  'WriterConfig',
])

const belongs = (field: Field, { language }: ObjectNode): boolean =>
  field.queryLanguage === undefined || language === undefined || field.queryLanguage === language

/** What says in one language what a field says in the other. */
const counterparts: Readonly<Record<string, string>> = {
  Parameters: 'Arguments',
  Arguments: 'Parameters',
  Output: 'ResultSelector, ResultPath and OutputPath',
  Items: 'ItemsPath',
  ItemsPath: 'Items',
  InputPath: 'Arguments and $states.input',
  OutputPath: 'Output',
  ResultPath: 'Output',
  ResultSelector: 'Output',
  Result: 'Output',
  Condition: 'Variable and a comparison operator',
  Variable: 'Condition',
  ErrorPath: 'Error',
  CausePath: 'Cause',
}

function hintFor(
  field: string,
  of: ObjectType,
  language: string | undefined,
  known: readonly string[],
  owner: string,
): string {
  if (language !== undefined) {
    const other = language === 'JSONata' ? 'JSONPath' : 'JSONata'
    const instead = field.endsWith('Path') ? field.slice(0, -'Path'.length) : undefined
    const counterpart = counterparts[field] ?? (instead !== undefined && known.includes(instead) ? instead : undefined)
    return `${owner} is written in ${language}; "${field}" belongs to ${other}.${counterpart ? ` Use ${counterpart}.` : ''}`
  }
  const guess = nearest(field, known)
  if (guess !== undefined) return `Did you mean "${guess}"?`
  const owners = Object.keys(fields).filter((type) => Object.hasOwn(fields[type as ObjectType], field))
  if (owners.length > 0) return `"${field}" belongs to ${listed(owners)}, not to ${of}.`
  return `A ${of} takes ${listed(Object.keys(fields[of]))}.`
}

const listed = (names: readonly string[]): string =>
  names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`
