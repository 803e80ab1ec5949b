import type { QueryLanguage } from '../model/expression.js'
import { isObject } from '../model/json.js'
import { actionOf, serviceOf, type Action, type Service } from '../services/catalogue.js'
import { hasSubstitution, isDeployFunction } from '../model/substitution.js'
import { parseResource, type IntegrationResource, type Resource } from '../services/resource.js'
import { at, type Place } from './place.js'
import type { ObjectNode, Reading, StateNode } from './reading.js'

/** What one Task, or one part of a Map, calls. */
export interface Call<Kind extends Resource = Resource> {
  /** The Task state, `ItemReader` or `ResultWriter`. */
  caller: ObjectNode
  /** The Task, or the Map. */
  state: StateNode
  /** The text of `Resource`. */
  text: string
  /** The place of `Resource`. */
  place: Place
  resource: Kind
  /** `undefined`: the catalogue has no such service; or a substitution hides its name. */
  service: Service | undefined
  action: Action | undefined
}

const made = new WeakMap<Reading, Call[]>()

/** Everything in a document whose `Resource` is a text, and what it calls. */
export function callsOf(reading: Reading): readonly Call[] {
  let calls = made.get(reading)
  if (!calls) made.set(reading, (calls = findCalls(reading)))
  return calls
}

/** The calls of services by an integration. */
export function* integrationsOf(reading: Reading): Iterable<Call<IntegrationResource>> {
  for (const call of callsOf(reading)) if (isIntegration(call)) yield call
}

/** The Tasks among them. */
export function* integratedTasksOf(reading: Reading): Iterable<Call<IntegrationResource>> {
  for (const call of integrationsOf(reading)) if (call.caller.type === 'Task') yield call
}

const isIntegration = (call: Call): call is Call<IntegrationResource> =>
  call.resource.kind === 'optimized' || call.resource.kind === 'aws-sdk'

function findCalls(reading: Reading): Call[] {
  const known = new Map<string, Pick<Call, 'resource' | 'service' | 'action'>>()
  const calls: Call[] = []
  for (const caller of reading.objectsOf('Task', 'ItemReader', 'ResultWriter')) {
    const text = caller.value['Resource']
    if (typeof text !== 'string' || !caller.state) continue
    let called = known.get(text)
    if (!called) known.set(text, (called = lookUp(text)))
    calls.push({ caller, state: caller.state, text, place: at(caller.place, 'Resource'), ...called })
  }
  return calls
}

function lookUp(text: string): Pick<Call, 'resource' | 'service' | 'action'> {
  const resource = parseResource(text)
  if (resource.kind !== 'optimized' && resource.kind !== 'aws-sdk') {
    return { resource, service: undefined, action: undefined }
  }
  const service = serviceOf(resource.kind, resource.service)
  return { resource, service, action: service && actionOf(service, resource.action) }
}

/** The name of an integration in messages: `sqs:sendMessage`, `aws-sdk:s3:getObject`. */
export const nameOfCall = ({ kind, service, action }: IntegrationResource): string =>
  `${kind === 'aws-sdk' ? 'aws-sdk:' : ''}${service}:${action}`

/** What a call sends to its service, as far as the definition says. */
export interface Supplied {
  /** The place of `Parameters` or `Arguments`. */
  place: Place
  /** By the name the service sees: without `.$`. */
  parameters: Map<string, Argument>
  language: QueryLanguage
  /** Whether there may be more, put in by a deploy tool. */
  open: boolean
}

/** The value of one parameter. */
interface Argument {
  /** The key as it is written: with its `.$`. */
  key: string
  value: unknown
  /** Whether the value is what the service gets, not a path, an expression or a substitution. */
  literal: boolean
}

const supplied = new WeakMap<Call, { it: Supplied | undefined }>()

/** The parameters of a call; `undefined` where they all come from the state's input, a path or an expression. */
export function suppliedTo(call: Call): Supplied | undefined {
  let known = supplied.get(call)
  if (!known) supplied.set(call, (known = { it: findSupplied(call) }))
  return known.it
}

function findSupplied(call: Call): Supplied | undefined {
  const { value, language, place } = call.caller
  if (language === undefined) return undefined
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters'
  const given = value[field]
  if (!isObject(given) || isDeployFunction(given)) return undefined
  const parameters = new Map<string, Argument>()
  let open = false
  for (const [key, argument] of Object.entries(given)) {
    if (hasSubstitution(key) || key.startsWith('Fn::')) {
      open = true
      continue
    }
    const name = nameSeen(key, language)
    parameters.set(name, { key, value: argument, literal: name === key && !isFilledIn(argument, language) })
  }
  return { place: at(place, field), parameters, language, open }
}

/** The name that a service sees for a key: JSONPath takes the `.$` off. */
export const nameSeen = (key: string, language: QueryLanguage): string =>
  language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key

/** Whether a value is put in later: by an expression, or by a deploy tool. */
export function isFilledIn(value: unknown, language: QueryLanguage): boolean {
  if (typeof value === 'string') return hasSubstitution(value) || (language === 'JSONata' && value.startsWith('{%'))
  return isDeployFunction(value)
}
