import type { Field } from '../model/fields.js'
import { isObject } from '../model/json.js'
import { hasSubstitution, isDeployFunction } from '../model/substitution.js'
import type { FieldNode } from './reading.js'

/** A JSON value's type, as messages name it. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number with a fraction'
  return `a ${typeof value}`
}

/** A value as messages quote it: JSON, cut where it gets long. */
export function quote(value: unknown, most = 60): string {
  if (typeof value === 'object' && value !== null) return typeName(value)
  const text = typeof value === 'string' && value.length > most ? value.slice(0, most + 1) : value
  const json = JSON.stringify(text) ?? String(text)
  return json.length > most + 2 ? `${json.slice(0, most)}…` : json
}

/** What a value is, in words: `a string: "60"`, `an array`. */
export const described = (value: unknown): string =>
  typeof value === 'object' ? typeName(value) : `${typeName(value)}: ${quote(value)}`

/** Whether a string is written as a JSONata expression: `{% … %}`, nothing around it. */
export const isExpression = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4

/** Whether what stands in a field is only known after deployment or at run time: a placeholder, an expression where one may stand. */
export function isOpen({ owner, field, value }: FieldNode): boolean {
  if (hasSubstitution(value) || isDeployFunction(value)) return true
  return field.expression === true && owner.language !== 'JSONPath' && isExpression(value)
}

/**
 * Whether a field holds an expression where the guide speaks of none and does not forbid it: it says of all that a reader and a writer are
 * told that `$states.input` may be used.
 */
export const mayBeEvaluated = ({ owner: { type, language }, value }: FieldNode): boolean =>
  (type === 'ReaderConfig' || type === 'WriterConfig') && language === 'JSONata' && isExpression(value)

/** What a field wants, in words; `undefined` when the value is of that type. */
export function wantedInstead({ kind }: Field, value: unknown): string | undefined {
  switch (kind) {
    case 'string':
    case 'timestamp':
    case 'state':
    case 'resource':
    case 'path':
    case 'referencePath':
    case 'pathOrIntrinsic':
      return typeof value === 'string' ? undefined : 'a string'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'a boolean'
    case 'condition':
      return typeof value === 'boolean' ? undefined : 'a boolean or a {% %} expression'
    case 'integer':
      return Number.isInteger(value) ? undefined : 'an integer'
    case 'number':
      return typeof value === 'number' ? undefined : 'a number'
    case 'strings':
      return Array.isArray(value) && value.every((one) => typeof one === 'string') ? undefined : 'an array of strings'
    case 'object':
    case 'states':
    case 'assign':
      return isObject(value) ? undefined : 'an object'
    case 'objects':
      return Array.isArray(value) && value.every(isObject) ? undefined : 'an array of objects'
    case 'template':
    case 'json':
    case 'data':
      return undefined
    default:
      return kind satisfies never
  }
}
