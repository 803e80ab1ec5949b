import { unexpectedType, type DataFlow, type FieldReader } from '../data-flow.js'
import { evaluationFailure, runtimeFailure, type Failure } from '../failure.js'
import type { Strand } from '../strand.js'
import { readTimestamp } from '../timestamp.js'

/** AWS counts a Wait's seconds in 32 bits. */
const longestWait = 2 ** 31 - 1

export function compileWait(flow: DataFlow): (strand: Strand) => void {
  const seconds = flow.field('Seconds')
  const timestamp = flow.field('Timestamp')
  const pass = (strand: Strand): void => {
    const { output, assigned } = flow.passing(strand, flow.filtered(strand))
    strand.leave(output, assigned)
  }
  return (strand) => {
    let wait = 0
    if (seconds) wait = secondsOf(seconds, strand) * 1000
    else if (timestamp) wait = timeOf(timestamp, strand) - strand.now
    if (wait / 1000 > longestWait) throw runtimeFailure('Wait state delay is too long.')
    if (wait > 0) strand.wait(wait, () => pass(strand))
    else pass(strand)
  }
}

function secondsOf(field: FieldReader, strand: Strand): number {
  const value = field.read(strand)
  if (field.expression !== undefined) {
    if (typeof value !== 'number') throw unexpectedType(field, 'number', value)
    const problem = value < 0 ? 'cannot be negative' : Number.isInteger(value) ? undefined : 'must be an integer'
    if (problem) throw evaluationFailure(`The Seconds field ${problem}: ${value}`, field.name)
  } else if (field.path !== undefined) checkSeconds(field.path, value)
  return value as number
}

function checkSeconds(path: string, value: unknown): void {
  if (value === undefined) throw runtimeFailure(`The SecondsPath parameter does not reference an input value: ${path}`)
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  if (!isNumber || !Number.isInteger(Number(value))) {
    throw runtimeFailure(`The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown}`)
  }
  if (Number(value) < 0) {
    throw runtimeFailure(`The SecondsPath parameter references a negative value: ${path} == ${shown}`)
  }
}

function timeOf(field: FieldReader, strand: Strand): number {
  const value = field.read(strand)
  const time = typeof value === 'string' ? readTimestamp(value) : undefined
  if (time === undefined) throw notATime(field, value)
  // AWS waits to the second.
  return Math.floor(time / 1000) * 1000
}

function notATime(field: FieldReader, value: unknown): Failure {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  if (field.path === undefined) {
    if (typeof value !== 'string') return unexpectedType(field, 'string', value)
    return evaluationFailure(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${shown}`,
      field.name,
    )
  }
  if (value === undefined) {
    return runtimeFailure(`The TimestampPath parameter does not reference an input value: ${field.path}`)
  }
  return runtimeFailure(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${field.path} == ${shown}`,
  )
}
