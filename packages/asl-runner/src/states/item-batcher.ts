import type { DataFlow, Fields } from '../data-flow.js'
import { runtimeFailure } from '../failure.js'
import { jsonSize } from '../json-size.js'
import type { Strand } from '../strand.js'
import { compileInteger } from './map-limits.js'

/** AWS gives a child execution at most this much. */
const mostBytes = 262_144

/** Makes inputs of child executions out of items. */
export type Batch = (strand: Strand, input: unknown, items: readonly unknown[]) => readonly unknown[]

/**
 * Compiles `ItemBatcher`: each child gets `{ BatchInput?, Items }`.
 *
 * @param inner The data flow of the batcher's own fields.
 */
export function compileBatcher(batcher: Fields, flow: DataFlow, inner: DataFlow): Batch {
  const most = compilePositive('MaxItemsPerBatch', inner)
  const bytes = compilePositive('MaxInputBytesPerBatch', inner)
  const batchInput =
    batcher['BatchInput'] === undefined ? undefined : flow.template(batcher['BatchInput'], 'ItemBatcher/BatchInput')
  return (strand, input, items) => {
    const mostItems = most?.(strand) ?? Number.POSITIVE_INFINITY
    const limit = Math.min(bytes?.(strand) ?? mostBytes, mostBytes)
    const shared = batchInput && { BatchInput: batchInput(strand, input) }
    const empty = jsonSize({ ...shared, Items: [] })
    const batches: unknown[][] = []
    let size = Number.POSITIVE_INFINITY
    for (const item of items) {
      const itemSize = jsonSize(item) + 1
      let batch = batches.at(-1)
      if (!batch || batch.length >= mostItems || size + itemSize > limit) {
        batch = []
        batches.push(batch)
        size = empty
      }
      batch.push(item)
      size += itemSize
    }
    return batches.map((batch) => ({ ...shared, Items: batch }))
  }
}

function compilePositive(name: string, inner: DataFlow): ((strand: Strand) => number) | undefined {
  const read = compileInteger(name, inner, 'ItemBatcher')
  return (
    read &&
    ((strand) => {
      const value = read(strand)
      // Nothing is recorded of it; in these words AWS refuses a negative MaxItems.
      if (value <= 0) throw runtimeFailure(`field ${name} must be positive`)
      return value
    })
  )
}
