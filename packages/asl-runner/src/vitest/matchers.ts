import { chai, expect } from 'vitest'
import type { Execution } from '../execution.js'
import { callsOf, firstDifference, pathText, shown, visitsOf, type Call } from './path-taken.js'

/** What can be expected of an execution. */
export interface ExecutionMatchers<Result = unknown> {
  /** It has succeeded. */
  toSucceed(): Result
  /** It has succeeded with this output; `expect.anything()` and its kin may stand in it. */
  toSucceedWith(output: unknown): Result
  /** It has failed, timed out or was aborted. */
  toFail(): Result
  /** It has failed with this error, and with a cause that is, or matches, `cause`. */
  toFailWith(error: string, cause?: string | RegExp): Result
  /** It went through these states, in this order, perhaps with others between. */
  toVisit(...states: string[]): Result
  /** It went through these states and no others. */
  toTakePath(...states: string[]): Result
  /** A Choice state went on to the state `next`. */
  toHaveTakenChoice(choice: string, next: string): Result
  /** A state was tried again, `times` often; any number if that is left out. */
  toHaveRetried(state: string, times?: number): Result
  /** A state's Catcher caught an error, this one if it is named. */
  toHaveCaught(state: string, error?: string): Result
  /** A task was called: by its state's name, or by its resource (`lambda:invoke`, an ARN). */
  toHaveCalled(task: string): CallMatchers
}

/** What can be expected of the calls of a task. */
export interface CallMatchers {
  /** One of them got this input. */
  with(input: unknown): CallMatchers
  /** There were so many. */
  times(count: number): CallMatchers
}

declare module 'vitest' {
  // The type parameter is Vitest's, and has to be used; what is in here has to be a function, or Vitest's own types are wrong.
  interface Matchers<T = any> extends ExecutionMatchers<[T] extends [never] ? void : void> {}
}

interface Verdict {
  pass: boolean
  message: () => string
}

const verdict = (pass: boolean, execution: Execution, complaint: string, negated: string): Verdict => ({
  pass,
  message: () => `${pass ? negated : complaint}\n\n${pathText(execution)}`,
})

const said = ({ status, error, cause }: Execution): string =>
  [status, [error, cause].filter((text) => text !== undefined).join(': ')].filter(Boolean).join(' with ')

expect.extend({
  toSucceed(execution: Execution) {
    return verdict(
      execution.status === 'SUCCEEDED',
      execution,
      `The execution was expected to succeed, but it ended ${said(execution)}.`,
      'The execution was expected not to succeed, but it did.',
    )
  },

  toSucceedWith(execution: Execution, output: unknown) {
    const equal = (a: unknown, b: unknown): boolean => this.equals(a, b, [...this.customTesters])
    const succeeded = execution.status === 'SUCCEEDED'
    const difference = succeeded ? firstDifference(output, execution.output, equal) : undefined
    const { pass, message } = verdict(
      succeeded && difference === undefined,
      execution,
      succeeded
        ? `The output differs ${difference}.`
        : `The execution was expected to succeed, but it ended ${said(execution)}.`,
      'The execution was expected to succeed with another output.',
    )
    return { pass, message, ...(succeeded && { expected: output, actual: execution.output }) }
  },

  toFail(execution: Execution) {
    return verdict(
      execution.status !== 'SUCCEEDED',
      execution,
      `The execution was expected to fail, but it succeeded with ${shown(execution.output)}.`,
      `The execution was expected not to fail, but it ended ${said(execution)}.`,
    )
  },

  toFailWith(execution: Execution, error: string, cause?: string | RegExp) {
    const fits =
      cause === undefined || (typeof cause === 'string' ? execution.cause === cause : cause.test(execution.cause ?? ''))
    const wanted = `${error}${cause === undefined ? '' : `: ${String(cause)}`}`
    return verdict(
      execution.status !== 'SUCCEEDED' && execution.error === error && fits,
      execution,
      `The execution was expected to fail with ${wanted}, but it ended ${said(execution)}.`,
      `The execution was expected not to fail with ${wanted}.`,
    )
  },

  toVisit(execution: Execution, ...states: string[]) {
    const visited = visitsOf(execution).map(({ state }) => state)
    let found = 0
    for (const state of visited) if (state === states[found]) found++
    const missing = states[found]!
    const after = found > 0 ? ` after "${states[found - 1]}"` : ''
    return verdict(
      found === states.length,
      execution,
      `The execution was expected to visit "${missing}"${after}, but it did not.`,
      `The execution was expected not to visit ${states.map((state) => `"${state}"`).join(', then ')}.`,
    )
  },

  toTakePath(execution: Execution, ...states: string[]) {
    const visited = visitsOf(execution).map(({ state }) => state)
    const at = states.findIndex((state, index) => state !== visited[index])
    const index = at < 0 ? states.length : at
    const pass = at < 0 && visited.length === states.length
    const expected = states[index] === undefined ? 'its end' : `"${states[index]}"`
    const actual = visited[index] === undefined ? 'it ended' : `it went to "${visited[index]}"`
    const { message } = verdict(
      pass,
      execution,
      `As state ${index + 1}, ${expected} was expected, but ${actual}.`,
      'The execution was expected to take another path.',
    )
    return { pass, message, expected: states, actual: visited }
  },

  toHaveTakenChoice(execution: Execution, choice: string, next: string) {
    const taken = choicesOf(execution, choice)
    const went =
      taken.length === 0 ? 'it was not visited' : `it went to ${taken.map((state) => `"${state}"`).join(', ')}`
    return verdict(
      taken.includes(next),
      execution,
      `"${choice}" was expected to go to "${next}", but ${went}.`,
      `"${choice}" was expected not to go to "${next}".`,
    )
  },

  toHaveRetried(execution: Execution, state: string, times?: number) {
    const retries = retriesOf(execution, state)
    const wanted = times === undefined ? 'be tried again' : `be tried again ${times} times`
    return verdict(
      times === undefined ? retries > 0 : retries === times,
      execution,
      `"${state}" was expected to ${wanted}, but it was tried again ${retries} times.`,
      `"${state}" was expected not to ${wanted}.`,
    )
  },

  toHaveCaught(execution: Execution, state: string, error?: string) {
    const caught = caughtBy(execution, state)
    const wanted = error === undefined ? 'an error' : error
    return verdict(
      error === undefined ? caught.length > 0 : caught.includes(error),
      execution,
      `"${state}" was expected to catch ${wanted}, but it caught ${caught.join(', ') || 'nothing'}.`,
      `"${state}" was expected not to catch ${wanted}.`,
    )
  },
})

