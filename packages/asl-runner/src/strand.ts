import type { State } from 'asl-builder/scope'
import type { Chance } from './chance.js'
import type { Decision } from './decision.js'
import { Failure, historyIsFull, isNamedBy, unforeseen } from './failure.js'
import { Variables, type Frame } from './frame.js'
import { HistoryIsFull, type EventType, type History } from './history.js'
import type { Runnable, Scheduler } from './scheduler.js'
import { instant } from './timestamp.js'

/** A state, compiled. */
export interface Node {
  readonly name: string
  readonly type: State['Type']
  /** JSON Pointer to the state. */
  readonly location: string
  readonly entered: EventType
  readonly exited: EventType
  /** Where `Next` leads; none ends the strand. */
  next: Node | undefined
  /** Does the state's work: it leaves the state, fails it or waits for something. */
  work: (strand: Strand) => void
  readonly retriers: readonly Retry[]
  readonly catchers: readonly Catch[]
}

/** A Retrier, compiled. */
export interface Retry {
  readonly names: readonly string[]
  readonly mostAttempts: number
  /** Milliseconds before a retry, 1 being the first. */
  delay(retry: number, chance: Chance): number
}

/** A Catcher, compiled. */
export interface Catch {
  readonly names: readonly string[]
  next: Node | undefined
  /** What leaves the state instead of a result. */
  leave(strand: Strand, errorOutput: ErrorOutput): Leaving
}

/** What a Catcher gets to see. */
export interface ErrorOutput {
  readonly Error: string | null
  readonly Cause: string | null
}

/** What a state passes on, and what it assigns. */
export interface Leaving {
  readonly output: unknown
  readonly assigned?: ReadonlyMap<string, unknown> | undefined
}

/** A state that other strands run for: a Map or a Parallel at work. */
export interface Join {
  childEnded(child: Strand, output: unknown): void
  childFailed(child: Strand, failure: Failure): void
  /** Stops the strands inside. `cause` is the event that made it necessary; without one no event says so. */
  abort(cause: number | undefined): void
}

/** What a strand needs of its execution. */
export interface Host {
  readonly recorder: History
  readonly scheduler: Scheduler
  readonly chance: Chance
  /** The parts of the context object that stay the same. */
  readonly constants: { readonly Execution: unknown; readonly StateMachine: unknown }
  readonly listenToDecisions: ((decision: Decision) => void) | undefined
  succeed(output: unknown, previous: number): void
  fail(failure: Failure, previous: number): void
  /** Fails what a quota forbids. */
  checkSize(value: unknown, strand: Strand): void
  /** The same for what a state assigns, all of it together. */
  checkAssigned(values: Iterable<unknown>, strand: Strand): void
  /** Whether there is an activity of this ARN. */
  hasActivity(arn: string): boolean
  /** The failure of a task whose result is beyond the quota. */
  resultTooLarge(value: unknown, resource: string): Failure | undefined
}

/** An item of a Map, as the context object shows it. */
export interface MapItem {
  readonly Index: number
  readonly Value: unknown
  readonly Key?: string
  readonly Source?: string
}

/** Something a strand waits for, and how to stop waiting. */
export interface Waiting {
  abort(): void
}

/** States after one another: an execution, a branch or an iteration. */
export class Strand implements Runnable, Frame {
  readonly host: Host
  readonly variables: Variables
  readonly parent: Join | undefined
  /** Its place among its siblings. */
  readonly index: number
  node: Node
  input: unknown
  /** The event that the next one follows from. */
  previous: number
  /** The event that entered the state, and the one before it. */
  entered = 0
  private beforeEntry = 0
  private enteredAt = 0
  private isInside = false
  retryCount = 0
  /** Retries so far, by Retrier. */
  private retries: number[] | undefined
  item: MapItem | undefined
  /** The strand whose Map or Parallel it runs for. */
  private readonly around: Strand | undefined
  token: string | undefined
  /** The strands inside, while a Map or Parallel is at work. */
  join: Join | undefined
  private waiting: Waiting | undefined
  private resumption: (() => void) | undefined
  private isRunnable = true
  private isStepping = false
  isOver = false

