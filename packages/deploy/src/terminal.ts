/** What a command talks to: two streams, a clock, and somebody who may answer or press Ctrl-C. */
export interface Terminal {
  /** Results. */
  out(text: string): void
  /** Progress, notes, complaints. */
  err(text: string): void
  /** Asks a question and gives the line that was typed. Absent where nobody can answer. */
  ask?(question: string): Promise<string>
  /** Aborts when somebody pressed Ctrl-C. */
  signal: AbortSignal
  clock: Clock
}

/** Time, so that tests need none. */
export interface Clock {
  now(): Date
  /** @throws the signal's reason when it aborts first. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}
