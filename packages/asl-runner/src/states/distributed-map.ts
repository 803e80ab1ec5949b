import type { DataFlow, Fields } from '../data-flow.js'
import type { Node, Strand } from '../strand.js'

/** States that run for themselves: a branch, an iteration, a child execution. */
export interface ChildScope {
  readonly start: Node
}

export type StartMapRun = () => void

export function compileDistributedMap(
  _fields: Fields,
  _flow: DataFlow,
  _location: string,
  _processor: ChildScope,
  _start: (strand: Strand) => StartMapRun,
): (strand: Strand) => void {
  throw new Error('later')
}
