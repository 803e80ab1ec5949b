import type { Frame } from '../frame.js'
import { algorithmNames, hashOf } from '../hash.js'
import { javaRandomDouble } from '../intrinsic/java.js'
import { createFrame, defineFunction, staticFrame, type Call, type Environment } from './evaluator.js'

/** What AWS's functions draw from: the outermost environment of an evaluation has it. */
export interface Sources {
  readonly frame: Frame
}

const frameOf = (call: Call): Frame => (call.environment.base as unknown as Sources).frame

const problem = (message: string): never => {
  // eslint-disable-next-line no-throw-literal -- the engine's errors are objects with a code
  throw { code: 'D3137', message }
}

/** Most items of `$range`. */
const mostItems = 10_000_000

/**
 * The names every expression finds: JSONata's functions, with AWS's added, `$eval` taken away, and time and chance from the run.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export const awsFrame: Environment = createFrame(staticFrame)

awsFrame.bind('eval', undefined)

awsFrame.bind(
  'partition',
  defineFunction((list: unknown[] | undefined, size: number) => {
    if (list === undefined) return undefined
    const length = Math.floor(size)
    if (length <= 0) problem('The chunk size must be a positive number.')
    const chunks: unknown[] = []
    for (let index = 0; index < list.length; index += length) chunks.push(list.slice(index, index + length))
    return chunks
  }, '<an:a>'),
)

awsFrame.bind(
  'range',
  defineFunction(function (first: number, last: number, delta: number) {
    const [from, to, by] = [Math.floor(first), Math.floor(last), Math.floor(delta)]
    if (by === 0) problem('The delta must not be zero.')
    if ((to - from) / by + 1 > mostItems) problem('The range is too long.')
    // A sequence, as the engine's own functions return: a single item stands for itself.
    const range = this.createSequence()
    for (let item = from; by > 0 ? item <= to : item >= to; item += by) range.push(item)
    return range
  }, '<nnn:a>'),
)

awsFrame.bind(
  'hash',
  defineFunction((text: string | undefined, algorithm: string) => {
    if (text === undefined) return undefined
    return hashOf(text, algorithm) ?? problem(`The algorithm must be one of ${algorithmNames}.`)
  }, '<ss:s>'),
)

awsFrame.bind(
  'random',
  defineFunction(function (seed?: number) {
    return seed === undefined ? frameOf(this).chance.next() : javaRandomDouble(Math.floor(seed))
  }, '<n?:n>'),
)

awsFrame.bind(
  'uuid',
  defineFunction(function () {
    return frameOf(this).chance.uuid()
  }, '<:s>'),
)

awsFrame.bind(
  'parse',
  defineFunction((text: string | undefined) => {
    if (text === undefined) return undefined
    try {
      return JSON.parse(text) as unknown
    } catch {
      return problem('The text is no valid JSON.')
    }
  }, '<s:x>'),
)

awsFrame.bind(
  'shuffle',
  defineFunction(function (list: unknown[] | undefined) {
    if (list === undefined || list.length <= 1) return list
    const { chance } = frameOf(this)
    const shuffled = [...list]
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = Math.floor(chance.next() * (index + 1))
      ;[shuffled[index], shuffled[other]] = [shuffled[other], shuffled[index]]
    }
    return shuffled
  }, '<a:a>'),
)

awsFrame.bind(
  'millis',
  defineFunction(function () {
    return frameOf(this).now
  }, '<:n>'),
)

awsFrame.bind(
  'now',
  defineFunction(function (picture?: string, timezone?: string) {
    const { implementation } = staticFrame.lookup('fromMillis') as { implementation: (...args: unknown[]) => string }
    return implementation(frameOf(this).now, picture, timezone)
  }, '<s?s?:s>'),
)
