/** What time it is, and how to wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Whether waiting takes real time. */
  readonly isReal: boolean
  /** Virtual clocks only: time jumps to `at`. */
  advance?(at: number): void
}

/** A clock that stands still until nothing is left to do now, and then jumps. */
export function virtualClock(start: number): Clock {
  let time = start
  return {
    now: () => time,
    isReal: false,
    advance: (at) => {
      time = Math.max(time, at)
    },
  }
}

/** The machine's own clock. */
export const realClock: Clock = { now: () => Date.now(), isReal: true }

/** Something that can go on now. */
export interface Runnable {
  /** Does one step; says whether there is more to do at once. */
  step(): boolean
}

/** A call at a time to come. */
export interface Timer {
  readonly at: number
  readonly order: number
  fire: (() => void) | undefined
}

/** Longest that `setTimeout` can wait. */
const longestTimeout = 2 ** 31 - 1
/** How long steps may keep the event loop to themselves, in milliseconds of real time. */
const patience = 100
const stepsBetweenLooks = 1024

/**
 * Runs strands in turn, calls timers in order, waits for promises. Nothing is awaited unless nothing else can go on.
 *
 * Time stands still while steps run. It jumps to the next timer as soon as no task is at work; while one is, time passes as it does outside.
 */
export class Scheduler {
  readonly clock: Clock
  private ready: Runnable[] = []
  private head = 0
  private readonly timers = new TimerHeap()
  private order = 0
  /** Promises of tasks that are not themselves waiting for this clock. */
  private atWork = 0
  private wake: (() => void) | undefined
  /** Nothing can happen any more: everything waits for what nobody will send. */
  onStuck: () => void = () => undefined

  constructor(clock: Clock) {
    this.clock = clock
  }

  post(strand: Runnable): void {
    this.ready.push(strand)
    this.wake?.()
  }

  at(time: number, fire: () => void): Timer {
    this.order += 1
    const timer: Timer = { at: time, order: this.order, fire }
    this.timers.push(timer)
    return timer
  }

  cancel(timer: Timer): void {
    timer.fire = undefined
    this.timers.cancelled()
  }

  /** Counts a promise as work until it settles. */
  workUntil(promise: PromiseLike<unknown>): void {
    this.atWork += 1
    void this.waitFor(promise)
  }

  private async waitFor(promise: PromiseLike<unknown>): Promise<void> {
    try {
      await promise
    } catch {
      // Whoever started the work knows; here it only counts that it is over.
    }
    this.atWork -= 1
    this.wake?.()
  }

  /** A task waits by this clock: meanwhile it is not at work. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.atWork -= 1
      const end = (settle: () => void): void => {
        this.atWork += 1
        signal.removeEventListener('abort', abort)
        settle()
      }
      const timer = this.at(this.clock.now() + milliseconds, () => end(resolve))
      const abort = (): void => {
        this.cancel(timer)
        end(() => reject(signal.reason as Error))
      }
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort, { once: true })
    })
  }

  /** Wakes the loop, whatever it waits for. */
  interrupt(): void {
    this.wake?.()
  }

  /**
   * Goes on until `isOver`.
   *
   * @returns Nothing when it is over at once, else a promise: something had to be waited for.
   */
  run(isOver: () => boolean): Promise<void> | undefined {
    return this.steps(isOver) ? undefined : this.waitAndRun(isOver)
  }

  private async waitAndRun(isOver: () => boolean): Promise<void> {
    do {
      if (this.head < this.ready.length) await nextTurn()
      else await this.waitForSomething(isOver)
    } while (!this.steps(isOver))
  }

  /** Runs what can run now. Says whether it is over; if not, the event loop must have a turn. */
  private steps(isOver: () => boolean): boolean {
    const started = performance.now()
    let count = 0
    for (;;) {
      while (this.head < this.ready.length) {
        const strand = this.ready[this.head]!
        this.head += 1
        if (this.head > 1024 && this.head * 2 > this.ready.length) {
          this.ready = this.ready.slice(this.head)
          this.head = 0
        }
        let more = strand.step()
        while (more && this.head >= this.ready.length) {
          count += 1
          if (count >= stepsBetweenLooks) break
          more = strand.step()
        }
        if (more) this.ready.push(strand)
        count += 1
        if (count >= stepsBetweenLooks) {
          count = 0
          if (performance.now() - started > patience) return isOver()
        }
      }
      this.ready.length = 0
      this.head = 0
      if (isOver()) return true
      if (this.atWork > 0 || this.clock.isReal || !this.fireNext()) return false
    }
  }

  /** Virtual time jumps to the next timer, and whatever is due then fires. Says whether there was one. */
  private fireNext(): boolean {
    const next = this.timers.peek()
    if (!next) return false
    const { at } = next
    this.clock.advance?.(at)
    for (let timer = this.timers.peek(); timer?.at === at; timer = this.timers.peek()) this.timers.pop()!.fire!()
    return true
  }

  private async waitForSomething(isOver: () => boolean): Promise<void> {
    // A task that has just been woken from its sleep goes on in a microtask of its own.
    await nextTurn()
    if (isOver() || this.head < this.ready.length || (this.atWork === 0 && !this.clock.isReal && this.timers.size > 0))
      return
    const next = this.timers.peek()
    if (!next && this.atWork === 0 && !this.clock.isReal) return this.onStuck()
    if (!(await this.wokenBefore(next))) this.fireDue(next!)
  }

  /** Waits in real time. Says whether something woke the loop before the timer was due. */
  private wokenBefore(next: Timer | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      let timeout: NodeJS.Timeout | undefined
      this.wake = () => {
        this.wake = undefined
        clearTimeout(timeout)
        resolve(true)
      }
      if (!next) return
      const wait = Math.min(Math.max(next.at - this.clock.now(), 0), longestTimeout)
      timeout = setTimeout(() => {
        this.wake = undefined
        resolve(false)
      }, wait)
    })
  }

  private fireDue(next: Timer): void {
    if (!this.clock.isReal) {
      if (this.timers.peek() === next) this.fireNext()
      return
    }
    while ((this.timers.peek()?.at ?? Infinity) <= this.clock.now()) this.timers.pop()!.fire!()
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A binary heap of timers, the soonest first; cancelled ones are passed over. */
class TimerHeap {
  private readonly heap: Timer[] = []
  private dead = 0

  get size(): number {
    return this.heap.length - this.dead
  }

  push(timer: Timer): void {
    const { heap } = this
    let index = heap.push(timer) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (isBefore(heap[parent]!, timer)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = timer
  }

  peek(): Timer | undefined {
    while (this.heap.length > 0 && this.heap[0]!.fire === undefined) {
      this.remove()
      this.dead -= 1
    }
    return this.heap[0]
  }

  pop(): Timer | undefined {
    return this.peek() && this.remove()
  }

  cancelled(): void {
    this.dead += 1
  }

  private remove(): Timer {
    const { heap } = this
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length > 0) {
      let index = 0
      for (;;) {
        let child = index * 2 + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
        if (isBefore(last, heap[child]!)) break
        heap[index] = heap[child]!
        index = child
      }
      heap[index] = last
    }
    return first
  }
}

const isBefore = (left: Timer, right: Timer): boolean =>
  left.at < right.at || (left.at === right.at && left.order < right.order)
