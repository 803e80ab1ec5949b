import { operationsMadeBy, recordedOf, textOf, type Recorded } from '../refs/ref.js'
import type { Operator } from '../refs/operator.js'
import type { Written } from './chain.js'
import type { Problem } from './problem.js'

/** What a callback wrote, and what is wrong with it. */
export interface Heard {
  readonly written: Written
  readonly problems: readonly Problem[]
}

const tests: ReadonlySet<Operator> = new Set<Operator>([
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'and',
  'or',
  'not',
  'isPresent',
  'isNull',
  'contains',
  'startsWith',
  'endsWith',
  'includes',
  'containsAll',
])

/**
 * Runs a callback, and looks at what it wrote: JSON with references in it, and every test that it made.
 *
 * A test that nothing of what the callback returns contains was given to JavaScript's `&&` or `?:`, for which every reference is
 * true: the machine would be another than its author reads.
 */
export function hear(callback: () => Written): Heard {
  const { value, made } = operationsMadeBy(callback)
  const strange = strangeIn(value, 0)
  if (strange?.what === endless) throw new TypeError(notJson(strange).message) // nothing could write it
  const asked = made.filter(({ root }) => root.kind === 'operation' && tests.has(root.operator))
  if (strange === undefined && asked.length === 0) return { written: value, problems: none }
  const problems = strange ? [notJson(strange)] : []
  const used = new Set<object>()
  if (asked.length > 0 && !strange) collect(value, used)
  const unused = strange ? undefined : asked.find(({ root }) => !used.has(root))
  if (unused) problems.push(unusedTest(unused))
  return { written: value, problems }
}

const none: readonly Problem[] = []

const unusedTest = (test: Recorded): Problem => ({
  code: 'UNUSED_TEST',
  message: `${textOf(test)} is asked, and nothing depends on the answer: to JavaScript's && and ?: every reference is true.`,
  hint: 'Combine tests with and(…), or(…) and not(…); where a value depends on a test, branch with .choice.',
})

/** The operations that a value is made of. */
function collect(written: unknown, used: Set<object>): void {
  const recorded = recordedOf(written)
  if (recorded) {
    const { root } = recorded
    if (root.kind !== 'operation' || used.has(root)) return
    used.add(root)
    for (const operand of root.operands) collect(operand, used)
  } else if (typeof written === 'object' && written !== null)
    for (const each of Object.values(written)) collect(each, used)
}

/** A value that JSON has no words for, and the way to it from the outside in. */
interface Strange {
  readonly value: unknown
  readonly what: string
  readonly path: readonly string[]
}

/** Values in values, far more than anybody writes: one that holds itself has no end. */
const deepest = 500
const endless = 'a value that holds itself'

function strangeIn(written: unknown, depth: number): Strange | undefined {
  if (typeof written === 'string' || recordedOf(written)) return undefined
  const what = depth > deepest ? endless : strangeness(written, depth > 0)
  if (what !== undefined) return { value: written, what, path: [] }
  if (typeof written !== 'object' || written === null) return undefined
  const isList = Array.isArray(written)
  for (const key of Object.keys(written)) {
    const each = (written as Record<string, unknown>)[key]
    if (each === undefined && !isList) continue // left out
    const strange = strangeIn(each, depth + 1)
    if (strange) return { ...strange, path: [key, ...strange.path] }
  }
  return undefined
}

/** What a value is that JSON has no words for. A callback that returns nothing is its caller's business. */
function strangeness(value: unknown, isInside: boolean): string | undefined {
  if (value === undefined) return isInside ? 'undefined' : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value)
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') return `a ${typeof value}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined // a plain object, of any realm
  return `a ${(value as { constructor?: { name?: string } }).constructor?.name ?? 'special object'}`
}

const notJson = ({ value, what, path }: Strange): Problem => ({
  code: 'NOT_JSON',
  message: `${path.slice(0, 20).join('.') || 'What the callback returns'} is ${what}, which no definition can hold.`,
  hint:
    value instanceof Date
      ? 'Write it as text: date.toISOString().'
      : 'Return JSON: objects, arrays, text, finite numbers, true, false, null, with references in it.',
})
