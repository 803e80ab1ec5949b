import type { Clock } from './terminal.js'

/** Waits between two looks at something that goes on elsewhere: soon again after news, more seldom without. */
export class Pace {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #first: number
  readonly #longest: number
  #next: number

  /** @param milliseconds.first The wait after news. @param milliseconds.longest The wait when nothing has happened for long. */
  constructor(clock: Clock, signal: AbortSignal, { first = 1000, longest = 5000 } = {}) {
    this.#clock = clock
    this.#signal = signal
    this.#first = first
    this.#longest = longest
    this.#next = first
  }

  /** @throws the signal's reason when somebody pressed Ctrl-C. */
  async wait(news: boolean): Promise<void> {
    if (news) this.#next = this.#first
    await this.#clock.sleep(this.#next, this.#signal)
    this.#next = Math.min(this.#next * 1.5, this.#longest)
  }
}
