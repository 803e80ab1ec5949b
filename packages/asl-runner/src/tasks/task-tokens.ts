import { Failure } from '../failure.js'
import type { Outcome } from '../states/task.js'
import { toJson } from './json-values.js'

/**
 * The tokens of tasks that wait for a callback, and the calls that answer them.
 *
 *     const tokens = new TaskTokens()
 *     await run(definition, { tokens, onSend: ({ token }) => tokens.sendTaskSuccess(token!, { approved: true }) })
 */
export class TaskTokens {
  private readonly expected = new Map<string, { settle(outcome: Outcome): void; heartbeat(): void }>()

  /** The task succeeds with this output. Says whether it was waiting. */
  sendTaskSuccess(token: string, output: unknown): boolean {
    return this.settle(token, { output: toJson(output) })
  }

  /** The task fails. Says whether it was waiting. */
  sendTaskFailure(token: string, error?: string, cause?: string): boolean {
    return this.settle(token, { failure: new Failure(error, cause) })
  }

  /** A sign of life. Says whether the task is waiting. */
  sendTaskHeartbeat(token: string): boolean {
    this.expected.get(token)?.heartbeat()
    return this.expected.has(token)
  }

  /** The tokens that wait for an answer. */
  get waiting(): readonly string[] {
    return [...this.expected.keys()]
  }

  /** @internal */
  expect(token: string, heartbeat: () => void): (settle: (outcome: Outcome) => void) => void {
    let early: Outcome | undefined
    const entry = {
      heartbeat,
      settle: (outcome: Outcome): void => {
        early = outcome
      },
    }
    this.expected.set(token, entry)
    return (settle) => {
      entry.settle = settle
      if (early) settle(early)
    }
  }

  private settle(token: string, outcome: Outcome): boolean {
    const entry = this.expected.get(token)
    this.expected.delete(token)
    entry?.settle(outcome)
    return entry !== undefined
  }
}
