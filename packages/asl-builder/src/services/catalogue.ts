import { optimized } from './catalogue/optimized.js'
import { sdk } from './catalogue/sdk.js'
import type { IntegrationResource, Pattern } from './resource.js'

/** What a parameter takes; `any` where AWS takes more than one kind, or its models do not say. */
export type ParameterType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'any'

/** One field of an integration's `Parameters` (JSONPath) or `Arguments` (JSONata). */
export interface Parameter {
  type: ParameterType
  required: boolean
}

/** One call that a service offers to a Task. */
export interface Action {
  name: string
  /** `refused`: AWS's guide lists it as not supported. `streaming`: it answers with an event stream, which a Task cannot read. */
  support: 'supported' | 'refused' | 'streaming'
  /** What calls it: a state, or a part of a Map. */
  caller: 'Task' | 'ItemReader' | 'ResultWriter'
  /** How a Task can wait for it. */
  patterns: readonly Pattern[]
  /** A pattern that AWS's guide lists for the service and for no action of it. */
  unconfirmed: readonly Pattern[]
  /** Whether `parameters` are all there are. */
  complete: boolean
  parameters: ReadonlyMap<string, Parameter>
}

/** A service of the catalogue. */
export interface Service {
  kind: IntegrationResource['kind']
  name: string
  /** What its error names begin with: `DynamoDB` where optimized, `DynamoDb` as `aws-sdk`. `undefined` where nobody knows. */
  errorPrefix: string | undefined
  /** Whether AWS's guide lists it. A newer API may work nevertheless. */
  documented: boolean
  /** Its actions by name, as the catalogue stores them; empty for a retired service. `actionOf` reads them. */
  rows: ReadonlyMap<string, string>
  /** The parameters that the rows refer to. */
  dictionary: readonly string[]
}

const files = { optimized, 'aws-sdk': sdk }
type Kind = keyof typeof files

const lines = new Map<Kind, ReadonlyMap<string, string>>()
const services = new Map<string, Service>()
let aliases: Map<string, string[]> | undefined

/**
 * A service by the name it has in a `Resource`.
 *
 *     serviceOf('aws-sdk', 'dynamodb')?.errorPrefix // 'DynamoDb'
 */
export function serviceOf(kind: Kind, name: string): Service | undefined {
  const line = linesOf(kind).get(name)
  if (line === undefined) return undefined
  const key = `${kind}:${name}`
  let service = services.get(key)
  if (!service) services.set(key, (service = parseService(kind, line)))
  return service
}

/**
 * One action of a service.
 *
 *     actionOf(athena, 'startQueryExecution')?.parameters.get('QueryString') // { type: 'string', required: true }
 */
export function actionOf(service: Service, name: string): Action | undefined {
  const row = service.rows.get(name)
  return row === undefined ? undefined : parseAction(row, service.dictionary)
}

/** The names of a service's actions. */
export const actionNames = (service: Service): string[] => [...service.rows.keys()]

/** The names of all services of a kind. */
export const serviceNames = (kind: Kind): string[] => [...linesOf(kind).keys()]

/**
 * The services that a name stands for elsewhere: in the AWS CLI, or in IAM.
 *
 *     sdkServicesCalled('stepfunctions') // ['sfn']
 */
export function sdkServicesCalled(alias: string): readonly string[] {
  aliases ??= readAliases()
  return aliases.get(alias) ?? []
}

function readAliases(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [name, line] of linesOf('aws-sdk')) {
    for (const alias of line.split(';', 3)[2]?.split(',') ?? []) {
      if (alias !== '') found.set(alias, [...(found.get(alias) ?? []), name])
    }
  }
  return found
}

function linesOf(kind: Kind): ReadonlyMap<string, string> {
  let byName = lines.get(kind)
  if (!byName) lines.set(kind, (byName = new Map(files[kind].map((line) => [line.slice(0, line.indexOf(';')), line]))))
  return byName
}

// The lines are written by scripts/catalogue.ts: name;ErrorPrefix;aliases;parameters;action+flags refs;…

const types: Record<string, ParameterType> = { s: 'string', n: 'number', b: 'boolean', l: 'array', m: 'object' }
const patterns: Record<string, Pattern> = { r: 'requestResponse', s: 'sync', '2': 'sync:2', t: 'waitForTaskToken' }

function parseService(kind: Service['kind'], line: string): Service {
  const [name = '', prefix = '', , names = '', ...rows] = line.split(';')
  return {
    kind,
    name,
    errorPrefix: prefix.replace('?', '') || undefined,
    documented: !prefix.endsWith('?'),
    rows: new Map(rows.map((row) => [/^\w+/.exec(row)?.[0] ?? '', row])),
    dictionary: names.split(','),
  }
}

function parseAction(row: string, dictionary: readonly string[]): Action {
  const [, name = '', flags = '', refs = ''] = /^(\w+)(\S*) ?(.*)$/.exec(row) ?? []
  const letters = flags.startsWith('.') ? Array.from(flags) : ['r', 't']
  const parameters = new Map<string, Parameter>()
  for (const ref of refs === '' ? [] : refs.split(',')) {
    const entry = dictionary[Number.parseInt(ref, 36)] ?? ''
    parameters.set(entry.slice(1), { type: types[entry.charAt(0)] ?? 'any', required: ref.endsWith('!') })
  }
  return {
    name,
    support: flags === '-' ? 'refused' : flags === '~' ? 'streaming' : 'supported',
    caller: letters.includes('i') ? 'ItemReader' : letters.includes('w') ? 'ResultWriter' : 'Task',
    patterns: letters.flatMap((letter) => patterns[letter] ?? []),
    unconfirmed: letters.includes('u') ? ['waitForTaskToken'] : [],
    complete: !flags.includes('*'),
    parameters,
  }
}
