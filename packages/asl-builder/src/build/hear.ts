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
  const problems: Problem[] = []
  const used = new Set<object>()
  look(value, '', used, problems)
  const unused = made.find(({ root }) => root.kind === 'operation' && tests.has(root.operator) && !used.has(root))
  if (unused) problems.push(unusedTest(unused))
  return { written: value, problems }
}

const unusedTest = (test: Recorded): Problem => ({
  code: 'UNUSED_TEST',
  message: `${textOf(test)} is asked, and nothing depends on the answer: to JavaScript's && and ?: every reference is true.`,
  hint: 'Combine tests with and(…), or(…) and not(…); where a value depends on a test, branch with .choice.',
})

/** Collects the references that a value is made of, and finds what JSON has no words for. */
function look(written: unknown, path: string, used: Set<object>, problems: Problem[]): void {
  const recorded = recordedOf(written)
  if (recorded) {
    if (used.has(recorded.root)) return
    used.add(recorded.root)
    if (recorded.root.kind === 'operation')
      for (const operand of recorded.root.operands) look(operand, path, used, problems)
    return
  }
  const strange = notJson(written, path !== '')
  if (strange !== undefined)
    problems.push({
      code: 'NOT_JSON',
      message: `${path === '' ? 'What the callback returns' : path} is ${strange}, which no definition can hold.`,
      hint:
        written instanceof Date
          ? 'Write it as text: date.toISOString().'
          : 'Return JSON: objects, arrays, text, finite numbers, true, false, null, with references in it.',
    })
  else if (typeof written === 'object' && written !== null && !used.has(written)) {
    used.add(written)
    for (const [key, each] of Object.entries(written))
      if (each !== undefined || Array.isArray(written)) look(each, path === '' ? key : `${path}.${key}`, used, problems)
  }
}

/** What a value is that JSON has no words for. A callback that returns nothing is its caller's business. */
function notJson(value: unknown, isInside: boolean): string | undefined {
  if (value === undefined && isInside) return 'undefined'
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value)
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') return `a ${typeof value}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined // a plain object, of any realm
  return `a ${(value as { constructor?: { name?: string } }).constructor?.name ?? 'special object'}`
}
