import { type DataFlow, type Fields } from '../data-flow.js'
import { runtimeFailure } from '../failure.js'
import type { ReadResult, ReadRequest } from '../items/read-items.js'
import type { MapItem, Node, Strand } from '../strand.js'
import { compileBatcher, type Batch } from './item-batcher.js'
import { compileItems, compileSelector } from './map.js'
import { compileConcurrency, compileFloat, compileInteger } from './map-limits.js'
import { MapRun, type MapRunHost } from './map-run.js'
import { compileWriter } from './result-writer.js'

/** Makes the data flow of an object inside a state, whose fields have their own `…Path` twins. */
export type InnerFlow = (fields: Fields, location: string) => DataFlow

/** A Map whose iterations are executions of their own. */
export function compileDistributedMap(
  fields: Fields,
  flow: DataFlow,
  location: string,
  processor: { readonly start: Node },
  hostOf: (strand: Strand) => MapRunHost,
  innerFlow: InnerFlow,
): (strand: Strand) => void {
  const itemReader = fields['ItemReader'] as Fields | undefined
  const reader = itemReader && compileReader(itemReader, flow, innerFlow, location)
  const readData = reader ? undefined : compileItems(fields, flow, location)
  const select = compileSelector(fields, flow)
  const batcher = fields['ItemBatcher'] as Fields | undefined
  const batch = batcher && compileBatcher(batcher, flow, innerFlow(batcher, `${location}/ItemBatcher`))
  const writer = compileWriter(fields['ResultWriter'] as Fields | undefined, flow, (strand) => hostOf(strand).s3)
  const concurrency = compileConcurrency(flow)
  const toleratedCount = compileInteger('ToleratedFailureCount', flow)
  const toleratedShare = compileFloat('ToleratedFailurePercentage', flow)
  const { ProcessorConfig } = (fields['ItemProcessor'] ?? fields['Iterator']) as {
    ProcessorConfig?: { ExecutionType?: 'STANDARD' | 'EXPRESS' }
  }
  const label = fields['Label']

  return (strand) => {
    const input = flow.effective(strand)
    const items = readData?.(strand, input)
    const atOnce = concurrency(strand)
    strand.add('MapStateStarted', { length: items?.length ?? 0 })
    const tolerated = toleratedOf(toleratedCount?.(strand), toleratedShare?.(strand))
    const request = reader?.(strand, input)
    const run = new MapRun(strand, flow, hostOf(strand), {
      start: processor.start,
      label: typeof label === 'string' ? label : undefined,
      type: ProcessorConfig?.ExecutionType ?? 'STANDARD',
      concurrency: atOnce,
      tolerated,
      inputs: (result) => inputsOf(strand, input, result, select, batch),
      countItems: batch ? itemsInBatch : () => 1,
      write: writer?.(strand, input),
    })
    run.start(request ?? { items: items!, source: 'STATE_DATA' })
  }
}

/** How much failure a Map tolerates; throws what AWS finds wrong with it. */
export function toleratedOf(count: number | undefined, share: number | undefined): MapRunTolerance {
  if (count !== undefined && count < 0) throw runtimeFailure('ToleratedFailureCount cannot be negative.')
  if (share !== undefined && (share < 0 || share > 100)) {
    throw runtimeFailure('ToleratedFailurePercentage must be between 0 and 100.')
  }
  return { count: count ?? (share === undefined ? 0 : undefined), share }
}

type MapRunTolerance = ConstructorParameters<typeof MapRun>[3]['tolerated']

function inputsOf(
  strand: Strand,
  input: unknown,
  { items, source }: ReadResult,
  select: ReturnType<typeof compileSelector>,
  batch: Batch | undefined,
): readonly unknown[] {
  const selected = select
    ? items.map((Value, Index) => select(strand, input, { Index, Value, Source: source } satisfies MapItem))
    : items
  return batch ? batch(strand, input, selected) : selected
}

const itemsInBatch = (input: unknown): number => (input as { Items: readonly unknown[] }).Items.length

function compileReader(
  reader: Fields,
  flow: DataFlow,
  innerFlow: InnerFlow,
  location: string,
): (strand: Strand, input: unknown) => ReadRequest {
  const config = (reader['ReaderConfig'] ?? {}) as Fields
  const name = flow.isJsonata ? 'Arguments' : 'Parameters'
  const parameters = flow.template(reader[name] ?? {}, `ItemReader/${name}`)
  const maxItems = compileInteger(
    'MaxItems',
    innerFlow(config, `${location}/ItemReader/ReaderConfig`),
    'ItemReader/ReaderConfig',
  )
  return (strand, input) => ({
    resource: String(reader['Resource']),
    config,
    maxItems: maxItems?.(strand),
    parameters: parameters(strand, input) as Record<string, unknown>,
  })
}
