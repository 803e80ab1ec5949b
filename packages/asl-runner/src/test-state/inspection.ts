import type { DataFlow, Fields } from '../data-flow.js'
import { compileBatcher } from '../states/item-batcher.js'
import { compileItems, compileSelector } from '../states/map.js'
import { toleratedOf } from '../states/distributed-map.js'
import { compileConcurrency, compileFloat, compileInteger } from '../states/map-limits.js'
import type { Strand } from '../strand.js'
import { refused, type InspectionData } from './request.js'

/** The data flow of a state with these fields. */
export type FlowOf = (fields: Fields) => DataFlow

/**
 * Records a state's data on their way, stage by stage.
 *
 * A stage that fails throws what the state fails with, after the stages before it are recorded. JSONata states have fewer
 * stages; which ones AWS shows for which type follows the recordings.
 */
export class Inspection {
  readonly data: InspectionData
  private readonly fields: Fields
  private readonly flow: DataFlow
  private readonly flowOf: FlowOf
  private readonly strand: Strand

  constructor(fields: Fields, flowOf: FlowOf, strand: Strand) {
    this.fields = fields
    this.flowOf = flowOf
    this.flow = flowOf(fields)
    this.strand = strand
    this.data = { input: strand.input }
  }

  filtered(): void {
    if (!this.flow.isJsonata) this.data.afterInputPath = this.flow.filtered(this.strand)
  }

  effective(): void {
    const { flow, strand, data } = this
    this.filtered()
    if (flow.isJsonata) {
      if (this.fields['Arguments'] !== undefined) data.afterArguments = flow.effective(strand)
    } else data.afterParameters = flow.effective(strand)
  }

  pass(): void {
    const { flow, fields, data } = this
    if (flow.isJsonata) return
    // With a Result, AWS shows no stage before it.
    if (fields['Result'] === undefined) this.effective()
    else data.result = fields['Result']
    this.selected(fields['Result'] ?? data.afterParameters)
  }

  /** A result that came from outside. */
  result(result: unknown): void {
    if (this.fields['Type'] === 'Task') this.data.result = result
    if (!this.flow.isJsonata) this.selected(result)
  }

  private selected(result: unknown): void {
    const { fields, flowOf, strand, data } = this
    const { Assign: _, OutputPath: _out, ...placing } = fields
    const { ResultPath: _path, ...selecting } = placing
    data.afterResultSelector = flowOf(selecting).leaving(strand, result).output
    data.afterResultPath = flowOf(placing).leaving(strand, result).output
  }

  /** @returns How many iterations there are; `undefined` when an `ItemReader` would have to say. */
  map(readerData: unknown): number | undefined {
    const { flow, strand, data } = this
    this.filtered()
    const items = this.items(readerData)
    if (items) this.iterationInputs(items)
    data.maxConcurrency = compileConcurrency(flow)(strand)
    const tolerated = compileInteger('ToleratedFailureCount', flow)?.(strand)
    if (tolerated !== undefined) data.toleratedFailureCount = tolerated
    const share = compileFloat('ToleratedFailurePercentage', flow)?.(strand)
    if (share !== undefined) data.toleratedFailurePercentage = share
    toleratedOf(tolerated, share)
    return items?.length
  }

  private items(readerData: unknown): readonly unknown[] | undefined {
    const { fields, flow, strand, data } = this
    if (fields['ItemReader'] !== undefined) return readerData === undefined ? undefined : itemsIn(readerData)
    const items = compileItems(fields, flow, '')(strand, flow.filtered(strand))
    if (!flow.isJsonata) data.afterItemsPath = items
    return items
  }

  private iterationInputs(items: readonly unknown[]): void {
    const { fields, flow, flowOf, strand, data } = this
    const input = flow.effective(strand)
    const select = compileSelector(fields, flow)
    const selected = select ? items.map((Value, Index) => select(strand, input, { Index, Value })) : items
    if (select) data.afterItemSelector = selected
    const batcher = fields['ItemBatcher'] as Fields | undefined
    if (batcher) data.afterItemBatcher = compileBatcher(batcher, flow, flowOf(batcher))(strand, input, selected)
  }
}

function itemsIn(data: unknown): readonly unknown[] {
  let items = data
  if (typeof data === 'string') {
    try {
      items = JSON.parse(data)
    } catch {
      throw refused('MapItemReaderData must be valid JSON')
    }
  }
  return Array.isArray(items) ? items : []
}
