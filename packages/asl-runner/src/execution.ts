import type { Chance } from './chance.js'
import type { Program } from './compile.js'
import { Failure } from './failure.js'
import { Variables } from './frame.js'
import { History, HistoryIsFull, type HistoryEvent } from './history.js'
import { isLarger } from './json-size.js'
import type { Scheduler, Timer } from './scheduler.js'
import type { Decision } from './decision.js'
import { Strand, type Host } from './strand.js'
import type { SentMessage } from './tasks/messages.js'
import { instant } from './timestamp.js'
import type { World } from './world.js'

/** How an execution ended. */
export type ExecutionStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

/** An execution that is over. */
export interface Execution {
  readonly status: ExecutionStatus
  /** Only when it succeeded: a JSON value. Never change it. */
  readonly output?: unknown
  /** Absent too when it timed out, and when it failed by a Fail state without `Error`. */
  readonly error?: string
  readonly cause?: string
  /** The events, as AWS gives them; made when first read. */
  readonly history: readonly HistoryEvent[]
  /** What it sent to SQS, SNS and EventBridge, where no handler took it, in order. */
  readonly sent: readonly SentMessage[]
  /** The execution's ARN. */
  readonly arn: string
  readonly name: string
  readonly input: unknown
  /** Milliseconds since 1970, by the run's clock. */
  readonly startTime: number
  readonly stopTime: number
}

/** Bytes of a payload at most, and of what a state assigns. */
const mostBytes = 262_144
/** Events of a Standard execution at most. */
const mostEvents = 25_000
/** How long an execution may take, in milliseconds. */
const longest = { STANDARD: 365 * 24 * 3_600_000, EXPRESS: 300_000 }

/** What an execution is started with. */
export interface ExecutionStart {
  readonly program: Program
  readonly world: World
  readonly input: unknown
  readonly name: string
  readonly arn: string
  readonly stateMachine: { readonly Id: string; readonly Name: string }
  readonly type: 'STANDARD' | 'EXPRESS'
  readonly context?: { readonly Execution?: object; readonly StateMachine?: object } | undefined
  readonly variables?: Readonly<Record<string, unknown>> | undefined
  readonly onEvent?: ((event: HistoryEvent) => void) | undefined
  readonly onDecision?: ((decision: Decision) => void) | undefined
  /** Whether the context object counts redrives: not before AWS had them, and not in a synchronous execution. */
  readonly hasRedriveCount: boolean
  /** Called when it is over. */
  readonly onEnd?: (execution: RunningExecution) => void
}

interface Ending {
  readonly status: ExecutionStatus
  readonly output?: unknown
  readonly error?: string | undefined
  readonly cause?: string | undefined
}

/** An execution from its start to its end, and after. */
export class RunningExecution implements Host {
  readonly recorder: History
  readonly world: World
  readonly constants: Host['constants']
  readonly listenToDecisions: Host['listenToDecisions']
  readonly input: unknown
  readonly name: string
  readonly arn: string
  readonly startTime: number
  stopTime = 0
  private readonly given: ExecutionStart
  private readonly root: Strand
  private ending: Ending | undefined
  private readonly timers: Timer[] = []
  /** The payload that was measured last: states often pass on what they get. */
  private lastChecked: unknown

  constructor(start: ExecutionStart) {
    const { world, program, type } = start
    this.given = start
    this.world = world
    this.input = start.input
    this.name = start.name
    this.arn = start.arn
    this.startTime = world.scheduler.clock.now()
    const isLimited = world.quotas === 'aws'
    this.recorder = new History(isLimited && type === 'STANDARD' ? mostEvents : world.eventBudget, start.onEvent)
    this.listenToDecisions = start.onDecision
    this.constants = {
      Execution: {
        Id: start.arn,
        Input: start.input,
        StartTime: instant(this.startTime),
        Name: start.name,
        RoleArn: world.roleArn,
        ...(start.hasRedriveCount && { RedriveCount: 0 }),
        ...start.context?.Execution,
      },
      StateMachine: { ...start.stateMachine, ...start.context?.StateMachine },
    }
    const variables = new Variables()
    for (const [name, value] of Object.entries(start.variables ?? {})) variables.set(name, value)
    this.recorder.add('ExecutionStarted', 0, this.startTime, {
      input: start.input,
      roleArn: (this.constants.Execution as { RoleArn: unknown }).RoleArn,
    })
    this.root = new Strand(this, program.start, start.input, 0, { variables })
    world.scheduler.post(this.root)
    const limits = [program.timeoutSeconds && program.timeoutSeconds * 1000, isLimited && longest[type]]
    for (const limit of limits)
      if (limit) this.timers.push(world.scheduler.at(this.startTime + limit, () => this.timeOut()))
  }

