import { unexpectedType, type DataFlow, type FieldReader, type Fields } from '../data-flow.js'
import { evaluationFailure, Failure, runtimeFailure } from '../failure.js'
import type { EventType } from '../history.js'
import type { Timer } from '../scheduler.js'
import type { Strand } from '../strand.js'
import { parameterProblem } from '../tasks/parameters.js'
import { readResource, type Resource } from '../tasks/resource.js'

/** What a Task asks its world to do. */
export interface TaskRequest {
  readonly strand: Strand
  readonly resource: Resource
  readonly input: unknown
  readonly timeoutSeconds: number | undefined
  readonly heartbeatSeconds: number | undefined
  /** Made when it is asked for. */
  readonly signal: AbortSignal
  heartbeat(): void
}

/** How a task ends. */
export type Outcome =
  | { readonly output: unknown }
  /** `thrown` is what the task's code threw, if it was code. */
  | { readonly failure: Failure; readonly thrown?: unknown }
  /** Never: only a timeout or an abort ends it. */
  | 'pending'

/** What a task comes to: its outcome, now or later, and what it got back when it was submitted. */
export interface Work {
  readonly submitted?: unknown
  /** A function is given a listener: something else in the same run brings the outcome about. */
  readonly outcome: Outcome | Promise<Outcome> | ((settle: (outcome: Outcome) => void) => void)
  /** Work of others that goes on meanwhile: time stands still for it. */
  readonly alongside?: Promise<unknown>
  readonly afterSeconds?: number
  /** It has failed before it was at work, and this event says so. */
  readonly failedAs?: EventType
  /** Who takes an activity's task. */
  readonly workerName?: string
}

/** Finds and starts the code or the reply that stands for a task. */
export type StartTask = (request: TaskRequest) => Work

/** The events of a task, which differ by what is called. */
interface Names {
  readonly scheduled: EventType
  readonly started: EventType
  readonly succeeded: EventType
  readonly failed: EventType
  readonly timedOut: EventType
}

const names = (prefix: string): Names => ({
  scheduled: `${prefix}Scheduled` as EventType,
  started: `${prefix}Started` as EventType,
  succeeded: `${prefix}Succeeded` as EventType,
  failed: `${prefix}Failed` as EventType,
  timedOut: `${prefix}TimedOut` as EventType,
})
const eventNames: Readonly<Record<Resource['kind'], Names>> = {
  service: names('Task'),
  lambda: names('LambdaFunction'),
  activity: names('Activity'),
}

/** What a Task calls with. */
interface Call {
  readonly input: unknown
  readonly timeoutSeconds: number | undefined
  readonly heartbeatSeconds: number | undefined
  readonly taskCredentials: { readonly roleArn: unknown } | undefined
}

/** Evaluates what a Task calls with; throws what fails it before it is scheduled. */
export function compileCall(fields: Fields, flow: DataFlow, resource: Resource): (strand: Strand) => Call {
  const timeout = compileSeconds('TimeoutSeconds', flow)
  const heartbeat = compileSeconds('HeartbeatSeconds', flow)
  const credentials = compileCredentials(fields, flow)
  // A Lambda function and an activity take any JSON, a service takes named parameters.
  const named = resource.kind === 'service' && flow.isJsonata ? flow.field('Arguments') : undefined

  return (strand) => {
    const input = flow.effective(strand)
    if (named?.expression !== undefined && !isObject(input)) throw unexpectedType(named, 'object', input)
    strand.host.checkSize(input, strand)
    const problem = parameterProblem(resource, input)
    if (problem !== undefined) {
      throw runtimeFailure(
        `The Parameters '${JSON.stringify(input)}' could not be used to start the Task: [${problem}]`,
      )
    }
    if (resource.kind === 'activity' && !strand.host.hasActivity(resource.arn)) {
      throw runtimeFailure(`The activity ${resource.arn} does not exist.`)
    }
    return {
      input,
      timeoutSeconds: timeout?.(strand),
      heartbeatSeconds: heartbeat?.(strand),
      taskCredentials: credentials?.(strand),
    }
  }
}

