import { shapes } from './catalogue/shapes.js'
import type { IntegrationResource } from './resource.js'

/** What a value inside a parameter looks like. A shape may contain itself. */
export type Shape =
  | { kind: 'string' | 'number' | 'boolean' | 'any' }
  | { kind: 'array' | 'dictionary'; of: Shape }
  | { kind: 'structure'; members: ReadonlyMap<string, Shape> }

const read = new Map<string, ReadonlyMap<string, Shape>>()

/**
 * What is inside the parameters of an action of the catalogue, by their names: of most optimized ones, and `aws-sdk:dynamodb`'s items.
 *
 *     shapesOf(runTask).get('Overrides') // { kind: 'structure', members: Map { 'ContainerOverrides' => { kind: 'array', of: … }, … } }
 */
export function shapesOf({ kind, service, action }: IntegrationResource): ReadonlyMap<string, Shape> {
  const call = `${kind}:${service}:${action}`
  let parameters = read.get(call)
  if (!parameters) {
    const [, ...texts] = shapes.find((line) => line.startsWith(`${call};`))?.split(';') ?? []
    read.set(call, (parameters = new Map(texts.map((text) => parseMember({ text, at: 0 }, [])))))
  }
  return parameters
}

// The lines are written by scripts/aws-models.ts: Name{Member:s,…}, [ ] an array, < > a dictionary, ^2 what is two levels up.

interface Cursor {
  readonly text: string
  at: number
}

const scalars: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'any'>> = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  x: 'any',
}

function parseMember(cursor: Cursor, around: readonly Shape[]): [name: string, shape: Shape] {
  const start = cursor.at
  while (/\w/.test(cursor.text.charAt(cursor.at))) cursor.at++
  return [cursor.text.slice(start, cursor.at), parseShape(cursor, around)]
}

function parseShape(cursor: Cursor, around: readonly Shape[]): Shape {
  switch (cursor.text.charAt(cursor.at++)) {
    case '[':
      return parseInner(cursor, 'array', around)
    case '<':
      return parseInner(cursor, 'dictionary', around)
    case '{': {
      const members = new Map<string, Shape>()
      const shape: Shape = { kind: 'structure', members }
      while (cursor.text.charAt(cursor.at) !== '}') {
        members.set(...parseMember(cursor, [...around, shape]))
        if (cursor.text.charAt(cursor.at) === ',') cursor.at++
      }
      cursor.at++
      return shape
    }
    case '^':
      return around.at(-Number(cursor.text.charAt(cursor.at++)))!
    default:
      return { kind: scalars[cursor.text.charAt(cursor.at++)] ?? 'any' }
  }
}

function parseInner(cursor: Cursor, kind: 'array' | 'dictionary', around: readonly Shape[]): Shape {
  const shape: { kind: typeof kind; of: Shape } = { kind, of: { kind: 'any' } }
  shape.of = parseShape(cursor, [...around, shape])
  cursor.at++
  return shape
}
