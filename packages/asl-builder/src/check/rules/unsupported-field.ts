import { nearest } from '../../diagnostics/nearest.js'
import { fields, type ObjectType } from '../../model/fields.js'
import { callsOf } from '../calls.js'
import { belongs } from '../reading.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

interface Fact {
  field: string
  of: ObjectType
  /** The language of the object, when the field belongs to the other one. */
  language?: string
  /** Fields that the object does take and lacks. */
  known: readonly string[]
  /** Whether neither the state nor the machine says its language. */
  isUnsaid?: boolean
  /** The kind of Task that assumes no role. */
  task?: string
}

export const unsupportedField = rule<Fact>({
  name: 'UNSUPPORTED_FIELD',
  code: schema,
  severity: 'ERROR',
  summary: 'An object has only fields of its own type and of its query language.',
  source: spec('states-fields'),

  *check(reading) {
    const { strangers } = reading
    for (const { resource, state } of callsOf(reading)) {
      const http = resource.kind === 'optimized' && resource.service === 'http'
      if ((resource.kind !== 'activity' && !http) || state.value['Credentials'] === undefined) continue
      const task = http ? 'An HTTP Task' : 'A Task of an activity'
      // The guide says so; what AWS says is not known.
      yield {
        place: state.place,
        key: 'Credentials',
        field: 'Credentials',
        of: 'Task',
        known: [],
        task,
        severity: 'WARNING',
      }
    }
    for (const { owner, name, field } of strangers) {
      const type = owner.type!
      const table = fields[type]
      yield {
        place: owner.place,
        key: name,
        field: name,
        of: type,
        ...(field && {
          language: owner.language!,
          isUnsaid:
            owner.language === 'JSONPath' &&
            reading.machine['QueryLanguage'] === undefined &&
            owner.state?.value['QueryLanguage'] === undefined,
        }),
        known: Object.keys(table).filter((one) => belongs(table[one]!, owner.language) && !(one in owner.value)),
        ...(!field && lenient.has(type) && { severity: 'WARNING' as const }),
      }
    }
  },

  say({ field, of, language, isUnsaid = false, known, place, task }) {
    if (task) return { message: `Field '${field}' is not supported`, hint: `${task} assumes no role. Remove it.` }
    const owner = place.state === undefined ? of : `"${place.state}"`
    return {
      message: `Field '${field}' is not supported`,
      hint: hintFor(field, of, language, known, owner) + (isUnsaid ? inJsonata : ''),
    }
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

/** JSONPath is what a machine is in that says nothing, which surprises who meant the other. */
const inJsonata = ' Or write all of the machine in JSONata: "QueryLanguage": "JSONata" beside "StartAt".'

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