  constructor(host: Host, node: Node, input: unknown, previous: number, more: StrandOptions = {}) {
    this.host = host
    this.node = node
    this.input = input
    this.previous = previous
    this.variables = more.variables ?? new Variables()
    this.parent = more.parent
    this.index = more.index ?? 0
    this.item = more.item
    this.around = more.around
  }

  get chance(): Chance {
    return this.host.chance
  }

  /** The iterations it is in, the outermost first. */
  get iterations(): readonly { readonly map: string; readonly index: number }[] {
    const { around } = this
    if (!around) return []
    return around.node.type === 'Map'
      ? [...around.iterations, { map: around.node.name, index: this.index }]
      : around.iterations
  }

  get now(): number {
    return this.host.scheduler.clock.now()
  }

  step(): boolean {
    if (this.isOver) return false
    this.isStepping = true
    try {
      const resumption = this.resumption
      if (resumption) {
        this.resumption = undefined
        resumption()
      } else this.enter()
    } catch (problem) {
      this.trouble(problem)
    }
    this.isStepping = false
    return this.isRunnable && !this.isOver
  }

  private enter(): void {
    const { node, host } = this
    this.beforeEntry = this.previous
    this.enteredAt = host.scheduler.clock.now()
    this.previous = host.recorder.state(node.entered, this.previous, this.enteredAt, node.name, this.input)
    this.entered = this.previous
    this.isInside = true
    if (host.listenToDecisions) this.decide('enter', -1)
    this.retryCount = 0
    this.retries = undefined
    node.work(this)
  }

  /** Adds an event that follows from the last one. */
  add(type: EventType, details?: Record<string, unknown>): void {
    const { recorder, scheduler } = this.host
    this.previous = recorder.add(type, this.previous, scheduler.clock.now(), details)
  }

  /** Leaves the state. */
  leave(output: unknown, assigned?: ReadonlyMap<string, unknown>, next: Node | undefined = this.node.next): void {
    const { node, host } = this
    host.checkSize(output, this)
    if (assigned) {
      host.checkAssigned(assigned.values(), this)
      for (const [name, value] of assigned) this.variables.set(name, value)
    }
    this.token = undefined
    this.isInside = false
    this.previous = host.recorder.state(
      node.exited,
      this.previous,
      host.scheduler.clock.now(),
      node.name,
      output,
      assigned,
    )
    if (next) {
      this.node = next
      this.input = output
    } else this.end(output)
  }

  private end(output: unknown): void {
    this.isOver = true
    if (this.parent) this.parent.childEnded(this, output)
    else this.host.succeed(output, this.previous)
  }

  /** Goes on with something else after the other strands have had a turn. */
  later(resumption: () => void): void {
    this.resumption = resumption
  }

  /** Stands still until `resume`. */
  block(waiting?: Waiting): void {
    this.isRunnable = false
    this.waiting = waiting
  }

  /** Ends a `block`. */
  resume(resumption: () => void): void {
    if (this.isOver || this.isRunnable) return
    this.waiting = undefined
    this.isRunnable = true
    this.resumption = resumption
    if (!this.isStepping) this.host.scheduler.post(this)
  }

  /** Deals with what a step threw; dealing with it may throw in turn, and then nothing is tried again. */
  private trouble(problem: unknown): void {
    let mayRecover = true
    for (let next: unknown = problem; next !== undefined; mayRecover = false) {
      try {
        if (next instanceof HistoryIsFull) this.host.fail(historyIsFull(next.most), this.previous)
        else this.fail(next instanceof Failure ? next : unforeseen(next), mayRecover)
        return
      } catch (another) {
        next = another
      }
    }
  }

  /**
   * The state has failed: tries again, catches, or fails what is around it.
   *
   * @param mayRecover Whether Retriers and Catchers are asked: not when a Catcher itself has failed.
   */
  fail(failure: Failure, mayRecover = true): void {
    const known = failure.explained ? this.explained(failure) : failure
    if (failure.isEvaluation) this.evaluationFailed(known, failure.location)
    if (mayRecover && (this.retry(known) || this.catchError(known))) return
    this.isOver = true
    if (known.error === 'States.Runtime') return this.host.fail(known, this.previous)
    this.stateFailed()
    if (this.parent) this.parent.childFailed(this, known)
    else this.host.fail(known, this.previous)
  }