/** The states that a Choice state went on to. */
function choicesOf(execution: Execution, choice: string): string[] {
  const visits = visitsOf(execution)
  const exits = new Set(visits.filter(({ state }) => state === choice).map(({ exited }) => exited))
  const events = new Map(execution.history.map((event) => [event.id, event]))
  return visits.filter(({ entered }) => exits.has(events.get(entered)!.previousEventId)).map(({ state }) => state)
}

/** How often a state was tried again: calls of a Task beyond the first of a visit, starts of a Map or Parallel likewise. */
function retriesOf(execution: Execution, state: string): number {
  const visits = visitsOf(execution).filter((visit) => visit.state === state).length
  const calls = callsOf(execution).filter((call) => call.state === state).length
  return Math.max(0, calls - visits)
}

/** The errors that a state caught: it was left although it had failed last. */
function caughtBy(execution: Execution, state: string): string[] {
  const events = new Map(execution.history.map((event) => [event.id, event]))
  return visitsOf(execution).flatMap((visit) => {
    if (visit.state !== state || visit.exited === undefined) return []
    let event = events.get(events.get(visit.exited)!.previousEventId)
    if (!event || !/(?:Failed|TimedOut|Aborted)$/.test(event.type)) return []
    // What failed inside a Map or Parallel says why; their own event does not.
    while (event && event.id !== visit.entered && event.details?.['error'] === undefined)
      event = events.get(event.previousEventId)
    return [String(event?.details?.['error'] ?? 'an error without a name')]
  })
}

// `expect.extend` cannot hand on what a matcher returns; a method of Chai's can.
chai.use((library, utils) => {
  utils.addMethod(
    library.Assertion.prototype,
    'toHaveCalled',
    function toHaveCalled(this: Chai.AssertionStatic, task: string) {
      const execution = utils.flag(this, 'object') as Execution
      const calls = callsOf(execution).filter(({ state, resource }) => task === state || task === resource)
      const all = callsOf(execution).map(({ state, resource }) => `${state} (${resource})`)
      const path = pathText(execution)
      ;(this as unknown as Chai.Assertion & { assert(pass: boolean, message: string, negated: string): void }).assert(
        calls.length > 0,
        `"${task}" was expected to be called, but it was not. Called were: ${all.join(', ') || 'nothing'}.\n\n${path}`,
        `"${task}" was expected not to be called, but it was, with ${calls.map(({ input }) => shown(input)).join(', ')}.\n\n${path}`,
      )
      return callMatchers(task, calls, path)
    },
  )
})

function callMatchers(task: string, calls: readonly Call[], path: string): CallMatchers {
  const matchers: CallMatchers = {
    with(input) {
      const inputs = calls.map((call) => call.input)
      const equal = (actual: unknown, expected: unknown): boolean => {
        try {
          expect(actual).toEqual(expected)
          return true
        } catch {
          return false
        }
      }
      if (inputs.some((each) => equal(each, input))) return matchers
      const difference = inputs.length === 1 ? ` It differs ${firstDifference(input, inputs[0], equal)}.` : ''
      const got = inputs.map((each) => `\n  ${shown(each)}`).join('')
      expect.fail(
        `"${task}" was expected to be called with ${shown(input)}.${difference} It was called with:${got}\n\n${path}`,
      )
    },
    times(count) {
      if (calls.length !== count) {
        expect.fail(
          `"${task}" was expected to be called ${count} times, but it was called ${calls.length} times.\n\n${path}`,
        )
      }
      return matchers
    },
  }
  return matchers
}