export function compileTask(
  fields: Fields,
  flow: DataFlow,
  startOf: (strand: Strand) => StartTask,
): (strand: Strand) => void {
  const resource = readResource(String(fields['Resource']))
  const events = eventNames[resource.kind]
  const callOf = compileCall(fields, flow, resource)
  const hasToken = resource.kind === 'activity' || (resource.kind === 'service' && resource.pattern === 'callback')
  const about = resource.kind === 'service' ? { resource: resource.action, resourceType: resource.service } : {}

  return (strand) => {
    if (hasToken) strand.token = tokenOf(strand)
    const { input, timeoutSeconds, heartbeatSeconds, taskCredentials } = callOf(strand)
    const payload =
      resource.kind === 'service' ? { parameters: input, region: regionOf(strand) } : { input, resource: resource.arn }
    strand.add(events.scheduled, {
      ...payload,
      ...about,
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: resource.kind === 'lambda' ? undefined : heartbeatSeconds,
      taskCredentials,
    })
    const attempt = new Attempt(strand, flow, resource, events, about, timeoutSeconds, heartbeatSeconds)
    strand.later(() => attempt.start(startOf(strand), input))
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const regionOf = (strand: Strand): string => {
  const { Id } = strand.host.constants.Execution as { Id: string }
  return Id.split(':')[3] ?? 'us-east-1'
}

/** One try of a task, from its start to its outcome. */
class Attempt {
  private readonly strand: Strand
  private readonly flow: DataFlow
  private readonly resource: Resource
  private readonly events: Names
  private readonly about: Record<string, unknown>
  private readonly timeoutSeconds: number | undefined
  private readonly heartbeatSeconds: number | undefined
  private timeoutTimer: Timer | undefined
  private heartbeatTimer: Timer | undefined
  private replyTimer: Timer | undefined
  private controller: AbortController | undefined
  private isOver = false
  private isAborted = false

  constructor(
    strand: Strand,
    flow: DataFlow,
    resource: Resource,
    events: Names,
    about: Record<string, unknown>,
    timeoutSeconds: number | undefined,
    heartbeatSeconds: number | undefined,
  ) {
    this.strand = strand
    this.flow = flow
    this.resource = resource
    this.events = events
    this.about = about
    this.timeoutSeconds = timeoutSeconds
    this.heartbeatSeconds = heartbeatSeconds
  }

  start(startTask: StartTask, input: unknown): void {
    const { strand, resource, events, about, timeoutSeconds, heartbeatSeconds } = this
    const { scheduler } = strand.host
    const attempt = this // oxlint-disable-line typescript/no-this-alias -- the getter below has its own
    const work = startTask({
      strand,
      resource,
      input,
      timeoutSeconds,
      heartbeatSeconds,
      get signal() {
        return attempt.signal
      },
      heartbeat: () => this.expectHeartbeat(),
    })
    const { failedAs } = work
    if (failedAs !== undefined && /(Start|Schedule)Failed$/.test(failedAs)) return this.refuse(failedAs, work)
    if (resource.kind === 'activity') strand.add(events.started, { workerName: work.workerName })
    else strand.add(events.started, resource.kind === 'service' ? about : undefined)
    if (resource.kind === 'service' && resource.pattern !== 'call' && work.submitted !== undefined) {
      strand.add('TaskSubmitted', { ...about, output: work.submitted })
    }
    if (failedAs !== undefined) return this.refuse(failedAs, work)
    if (timeoutSeconds !== undefined)
      this.timeoutTimer = scheduler.at(strand.now + timeoutSeconds * 1000, () => this.timeOut(false))
    this.expectHeartbeat()
    strand.block({ abort: () => this.stop() })
    const { outcome } = work
    if (work.alongside) scheduler.workUntil(work.alongside)
    if (outcome === 'pending') return
    if (typeof outcome === 'function') return outcome((settled) => this.end(settled))
    if (outcome instanceof Promise) {
      scheduler.workUntil(outcome)
      void outcome.then((settled) => this.end(settled))
    } else if (work.afterSeconds) {
      this.replyTimer = scheduler.at(strand.now + work.afterSeconds * 1000, () => this.end(outcome))
    } else this.end(outcome)
  }

  /** The task fails before anyone works at it: at once. */
  private refuse(event: EventType, { outcome }: Work): void {
    const { failure } = outcome as { failure: Failure }
    this.settle()
    this.fail(event, failure)
  }

  private get signal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.isAborted) this.controller.abort()
    return this.controller.signal
  }

  private expectHeartbeat(): void {
    const { strand, heartbeatSeconds } = this
    if (heartbeatSeconds === undefined || this.isOver) return
    const { scheduler } = strand.host
    if (this.heartbeatTimer) scheduler.cancel(this.heartbeatTimer)
    this.heartbeatTimer = scheduler.at(strand.now + heartbeatSeconds * 1000, () => this.timeOut(true))
  }

  private end(outcome: Outcome): void {
    if (this.isOver || outcome === 'pending') return
    this.settle()
    const { strand, events, about, flow, resource } = this
    strand.resume(() => {
      if ('failure' in outcome) {
        const { failure } = outcome
        if (failure.error === 'States.Runtime') throw failure
        return this.fail(events.failed, failure)
      }
      const name = resource.kind === 'service' ? resource.service : resource.arn
      const tooLarge = strand.host.resultTooLarge(outcome.output, name)
      if (tooLarge) return this.fail(events.failed, tooLarge)
      strand.add(events.succeeded, { ...about, output: outcome.output })
      const { output, assigned } = flow.leaving(strand, outcome.output)
      strand.leave(output, assigned)
    })
  }

  private timeOut(isHeartbeat: boolean): void {
    if (this.isOver) return
    this.stop()
    const { strand, events } = this
    strand.resume(() => this.fail(events.timedOut, new Failure('States.Timeout', undefined, { isHeartbeat })))
  }

  /** Writes down how the task ended; the state fails in a step of its own, after what ends at the same time. */
  private fail(event: EventType, failure: Failure): void {
    const { strand, about } = this
    strand.add(event, { ...about, error: failure.error, cause: failure.cause })
    strand.later(() => {
      throw failure
    })
  }

  /** Nobody waits for the task any more: whoever works at it may stop. */
  private stop(): void {
    this.settle()
    this.controller?.abort()
    this.isAborted = true
  }

  private settle(): void {
    this.isOver = true
    const { scheduler } = this.strand.host
    for (const timer of [this.timeoutTimer, this.heartbeatTimer, this.replyTimer]) {
      if (timer?.fire) scheduler.cancel(timer)
    }
  }
}

