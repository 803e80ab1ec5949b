import type { Path } from 'asl-builder/syntax'
import type { Frame } from '../frame.js'
import { compilePath } from './compile-path.js'

/** A path as Jayway prints it: `$['a'][0]`. */
const printed = (path: Path, count = path.segments.length): string =>
  `$${path.segments
    .slice(0, count)
    .map((segment) => {
      if (segment.kind === 'name') return `['${segment.name}']`
      if (segment.kind === 'index') return `[${segment.index}]`
      return segment.kind === 'names' ? `[${segment.names.map((name) => `'${name}'`).join(',')}]` : ''
    })
    .join('')}`

/**
 * Why a definite path found nothing, in Jayway's words, which AWS passes on.
 *
 * @returns `Invalid path '$.a.b' : Missing property in path $['a']`
 */
export function missingPath(path: Path, input: unknown, frame: Frame): string {
  return `Invalid path '${path.text}' : ${reason(path, input, frame)}`
}

function reason(path: Path, input: unknown, frame: Frame): string {
  for (let count = 1; count < path.segments.length; count += 1) {
    const value = compilePath({ ...path, segments: path.segments.slice(0, count) })(input, frame)
    if (value === undefined) return `Missing property in path ${printed(path, count)}`
    const next = path.segments[count]!
    if (next.kind === 'name' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      const where = printed(path, count)
      return `Expected to find an object with property ['${next.name}'] in path ${where} but found '${javaClass(value)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`
    }
  }
  return `No results for path: ${printed(path)}`
}

function javaClass(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'java.util.ArrayList'
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double'
}
