import type { Case, Expectation } from './cases.js'
import { match, type Wildcards } from './compare.js'

/** What is right about an answer; absent where AWS's answer says nothing. */
export interface Grade {
  /** Status, output and error name; for other kinds the whole answer. */
  readonly outcome: boolean
  readonly cause?: boolean
  readonly history?: boolean
  /** It says SUCCEEDED, and AWS says something else. */
  readonly wrongSuccess: boolean
  readonly differences: readonly string[]
}

const pick = (from: Expectation, names: readonly string[]): Expectation =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]))

/** Grades an execution. */
export function gradeExecution({ question, expect }: Case, actual: Expectation): Grade {
  const wildcards = question.wildcards ?? {}
  const names = ['status', 'output', 'error']
  const outcome = match(pick(expect!, names), pick(actual, names), wildcards)
  const cause =
    expect!['status'] === 'FAILED' ? match(pick(expect!, ['cause']), pick(actual, ['cause']), wildcards) : undefined
  const events = expect!['events'] as readonly RecordedEvent[] | undefined
  const history = events && matchEvents(events, actual['events'] as readonly RecordedEvent[], wildcards)
  return {
    outcome: outcome.length === 0,
    ...(cause && { cause: cause.length === 0 }),
    ...(history && { history: history.length === 0 }),
    wrongSuccess: actual['status'] === 'SUCCEEDED' && outcome.length > 0,
    differences: [...outcome, ...(cause ?? []), ...(history ?? [])],
  }
}

interface RecordedEvent {
  readonly id: number | readonly number[]
  readonly previousEventId: number
  readonly type: string
  readonly details?: unknown
}

/** Events inside a Parallel were sorted and lost their ids when they were recorded: those compare in any order, without ids. */
function matchEvents(
  expected: readonly RecordedEvent[],
  actual: readonly RecordedEvent[],
  wildcards: Wildcards,
): string[] {
  const isSorted = ({ id }: RecordedEvent): boolean => Array.isArray(id)
  if (!expected.some(isSorted)) return match(expected, actual, wildcards)
  const left = new Map(actual.map((event) => [event.id, event]))
  const kept = expected.filter((event) => !isSorted(event))
  const bindings = new Map<string, string>()
  const differences = kept.flatMap((event) => {
    const found = left.get(event.id)
    left.delete(event.id)
    return match(event, found, wildcards, bindings, `$[${String(event.id)}]`)
  })
  for (const { type, details } of expected.filter(isSorted)) {
    const found = [...left.values()].find(
      (event) => event.type === type && match(details, event.details, wildcards, new Map(bindings)).length === 0,
    )
    if (found) left.delete(found.id)
    else differences.push(`$: no ${type} with ${JSON.stringify(details)?.slice(0, 200)}`)
  }
  return differences
}

/** Grades any other answer: all of it, but for what only the transport says. */
export function gradeAnswer({ question, expect }: Case, actual: Expectation): Grade {
  const differences = match(compared(expect!), actual, question.wildcards ?? {})
  return { outcome: differences.length === 0, wrongSuccess: false, differences }
}

function compared(expect: Expectation): Expectation {
  const error = expect['error'] as Expectation | undefined
  if (error) return { error: pick(error, ['code', 'message']) }
  return pick(expect, ['response', 'result', 'diagnostics', 'truncated'])
}
