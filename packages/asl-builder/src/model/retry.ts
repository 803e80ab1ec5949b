import { z } from 'zod'
import { assign, orSubstitution, type Assign, type OrSubstitution } from './expression.js'
import { limits } from './limits.js'

/**
 * Tries a failed state again.
 *
 * Constants only: no expression, no path.
 *
 * @see https://states-language.net/spec.html#retrying-after-error
 */
export interface Retrier {
  Comment?: string
  /** Error names; `States.ALL` stands alone, in the last Retrier. */
  ErrorEquals: readonly string[]
  /** Seconds before the first retry, 1 to 99 999 999. Default 1. */
  IntervalSeconds?: OrSubstitution<number>
  /** Retries, 0 to 99 999 999; 0 never retries. Default 3. */
  MaxAttempts?: OrSubstitution<number>
  /** What the interval is multiplied by at each retry, at least 1. Default 2. */
  BackoffRate?: OrSubstitution<number>
  /** The longest interval in seconds, 1 to 31 622 400. Default: no limit. */
  MaxDelaySeconds?: OrSubstitution<number>
  /** `FULL` draws each delay between 0 and the interval. Default `NONE`. */
  JitterStrategy?: 'FULL' | 'NONE'
}

const errorNames = z.array(z.string()).min(1)

const retrier = z.strictObject({
  Comment: z.string().exactOptional(),
  ErrorEquals: errorNames,
  IntervalSeconds: orSubstitution(z.int().min(1).max(limits.seconds)).exactOptional(),
  MaxAttempts: orSubstitution(z.int().min(0).max(limits.maxAttempts)).exactOptional(),
  BackoffRate: orSubstitution(z.number().min(1)).exactOptional(),
  MaxDelaySeconds: orSubstitution(z.int().min(1).max(limits.maxDelaySeconds)).exactOptional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).exactOptional(),
})
export const Retrier: z.ZodType<Retrier> = retrier

/**
 * Goes on elsewhere after an error that no Retrier took.
 *
 * @see https://states-language.net/spec.html#fallback-states
 */
export interface Catcher<Name extends string = string> {
  Comment?: string
  /** Error names; `States.ALL` stands alone, in the last Catcher. */
  ErrorEquals: readonly string[]
  /** A state of the same scope. */
  Next: Name
  /** JSONPath: where the Error Output goes in the raw input, `null` to drop it. Default `$`. */
  ResultPath?: string | null
  /** JSONata: the output. Default: the Error Output, `{ Error, Cause }`. */
  Output?: unknown
  Assign?: Assign
}

const catcher = z.strictObject({
  Comment: z.string().exactOptional(),
  ErrorEquals: errorNames,
  Next: z.string(),
  ResultPath: z.string().nullable().exactOptional(),
  Output: z.unknown().exactOptional(),
  Assign: assign.exactOptional(),
})
export const Catcher: z.ZodType<Catcher> = catcher
