import type { Path } from 'asl-builder/syntax'
import type { Frame } from '../frame.js'
import { javaText } from '../intrinsic/java.js'
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
  const nothing = `No results for path: ${printed(path)}`
  let value = prefix(path, 0, input, frame)
  for (let count = 1; count <= path.segments.length && value !== undefined; count += 1) {
    const segment = path.segments[count - 1]!
    const misfit = misfitOf(segment, value, printed(path, count - 1))
    if (misfit !== undefined) return misfit
    value = prefix(path, count, input, frame)
    // An element that is not there is nothing, wherever it stands.
    if (value === undefined && count < path.segments.length && segment.kind !== 'index')
      return `Missing property in path ${printed(path, count)}`
  }
  return nothing
}

const prefix = (path: Path, count: number, input: unknown, frame: Frame): unknown =>
  compilePath({ ...path, segments: path.segments.slice(0, count) })(input, frame)

/** Why a step cannot be taken into a value at all. */
function misfitOf(segment: Path['segments'][number], value: unknown, where: string): string | undefined {
  if (segment.kind === 'index' && !Array.isArray(value)) {
    if (value === null) return `The path ${where} is null`
    return `Filter: [${segment.index}] can only be applied to arrays. Current context is: ${javaText(value)}`
  }
  if (segment.kind !== 'name' || (typeof value === 'object' && value !== null && !Array.isArray(value)))
    return undefined
  return `Expected to find an object with property ['${segment.name}'] in path ${where} but found '${javaClass(value)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`
}

function javaClass(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'java.util.ArrayList'
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double'
}
