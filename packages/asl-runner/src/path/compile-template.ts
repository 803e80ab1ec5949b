import { isParseError, parseIntrinsic, parsePath } from 'asl-builder/syntax'
import { runtimeFailure } from '../failure.js'
import type { Lookup } from '../frame.js'
import { compileIntrinsic } from '../intrinsic/compile-intrinsic.js'
import { setOwn } from '../own.js'
import { DefinitionFault } from '../definition-fault.js'
import { compilePath } from './compile-path.js'

/** A value that is the same each time, or how to make it. */
export type Template = { readonly constant: unknown } | { readonly make: Lookup }

/**
 * Compiles a payload template: keys that end in `.$` are looked up, the rest is taken as it is (and shared, never copied).
 *
 * @param location JSON Pointer, for faults.
 * @see https://states-language.net/spec.html#payload-template
 */
export function compileTemplate(template: unknown, location: string): Template {
  if (Array.isArray(template)) {
    const items = template.map((item, index) => compileTemplate(item, `${location}/${index}`))
    if (items.every((item) => 'constant' in item)) return { constant: template }
    const makers = items.map(makerOf)
    return { make: (input, frame) => makers.map((make) => make(input, frame)) }
  }
  if (typeof template !== 'object' || template === null) return { constant: template }
  const names: string[] = []
  const makers: Lookup[] = []
  let isConstant = true
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$')) {
      isConstant = false
      names.push(key.slice(0, -2))
      makers.push(compileLookup(value, key, location))
    } else {
      const inner = compileTemplate(value, `${location}/${key}`)
      isConstant &&= 'constant' in inner
      names.push(key)
      makers.push(makerOf(inner))
    }
  }
  if (isConstant) return { constant: template }
  const once = new Set<string>()
  const twice = names.find((name) => once.size === once.add(name).size)
  if (twice !== undefined) {
    throw new DefinitionFault(`The field '${twice}' is there twice: as '${twice}' and as '${twice}.$'`, location)
  }
  if (names.includes('__proto__')) {
    return {
      make: (input, frame) => {
        const made: Record<string, unknown> = {}
        for (let index = 0; index < names.length; index += 1) setOwn(made, names[index]!, makers[index]!(input, frame))
        return made
      },
    }
  }
  return {
    make: (input, frame) => {
      const made: Record<string, unknown> = {}
      for (let index = 0; index < names.length; index += 1) made[names[index]!] = makers[index]!(input, frame)
      return made
    },
  }
}

/** A template as a function. */
export function makerOf(template: Template): Lookup {
  if ('make' in template) return template.make
  const { constant } = template
  return () => constant
}

/**
 * Compiles the path or the call of an intrinsic function in a `.$` field; nothing found fails the state.
 *
 * @param field The field as AWS names it in the failure: `value.$`, `ErrorPath`.
 */
export function compileLookup(text: unknown, field: string, location: string): Lookup {
  if (typeof text !== 'string')
    throw new DefinitionFault(`The value for the field '${field}' must be a STRING`, location)
  if (!text.startsWith('$')) {
    const call = parseIntrinsic(text)
    if (isParseError(call)) {
      throw new DefinitionFault(
        `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
        location,
      )
    }
    return compileIntrinsic(call, text)
  }
  const path = parsePath(text)
  if (isParseError(path)) {
    throw new DefinitionFault(
      `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
      location,
    )
  }
  const lookup = compilePath(path)
  return (input, frame) => {
    const value = lookup(input, frame)
    if (value !== undefined) return value
    const searched = path.root === '$$' ? frame.context() : input
    throw runtimeFailure(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(searched)}'`,
    )
  }
}
