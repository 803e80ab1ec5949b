import { unexpectedType, type DataFlow, type FieldReader } from '../data-flow.js'
import { evaluationFailure, runtimeFailure } from '../failure.js'
import type { Strand } from '../strand.js'

/** A field of a Map that takes an integer, itself or through its `…Path` twin. */
export function compileInteger(
  name: string,
  flow: DataFlow,
  inside?: string,
): ((strand: Strand) => number) | undefined {
  return compileNumber(name, flow, 'integer', Number.isInteger, inside)
}

/** How many iterations run at a time; 0 is no limit. */
export function compileConcurrency(flow: DataFlow): (strand: Strand) => number {
  const read = compileInteger('MaxConcurrency', flow)
  return (strand) => {
    const concurrency = read?.(strand) ?? 0
    // Nothing is recorded of it; in these words AWS refuses a negative ToleratedFailureCount.
    if (concurrency < 0) throw runtimeFailure('MaxConcurrency cannot be negative.')
    return concurrency
  }
}

/** A field of a Map that takes a number with a fraction. */
export function compileFloat(name: string, flow: DataFlow): ((strand: Strand) => number) | undefined {
  return compileNumber(name, flow, 'float', Number.isFinite)
}

function compileNumber(
  name: string,
  flow: DataFlow,
  type: string,
  accepts: (value: number) => boolean,
  inside?: string,
): ((strand: Strand) => number) | undefined {
  const field = flow.field(name, inside)
  if (!field) return undefined
  return (strand) => numberIn(field, field.read(strand), type, accepts, strand)
}

function numberIn(
  field: FieldReader,
  value: unknown,
  type: string,
  accepts: (value: number) => boolean,
  strand: Strand,
): number {
  if (value === undefined && field.missing) throw field.missing(strand)
  if (field.path !== undefined) {
    // Java parses the value's text: "2" is a number too.
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
    const number = /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (accepts(number)) return number
    throw runtimeFailure(
      `The ${field.name} field refers to value "${text}" which is not a valid ${type}: ${field.path}`,
    )
  }
  if (typeof value === 'number' && accepts(value)) return value
  if (typeof value !== 'number') throw unexpectedType(field, 'number', value)
  throw evaluationFailure(`The ${field.name} field is not a valid ${type}: ${value}`, field.name)
}
