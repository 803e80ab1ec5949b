import type { DataFlow } from '../data-flow.js'
import type { Failure } from '../failure.js'
import { Variables } from '../frame.js'
import { Strand, type Join, type Node } from '../strand.js'

/** @param branches The first state of each branch. */
export function compileParallel(
  branches: readonly { readonly start: Node }[],
  flow: DataFlow,
): (strand: Strand) => void {
  return (strand) => {
    const input = flow.effective(strand)
    strand.add('ParallelStateStarted')
    const join = new ParallelJoin(strand, flow, branches.length)
    strand.block()
    strand.join = join
    join.start(branches, input)
  }
}

class ParallelJoin implements Join {
  private readonly parent: Strand
  private readonly flow: DataFlow
  private readonly results: unknown[]
  private remaining: number
  private branches: readonly Strand[] = []

  constructor(parent: Strand, flow: DataFlow, count: number) {
    this.parent = parent
    this.flow = flow
    this.results = Array.from({ length: count })
    this.remaining = count
  }

  start(starts: readonly { readonly start: Node }[], input: unknown): void {
    const { parent } = this
    this.branches = starts.map(
      ({ start }, index) =>
        new Strand(parent.host, start, input, parent.previous, {
          parent: this,
          index,
          variables: new Variables(parent.variables),
          item: parent.item,
          around: parent,
        }),
    )
    for (const branch of this.branches) parent.host.scheduler.post(branch)
  }

  childEnded(child: Strand, output: unknown): void {
    this.results[child.index] = output
    this.remaining -= 1
    if (this.remaining > 0) return
    const { parent, flow } = this
    parent.join = undefined
    parent.previous = child.previous
    parent.resume(() => {
      parent.host.recorder.add('ParallelStateSucceeded', parent.previous, parent.now)
      const { output: leaving, assigned } = flow.leaving(parent, this.results)
      parent.leave(leaving, assigned)
    })
  }

  childFailed(child: Strand, failure: Failure): void {
    const { parent } = this
    parent.previous = child.previous
    child.abandon(child.previous)
    this.abort(child.previous)
    parent.join = undefined
    parent.resume(() => parent.fail(failure))
  }

  abort(cause: number | undefined): void {
    for (const branch of this.branches) if (!branch.isOver) branch.abort(cause)
  }
}
