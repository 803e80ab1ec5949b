import { largeFunctionsSince } from '../aws-changes.js'
import type { Resource } from '../tasks/resource.js'

type ServiceResource = Extract<Resource, { kind: 'service' }>

/** How far a mocked result is held against its API's model. */
export type Mode = 'STRICT' | 'PRESENT'

/** The API behind an optimized service, where it has another name. */
const apis: Readonly<Record<string, string>> = {
  events: 'eventbridge',
  states: 'sfn',
  elasticmapreduce: 'emr',
  'emr-containers': 'emrcontainers',
  'emr-serverless': 'emrserverless',
}

/** Members that Step Functions parses: whatever JSON a service was sent comes back. */
const parsed: Readonly<Record<string, ReadonlySet<string>>> = {
  'lambda:invoke': new Set(['Payload']),
  'bedrock:invokeModel': new Set(['Body']),
}

/**
 * What is wrong with a mocked result, in AWS's words; `undefined` when nothing is, or when the API's model is not known here.
 *
 * Members that the model does not have are let pass, as AWS does.
 */
export async function checkResult(
  resource: ServiceResource,
  result: object,
  mode: Mode,
  asOf = Number.POSITIVE_INFINITY,
): Promise<string | undefined> {
  // `.sync` answers with what the service's polling API said, which has no one model; a callback with what the caller likes.
  if (resource.pattern !== 'call') return undefined
  const action = resource.action.replace(/\..*$/, '')
  const isSdk = resource.service.startsWith('aws-sdk:')
  const named = isSdk ? resource.service.slice('aws-sdk:'.length) : resource.service
  const service =
    named === 'bedrock' && action === 'invokeModel' ? 'bedrockruntime' : ((isSdk ? undefined : apis[named]) ?? named)
  const { results } = await import('./result-catalogue.js')
  const line = asItWas(
    results.find((each) => each.startsWith(`${service};`)),
    service,
    asOf,
  )
  const [actions, ...shapes] = line?.slice(service.length + 1).split('|') ?? []
  const shape = actions
    ?.split(',')
    .find((each) => each.startsWith(`${action}=`))
    ?.slice(action.length + 1)
  if (shape === undefined) return undefined
  const skipped = isSdk ? undefined : parsed[`${named}:${action}`]
  return new Model(shapes, mode, skipped).problem(shape, result, '')
}

/** A service's model on an earlier day. */
function asItWas(line: string | undefined, service: string, asOf: number): string | undefined {
  const hadLess = service === 'lambda' && asOf < largeFunctionsSince
  return hadLess ? line?.replace('|n128~32768', '|n128~10240') : line
}

class Model {
  private readonly shapes: readonly string[]
  private readonly mode: Mode
  private readonly skipped: ReadonlySet<string> | undefined

  constructor(shapes: readonly string[], mode: Mode, skipped: ReadonlySet<string> | undefined) {
    this.shapes = shapes
    this.mode = mode
    this.skipped = skipped
  }

  problem(reference: string, value: unknown, field: string): string | undefined {
    const shape = reference.startsWith('#') ? this.shapes[Number(reference.slice(1))]! : reference
    if (value === null) return undefined
    const rest = shape.slice(1)
    switch (shape[0]) {
      case '{':
        return isObject(value) ? this.inObject(rest, value) : `Field '${field}' must be an object`
      case 'm': {
        if (!isObject(value)) return `Field '${field}' must be an object`
        return first(Object.entries(value), ([key, inner]) => this.problem(rest, inner, key))
      }
      case 'l':
        return Array.isArray(value)
          ? first(value, (item: unknown) => this.problem(rest, item, field))
          : `Field '${field}' must be an array`
      case 's':
        return typeof value === 'string' ? lengthProblem(rest, value, field) : `Field '${field}' must be a string`
      case 'e':
        if (typeof value !== 'string') return `Field '${field}' must be a string`
        return rest.split(',').includes(value) ? undefined : `Field '${field}' is not an expected value`
      case 'n':
        return typeof value === 'number' ? rangeProblem(rest, value, field) : `Field '${field}' must be a number`
      case 'b':
        return typeof value === 'boolean' ? undefined : `Field '${field}' must be a boolean`
      default:
        return undefined
    }
  }

  private inObject(members: string, value: Readonly<Record<string, unknown>>): string | undefined {
    return first(members === '' ? [] : members.split(','), (member) => {
      const colon = member.indexOf(':')
      const isRequired = member[colon - 1] === '!'
      const name = member.slice(0, isRequired ? colon - 1 : colon)
      if (this.skipped?.has(name)) return undefined
      if (Object.hasOwn(value, name)) return this.problem(member.slice(colon + 1), value[name], name)
      return isRequired && this.mode === 'STRICT' ? `Required field '${name}' is missing` : undefined
    })
  }
}

function lengthProblem(range: string, value: string, field: string): string | undefined {
  const [least, most] = boundsOf(range)
  if (value.length < least) return `Field '${field}' is smaller than the minimum length`
  return value.length > most ? `Field '${field}' exceeds the maximum length` : undefined
}

function rangeProblem(range: string, value: number, field: string): string | undefined {
  const [least, most] = boundsOf(range)
  if (value < least) return `Field '${field}' is less than the minimum value`
  return value > most ? `Field '${field}' exceeds the maximum value` : undefined
}

function boundsOf(range: string): [least: number, most: number] {
  const [least, most] = range.split('~')
  return [least ? Number(least) : -Infinity, most ? Number(most) : Infinity]
}

function first<Item>(items: readonly Item[], problem: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = problem(item)
    if (found !== undefined) return found
  }
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
