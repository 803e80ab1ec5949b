import type { Chance } from './chance.js'
import type { Fields } from './data-flow.js'
import type { Retry } from './strand.js'

/**
 * Compiles a Retrier.
 *
 * @see https://states-language.net/spec.html#retrying-after-error
 */
export function compileRetrier(retrier: Fields): Retry {
  const number = (name: string, fallback: number): number =>
    typeof retrier[name] === 'number' ? retrier[name] : fallback
  const interval = number('IntervalSeconds', 1)
  const backoff = number('BackoffRate', 2)
  const longest = number('MaxDelaySeconds', Number.POSITIVE_INFINITY)
  const isFull = retrier['JitterStrategy'] === 'FULL'
  return {
    names: retrier['ErrorEquals'] as readonly string[],
    mostAttempts: number('MaxAttempts', 3),
    delay: (retry: number, chance: Chance) => {
      // Beyond AWS's longest wait nothing matters any more, and infinity is no time.
      const seconds = Math.min(interval * backoff ** (retry - 1), longest, 99_999_999)
      return seconds * 1000 * (isFull ? chance.next() : 1)
    },
  }
}