  /** The failure with its cause in full; its event has been written, so that it is an ordinary one from here on. */
  private explained({ error, cause }: Failure): Failure {
    const where = `An error occurred while executing the state '${this.node.name}' (entered at the event id #${this.entered}).`
    return new Failure(error, `${where} ${cause}`)
  }

  private evaluationFailed({ error, cause }: Failure, location: string | undefined): void {
    // AWS enters a state and evaluates its fields in one go, so that the failure follows from what was before; only a Wait is entered first.
    if (this.previous === this.entered && this.node.type !== 'Wait') this.previous = this.beforeEntry
    this.add('EvaluationFailed', { cause, error, location, state: this.node.name })
  }

  private stateFailed(): void {
    if (this.node.type === 'Map') this.add('MapStateFailed')
    else if (this.node.type === 'Parallel') this.add('ParallelStateFailed')
  }

  private retry(failure: Failure): boolean {
    const { retriers } = this.node
    const index = retriers.findIndex(({ names }) => isNamedBy(failure, names))
    const retrier = retriers[index]
    if (!retrier) return false
    this.retries ??= retriers.map(() => 0)
    const attempt = this.retries[index]! + 1
    if (attempt > retrier.mostAttempts) return false
    this.retries[index] = attempt
    this.decide('retry', index)
    this.wait(retrier.delay(attempt, this.chance), () => {
      this.retryCount += 1
      this.node.work(this)
    })
    return true
  }

  private catchError(failure: Failure): boolean {
    const { catchers } = this.node
    const index = catchers.findIndex(({ names }) => isNamedBy(failure, names))
    const catcher = catchers[index]
    if (!catcher) return false
    this.decide('catch', index)
    this.stateFailed()
    const { output, assigned } = catcher.leave(this, errorOutputOf(failure))
    this.leave(output, assigned, catcher.next)
    return true
  }

  /** Stands still for a while. */
  wait(milliseconds: number, then: () => void): void {
    const { scheduler } = this.host
    const timer = scheduler.at(scheduler.clock.now() + milliseconds, () => this.resume(then))
    this.block({ abort: () => scheduler.cancel(timer) })
  }

  decide(kind: Decision['kind'], index: number): void {
    this.host.listenToDecisions?.({ kind, state: this.node.name, location: this.node.location, index })
  }

  /** Stops it where it stands. `cause` is the event that made it necessary; without one no event says so. */
  abort(cause: number | undefined): void {
    this.isOver = true
    this.waiting?.abort()
    this.waiting = undefined
    this.join?.abort(cause)
    const type = abortedEvents[this.node.type]
    if (type && this.isInside && cause !== undefined)
      this.host.recorder.add(type, cause, this.host.scheduler.clock.now())
  }

  /** What a failed strand leaves behind: only a Task has no event of its own for having failed. */
  abandon(cause: number): void {
    if (this.node.type === 'Task') this.host.recorder.add('TaskStateAborted', cause, this.host.scheduler.clock.now())
  }

  /** The context object. */
  context(): Record<string, unknown> {
    const { Execution, StateMachine } = this.host.constants
    const state: Record<string, unknown> = { EnteredTime: instant(this.enteredAt), Name: this.node.name }
    if (retryable.has(this.node.type)) state['RetryCount'] = this.retryCount
    return {
      Execution,
      StateMachine,
      State: state,
      ...(this.item && { Map: { Item: this.item } }),
      ...(this.token !== undefined && { Task: { Token: this.token } }),
    }
  }
}

/** A timeout has no cause, and yet an empty one once it is caught. */
const errorOutputOf = ({ error, cause }: Failure): ErrorOutput => ({
  Error: error ?? null,
  Cause: cause ?? (error === 'States.Timeout' ? '' : null),
})

/** What a new strand may be given. */
export interface StrandOptions {
  variables?: Variables
  parent?: Join
  index?: number
  item?: MapItem | undefined
  around?: Strand
}

const retryable: ReadonlySet<State['Type']> = new Set(['Task', 'Map', 'Parallel'])

const abortedEvents: Partial<Record<State['Type'], EventType>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Map: 'MapStateAborted',
  Parallel: 'ParallelStateAborted',
}
