import { unexpectedType, type DataFlow, type Fields, pathOf } from '../data-flow.js'
import { evaluationFailure, runtimeFailure, type Failure } from '../failure.js'
import { Variables } from '../frame.js'
import { compilePath } from '../path/compile-path.js'
import { missingPath } from '../path/missing.js'
import { Strand, type Join, type MapItem, type Node } from '../strand.js'
import { compileConcurrency } from './map-limits.js'

/** The items of a Map and where they came from. */
export type ReadItems = (strand: Strand, input: unknown) => readonly unknown[]

/** AWS runs at most this many iterations of an inline Map at once. */
const mostConcurrent = 40

/** The items that are in the state's data. */
export function compileItems(fields: Fields, flow: DataFlow, location: string): ReadItems {
  if (flow.isJsonata) {
    const items = flow.field('Items')
    return (strand, input) => {
      if (!items) {
        if (Array.isArray(input)) return input
        throw evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(input)}`)
      }
      const value = items.read(strand)
      if (!Array.isArray(value)) throw unexpectedType(items, 'array', value)
      return value
    }
  }
  const text = fields['ItemsPath'] ?? '$'
  const path = pathOf(text, 'ItemsPath', location)
  const lookup = compilePath(path)
  return (strand, input) => {
    const value = lookup(input, strand)
    if (Array.isArray(value)) return value
    if (value === undefined) throw runtimeFailure(missingPath(path, input, strand))
    throw runtimeFailure(`Reference path "${path.text}" must point to array.`)
  }
}

/** What each iteration gets: the item, or what `ItemSelector` makes of it. */
export function compileSelector(
  fields: Fields,
  flow: DataFlow,
): ((strand: Strand, input: unknown, item: MapItem) => unknown) | undefined {
  const name = fields['ItemSelector'] === undefined ? 'Parameters' : 'ItemSelector'
  const template = fields[name]
  if (template === undefined || (name === 'Parameters' && flow.isJsonata)) return undefined
  const select = flow.template(template, name)
  return (strand, input, item) => {
    const around = strand.item
    strand.item = item
    try {
      return select(strand, input)
    } finally {
      strand.item = around
    }
  }
}

/** An inline Map. */
export function compileInlineMap(
  fields: Fields,
  flow: DataFlow,
  location: string,
  processor: { readonly start: Node },
): (strand: Strand) => void {
  const readItems = compileItems(fields, flow, location)
  const select = compileSelector(fields, flow)
  const readConcurrency = compileConcurrency(flow)
  return (strand) => {
    const input = flow.effective(strand)
    const items = readItems(strand, input)
    const concurrency = readConcurrency(strand)
    strand.add('MapStateStarted', { length: items.length })
    const join = new MapJoin(strand, flow, processor.start, items, select && ((item) => select(strand, input, item)))
    strand.block()
    strand.join = join
    join.start(concurrency === 0 ? mostConcurrent : Math.min(concurrency, mostConcurrent))
  }
}

class MapJoin implements Join {
  private readonly parent: Strand
  private readonly flow: DataFlow
  private readonly first: Node
  private readonly items: readonly unknown[]
  private readonly select: ((item: MapItem) => unknown) | undefined
  private readonly results: unknown[]
  private readonly running = new Set<Strand>()
  private readonly name: string
  private next = 0
  private remaining: number

  constructor(
    parent: Strand,
    flow: DataFlow,
    first: Node,
    items: readonly unknown[],
    select: ((item: MapItem) => unknown) | undefined,
  ) {
    this.parent = parent
    this.flow = flow
    this.first = first
    this.items = items
    this.select = select
    this.name = parent.node.name
    this.remaining = items.length
    this.results = Array.from({ length: items.length })
  }

  start(concurrency: number): void {
    const after = this.parent.previous
    const count = Math.min(concurrency, this.items.length)
    for (let index = 0; index < count; index += 1) this.startNext(after)
    if (count === 0) this.end(this.parent.previous)
  }

  private startNext(after: number): void {
    const { parent, name } = this
    const index = this.next
    this.next += 1
    const item: MapItem = { Index: index, Value: this.items[index] }
    parent.decide('iteration', index)
    const input = this.select ? this.select(item) : item.Value
    const started = parent.host.recorder.iteration('MapIterationStarted', after, parent.now, name, index)
    const iteration = new Strand(parent.host, this.first, input, started, {
      parent: this,
      index,
      item,
      variables: new Variables(parent.variables),
      around: parent,
    })
    this.running.add(iteration)
    parent.host.scheduler.post(iteration)
  }

  childEnded(child: Strand, output: unknown): void {
    const { parent, name } = this
    this.results[child.index] = output
    this.running.delete(child)
    this.remaining -= 1
    const { recorder } = parent.host
    const succeeded = recorder.iteration('MapIterationSucceeded', child.previous, parent.now, name, child.index)
    if (this.next < this.items.length) {
      try {
        this.startNext(child.previous)
      } catch (problem) {
        parent.previous = child.previous
        this.abort(child.previous)
        parent.join = undefined
        parent.resume(() => {
          throw problem
        })
      }
    } else if (this.remaining === 0) this.end(succeeded)
  }

  private end(last: number): void {
    const { parent, flow } = this
    parent.join = undefined
    parent.previous = last
    parent.resume(() => {
      parent.host.recorder.add('MapStateSucceeded', last, parent.now)
      const { output, assigned } = flow.leaving(parent, this.results)
      parent.leave(output, assigned)
    })
  }

  childFailed(child: Strand, failure: Failure): void {
    const { parent, name } = this
    this.running.delete(child)
    parent.previous = child.previous
    parent.host.recorder.iteration('MapIterationFailed', child.previous, parent.now, name, child.index)
    child.abandon(child.previous)
    this.abort(child.previous)
    parent.join = undefined
    parent.resume(() => parent.fail(failure))
  }

  abort(cause: number | undefined): void {
    const { parent, name } = this
    for (const iteration of this.running) {
      if (cause !== undefined) {
        parent.host.recorder.iteration('MapIterationAborted', cause, parent.now, name, iteration.index)
      }
      iteration.abort(cause)
    }
    this.running.clear()
  }
}
