import type { DataFlow } from '../data-flow.js'
import { Failure } from '../failure.js'
import type { ReadRequest, ReadResult } from '../items/read-items.js'
import type { S3Store } from '../tasks/s3.js'
import type { Join, Node, Strand } from '../strand.js'

/** A child execution that is over. */
export interface EndedChild {
  readonly status: string
  readonly output?: unknown
  readonly error?: string
  readonly cause?: string
  readonly arn: string
  readonly name: string
  readonly input: unknown
  readonly startTime: number
  readonly stopTime: number
}

/** A child execution that runs. */
export interface RunningChild {
  /** Stops it without an event in the parent. */
  stop(): void
}

/** What a Map Run needs of its execution. */
export interface MapRunHost {
  readonly machineArn: string
  /** Since when AWS lets a Map state's exit follow from the start of its Map Run; before, it followed from its end. */
  readonly exitFollowsStart: boolean
  readonly s3: S3Store
  read(request: ReadRequest): Promise<ReadResult>
  startChild(child: {
    readonly start: Node
    readonly input: unknown
    readonly label: string
    readonly name: string
    readonly type: 'STANDARD' | 'EXPRESS'
    readonly onEnd: (ended: EndedChild) => void
  }): RunningChild
}

/** Writes the results somewhere; what it returns is the state's result. */
export type WriteResults = (results: { readonly ended: readonly EndedChild[]; readonly mapRunArn: string }) => unknown

interface MapRunOptions {
  readonly start: Node
  readonly label: string | undefined
  readonly type: 'STANDARD' | 'EXPRESS'
  /** 0: as many as AWS runs. */
  readonly concurrency: number
  readonly tolerated: { readonly count: number | undefined; readonly share: number | undefined }
  readonly inputs: (result: ReadResult) => readonly unknown[]
  /** How many items a child's input holds: a child that fails fails all of its batch. */
  readonly countItems: (input: unknown) => number
  readonly write: WriteResults | undefined
}

/** AWS runs at most this many child executions at once. */
const mostConcurrent = 10_000

/** The children of a distributed Map, from the first to the last. */
export class MapRun implements Join {
  private readonly strand: Strand
  private readonly flow: DataFlow
  private readonly host: MapRunHost
  private readonly options: MapRunOptions
  private readonly label: string
  private readonly arn: string
  private readonly running = new Set<RunningChild>()
  private ended: EndedChild[] = []
  private inputs: readonly unknown[] = []
  private next = 0
  private done = 0
  /** Items, not children: tolerances count those. */
  private failures = 0
  private items = 0
  private startedId = 0
  private isOver = false

  constructor(strand: Strand, flow: DataFlow, host: MapRunHost, options: MapRunOptions) {
    this.strand = strand
    this.flow = flow
    this.host = host
    this.options = options
    this.label = options.label ?? strand.chance.uuid()
    this.arn = `${host.machineArn.replace(':stateMachine:', ':mapRun:')}/${this.label}:${strand.chance.uuid()}`
  }

  start(from: ReadRequest | ReadResult): void {
    const { strand } = this
    strand.add('MapRunStarted', { mapRunArn: this.arn })
    this.startedId = strand.previous
    strand.join = this
    strand.block()
    if ('items' in from) this.begin(from)
    else {
      const reading = this.host.read(from)
      strand.host.scheduler.workUntil(reading)
      reading.then(
        (result) => this.begin(result),
        (problem: unknown) => this.fail(problem),
      )
    }
  }

  private begin(result: ReadResult): void {
    if (this.isOver) return
    try {
      const { inputs, countItems } = this.options
      this.inputs = inputs(result)
      for (const input of this.inputs) this.items += countItems(input)
    } catch (problem) {
      return this.strand.resume(() => {
        throw problem
      })
    }
    const concurrency = this.options.concurrency === 0 ? mostConcurrent : this.options.concurrency
    for (let count = 0; count < concurrency && this.next < this.inputs.length; count += 1) this.startNext()
    if (this.inputs.length === 0) void this.finish()
  }

  private startNext(): void {
    const index = this.next
    this.next += 1
    const { start, type } = this.options
    this.strand.decide('iteration', index)
    const child = this.host.startChild({
      start,
      input: this.inputs[index],
      label: this.label,
      name: this.strand.chance.uuid(),
      type,
      onEnd: (ended) => {
        this.running.delete(child)
        this.childOver(index, ended)
      },
    })
    this.running.add(child)
  }

  private childOver(index: number, ended: EndedChild): void {
    if (this.isOver) return
    this.ended[index] = ended
    this.done += 1
    if (ended.status !== 'SUCCEEDED') this.failures += this.options.countItems(this.inputs[index])
    if (this.isBeyondTolerance()) {
      this.fail(
        new Failure('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded'),
      )
    } else if (this.next < this.inputs.length) this.startNext()
    else if (this.done === this.inputs.length) void this.finish()
  }

  private isBeyondTolerance(): boolean {
    const { count, share } = this.options.tolerated
    if (count !== undefined && this.failures > count) return true
    return share !== undefined && (this.failures / this.items) * 100 > share
  }

  private async finish(): Promise<void> {
    const { write } = this.options
    const results = { ended: this.ended, mapRunArn: this.arn }
    try {
      const written = write
        ? write(results)
        : this.ended.filter(({ status }) => status === 'SUCCEEDED').map(({ output }) => output)
      if (!(written instanceof Promise)) return this.succeed(written)
      this.strand.host.scheduler.workUntil(written)
      this.succeed(await written)
    } catch (problem) {
      this.fail(problem)
    }
  }

  private succeed(result: unknown): void {
    if (this.isOver) return
    this.isOver = true
    const { strand, flow, host } = this
    strand.join = undefined
    strand.resume(() => {
      strand.add('MapRunSucceeded')
      const succeeded = strand.previous
      strand.add('MapStateSucceeded')
      strand.previous = host.exitFollowsStart ? this.startedId : succeeded
      const { output, assigned } = flow.leaving(strand, result)
      strand.leave(output, assigned)
    })
  }

  private fail(problem: unknown): void {
    if (this.isOver) return
    this.abort()
    const { strand } = this
    strand.join = undefined
    strand.resume(() => {
      if (problem instanceof Failure) strand.add('MapRunFailed', { error: problem.error, cause: problem.cause })
      throw problem
    })
  }

  childEnded(): void {
    throw new TypeError('The children of a Map Run are executions of their own.')
  }

  childFailed(): void {
    throw new TypeError('The children of a Map Run are executions of their own.')
  }

  abort(): void {
    this.isOver = true
    for (const child of this.running) child.stop()
    this.running.clear()
  }
}