/** A task token looks like nothing, and differs for each try. */
function tokenOf({ chance }: Strand): string {
  return Buffer.from(`${chance.uuid()}${chance.uuid()}`).toString('base64url')
}

function compileSeconds(name: string, flow: DataFlow): ((strand: Strand) => number) | undefined {
  const field = flow.field(name)
  return field && ((strand) => secondsIn(field, field.read(strand), strand))
}

function secondsIn(field: FieldReader, value: unknown, strand: Strand): number {
  const number = field.path !== undefined && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number > 0) return number
  if (field.expression !== undefined) {
    if (typeof value !== 'number') throw unexpectedType(field, 'number', value)
    throw evaluationFailure(`The ${field.name} field must be a positive integer but was: ${value}`, field.name)
  }
  if (value === undefined) throw field.missing!(strand)
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  throw runtimeFailure(`The ${field.name} parameter cannot be parsed as a positive integer: ${field.path} == ${shown}`)
}

/** The role of a task in another account, as the events show it. */
function compileCredentials(fields: Fields, flow: DataFlow): ((strand: Strand) => { roleArn: unknown }) | undefined {
  const credentials = fields['Credentials']
  if (typeof credentials !== 'object' || credentials === null) return undefined
  const make = flow.template(credentials, 'Credentials')
  return (strand) => {
    const made = make(strand, flow.filtered(strand)) as { RoleArn?: unknown }
    return { roleArn: made.RoleArn }
  }
}
