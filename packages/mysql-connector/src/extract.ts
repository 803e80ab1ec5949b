import { stageByAurora } from './aurora.js'
import { CsvRows } from './csv-rows.js'
import { ConfigurationError } from './errors.js'
import type { Strategy } from './event.js'
import { gzipped } from './gzip-stage.js'
import type { Log } from './log.js'
import type { ObjectTarget, Replacement } from './object-target.js'
import type { RowSource, Snapshot } from './row-source.js'
import { checkedTables, type SourceTable } from './source-table.js'
import { outOfTime, untilAborted } from './until-aborted.js'

/** What became of one table. */
export interface ExtractedTable {
  name: string
  rows: number
  /** Bytes of its objects as stored, compressed if they are. */
  bytes: number
  /** The keys of its objects. */
  objects: string[]
}

export interface ExtractOptions {
  tables: readonly SourceTable[]
  source: RowSource
  target: ObjectTarget
  /** Names the run in staging keys. */
  runId: string
  /** Default: `stream`. */
  strategy?: Strategy
  /** Whether objects are compressed; their names then end in `.csv.gz`. Default: false. */
  gzip?: boolean
  log?: Log
  /** Ends the extraction; nothing is replaced then. */
  signal?: AbortSignal
}

/** A table's new object, stored and not yet visible. */
export interface StagedTable {
  rows: number
  bytes: number
  replacement: Replacement
}

/**
 * Copies tables to a target, all as they are at one moment.
 *
 * Every table is stored first and made visible last, so that a failure leaves the former objects of all of them. Each
 * table becomes one object, `prefix` + `name.csv`, which is replaced in one step.
 *
 * @returns What became of each table, in the model's order.
 * @throws ConnectorError of the kind that names what went wrong.
 */
export async function extract(options: ExtractOptions): Promise<ExtractedTable[]> {
  const { source, target, strategy = 'stream', gzip = false, log, signal } = options
  const tables = checkedTables(options.tables)
  if (strategy === 'aurora' && gzip)
    throw new ConfigurationError('Aurora writes no compressed objects: choose "stream".')
  const staged: { table: SourceTable; stage: StagedTable }[] = []
  const begun: Replacement[] = []
  try {
    await source.atOneMoment(async (snapshot) => {
      for (const table of tables) {
        const started = performance.now()
        const stage = await stageOf(table, snapshot)
        staged.push({ table, stage })
        const ms = Math.round(performance.now() - started)
        log?.('info', 'table read', { table: table.name, rows: stage.rows, bytes: stage.bytes, ms })
      }
    }, signal)
    if (signal?.aborted) throw outOfTime(signal) // here for the last time: what is begun now is of one moment when it ends
    const done: ExtractedTable[] = []
    for (const { table, stage } of staged) {
      const objects = await stage.replacement.publish()
      begun.splice(begun.indexOf(stage.replacement), 1)
      log?.('info', 'table published', { table: table.name, objects })
      done.push({ name: table.name, rows: stage.rows, bytes: stage.bytes, objects })
    }
    return done
  } finally {
    await Promise.all(begun.map((replacement) => replacement.discard()))
  }

  async function stageOf(table: SourceTable, snapshot: Snapshot): Promise<StagedTable> {
    const name = `${table.name}.csv${gzip ? '.gz' : ''}`
    if (strategy === 'aurora') {
      const staging = stageByAurora({ table, snapshot, target, name, runId: options.runId })
      const stage = await untilAborted(staging, signal, (late) => late.replacement.discard())
      begun.push(stage.replacement)
      return stage
    }
    const beginning = target.replace(table.prefix, name)
    const stored = counted(await untilAborted(beginning, signal, (late) => late.discard()))
    const replacement = gzip ? gzipped(stored) : stored
    begun.push(replacement)
    let rows: CsvRows | undefined
    await snapshot.read(table, (facts) => (rows = new CsvRows(table, facts, (block) => replacement.write(block))))
    await untilAborted(rows!.finish(), signal)
    await untilAborted(replacement.complete(), signal)
    return { rows: rows!.rows, bytes: stored.bytes, replacement }
  }
}

/** The same replacement, counting the bytes that reach it. */
function counted(replacement: Replacement): Replacement & { bytes: number } {
  const counting = {
    bytes: 0,
    async write(bytes: Buffer) {
      counting.bytes += bytes.length
      await replacement.write(bytes)
    },
    complete: () => replacement.complete(),
    publish: () => replacement.publish(),
    discard: () => replacement.discard(),
  }
  return counting
}
