// AWS's service models as the npm package aws-sdk 2 has them (`apis/*.min.json`), read for scripts/catalogue.ts.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Shape {
  shape?: string
  type?: string
  required?: string[]
  members?: Record<string, Shape>
  member?: Shape
  value?: Shape
  idempotencyToken?: boolean
  jsonvalue?: boolean
  document?: boolean
}

/** One API. */
export interface Model {
  metadata: { apiVersion: string; serviceId?: string; serviceFullName: string }
  operations: Record<string, { input?: Shape }>
  shapes: Record<string, Shape>
}

/** The type letter of a parameter, and whether the SDK fills it in when it is absent. */
export function memberOf(model: Model | undefined, action: string, parameter: string) {
  const operation = Object.keys(model?.operations ?? {}).find((name) => name.toLowerCase() === action.toLowerCase())
  const input = resolve(model, operation === undefined ? undefined : model?.operations[operation]?.input)
  const member = Object.entries(input?.members ?? {}).find(([name]) => name.toLowerCase() === parameter.toLowerCase())
  const generated = member
    ? Boolean(member[1].idempotencyToken)
    : /^(Client(Request)?Token|IdempotencyToken)$/.test(parameter)
  return { type: member && model ? letterOf(model, member[1]) : 'x', generated, member: member?.[1] }
}

/** One letter for a type; a list is `l`, a structure or a dictionary `m`, what has more than one spelling `x`. */
function letterOf(model: Model, member: Shape): string {
  const shape = { ...resolve(model, member), ...member }
  if (shape.jsonvalue || shape.document) return 'x'
  switch (shape.type ?? (shape.members ? 'structure' : 'string')) {
    case 'string':
    case 'character':
      return 's'
    case 'integer':
    case 'long':
    case 'short':
    case 'byte':
    case 'float':
    case 'double':
    case 'bigdecimal':
      return 'n'
    case 'boolean':
      return 'b'
    case 'list':
      return 'l'
    case 'structure':
    case 'map':
      return 'm'
    default:
      return 'x' // blobs and timestamps have more than one spelling
  }
}

function resolve(model: Model | undefined, shape: Shape | undefined): Shape | undefined {
  return shape?.shape === undefined ? shape : resolve(model, model?.shapes[shape.shape])
}

/** The newest model of each service, by the service's id. */
export function readModels(folder: string): Map<string, Model> {
  const newest = new Map<string, Model>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.min.json'))) {
    const model: Model = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    const id = model.metadata.serviceId ?? model.metadata.serviceFullName
    const other = newest.get(id)
    if (!other || other.metadata.apiVersion < model.metadata.apiVersion) newest.set(id, model)
  }
  return newest
}

/** A value's type as the catalogue writes it: `:s`, `{Member:s,…}`, `[…]` an array, `<…>` a dictionary, `^2` what is two levels up. */
export function shapeText(model: Model, member: Shape, around: readonly string[]): string {
  const shape = { ...resolve(model, member), ...member }
  const letter = letterOf(model, member)
  if (letter !== 'l' && letter !== 'm') return `:${letter}`
  const up = member.shape === undefined ? -1 : around.lastIndexOf(member.shape)
  if (up !== -1) return `^${around.length - up}`
  const inner = [...around, member.shape ?? '']
  if (letter === 'l') return `[${shapeText(model, shape.member ?? {}, inner)}]`
  if (shape.value) return `<${shapeText(model, shape.value, inner)}>`
  const members = Object.entries(shape.members ?? {}).map(
    // The integration takes PascalCase at every level; Detail is text in the API and JSON here.
    ([name, each]) => `${pascalCase(name)}${name === 'Detail' ? ':x' : shapeText(model, each, inner)}`,
  )
  return `{${members.join(',')}}`
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
