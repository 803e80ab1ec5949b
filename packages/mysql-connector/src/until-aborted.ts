import { OutOfTimeError } from './errors.js'

/**
 * A promise's value, unless a signal is aborted first: then what the signal says.
 *
 * @param tooLate Gets rid of a value that comes after the signal.
 */
export async function untilAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
  tooLate?: (value: Value) => unknown,
): Promise<Value> {
  if (!signal) return promise
  let isLate = signal.aborted
  promise.then(
    (value) => void (isLate && tooLate?.(value)),
    () => undefined, // nobody waits for it once the signal was first
  )
  if (isLate) throw outOfTime(signal)
  let abort: () => void
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      isLate = true
      reject(outOfTime(signal))
    }
    signal.addEventListener('abort', abort, { once: true })
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

/** Why a signal was aborted. */
export function outOfTime(signal: AbortSignal): unknown {
  return signal.reason instanceof Error ? signal.reason : new OutOfTimeError('Stopped.')
}
