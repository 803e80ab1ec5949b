import { OutOfTimeError } from './errors.js'

/** A promise's value, unless a signal is aborted first: then what the signal says. */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise
  promise.catch(() => undefined) // nobody waits for it once the signal was first
  if (signal.aborted) throw outOfTime(signal)
  let abort: () => void
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(outOfTime(signal))
    signal.addEventListener('abort', abort, { once: true })
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

/** Why a signal was aborted. */
export function outOfTime(signal: AbortSignal): unknown {
  return signal.reason instanceof Error ? signal.reason : new OutOfTimeError('Stopped.')
}