  get isOver(): boolean {
    return this.ending !== undefined
  }

  get scheduler(): Scheduler {
    return this.world.scheduler
  }

  get chance(): Chance {
    return this.world.chance
  }

  /** What came of it; `undefined` while it runs. */
  result(): Execution | undefined {
    return this.ending && new EndedExecution(this, this.ending)
  }

  private now(): number {
    return this.scheduler.clock.now()
  }

  succeed(output: unknown, previous: number): void {
    if (this.isOver) return
    this.recorder.end('ExecutionSucceeded', previous, this.now(), { output })
    this.end({ status: 'SUCCEEDED', output })
  }

  fail({ error, cause }: Failure, previous: number): void {
    if (this.isOver) return
    this.root.abort(undefined)
    this.recorder.end('ExecutionFailed', previous, this.now(), { error, cause })
    this.end({ status: 'FAILED', error, cause })
  }

  timeOut(): void {
    if (this.isOver) return
    const previous = this.abortStrands()
    this.recorder.end('ExecutionTimedOut', previous, this.now(), {})
    this.end({ status: 'TIMED_OUT' })
  }

  abort(error?: string, cause?: string): void {
    if (this.isOver) return
    const previous = this.abortStrands()
    this.recorder.end('ExecutionAborted', previous, this.now(), { error, cause })
    this.end({ status: 'ABORTED', error, cause })
  }

  /** Stops what still runs. Returns the event that the end follows from. */
  private abortStrands(): number {
    const { previous } = this.root
    try {
      this.root.abort(previous)
    } catch (problem) {
      if (!(problem instanceof HistoryIsFull)) throw problem
      this.root.abort(undefined)
    }
    return previous
  }

  private end(ending: Ending): void {
    this.ending = ending
    this.stopTime = this.now()
    for (const timer of this.timers) if (timer.fire) this.scheduler.cancel(timer)
    this.given.onEnd?.(this)
  }

  checkSize(value: unknown, strand: Strand): void {
    if (this.world.quotas === 'none' || value === this.lastChecked) return
    if (isLarger(value, mostBytes)) throw tooLarge(strand.node.name)
    this.lastChecked = value
  }

  checkAssigned(values: Iterable<unknown>, strand: Strand): void {
    if (this.world.quotas === 'aws' && isLarger([...values], mostBytes)) throw tooLarge(strand.node.name)
  }

  hasActivity(arn: string): boolean {
    const { activities } = this.world
    return activities === undefined || activities.has(arn) || activities.has(arn.split(':').at(-1)!)
  }

  resultTooLarge(value: unknown, resource: string): Failure | undefined {
    return this.world.quotas === 'aws' && isLarger(value, mostBytes) ? tooLarge(resource) : undefined
  }
}

const tooLarge = (what: string): Failure =>
  new Failure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  )

class EndedExecution implements Execution {
  readonly status: ExecutionStatus
  declare readonly output?: unknown
  declare readonly error?: string
  declare readonly cause?: string
  readonly arn: string
  readonly name: string
  readonly input: unknown
  readonly startTime: number
  readonly stopTime: number
  readonly sent: readonly SentMessage[]
  private readonly recorder: History
  private events: readonly HistoryEvent[] | undefined

  constructor(execution: RunningExecution, ending: Ending) {
    this.status = ending.status
    if (ending.output !== undefined) this.output = ending.output
    if (ending.error !== undefined) this.error = ending.error
    if (ending.cause !== undefined) this.cause = ending.cause
    this.arn = execution.arn
    this.name = execution.name
    this.input = execution.input
    this.startTime = execution.startTime
    this.stopTime = execution.stopTime
    this.sent = execution.world.sent
    this.recorder = execution.recorder
  }

  get history(): readonly HistoryEvent[] {
    this.events ??= this.recorder.events()
    return this.events
  }
}
