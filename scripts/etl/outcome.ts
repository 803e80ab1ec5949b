import type { Execution, ExecutionStatus } from 'asl-runner'
import { userTransactions } from 'pipeline-def'
import { countRows, readReport, type ReportRow } from './report.js'
import type { PipelineLake } from './lake.js'
import type { PipelineSource } from './source.js'
import type { Visits } from './visits.js'

/** What a run came to: what `--json` prints. */
export interface Outcome {
  status: ExecutionStatus
  /** The execution's error and cause; null when it has none. */
  error: string | null
  cause: string | null
  /** Which MySQL the rows are from. */
  source: string
  /** The states in the order of entry, each time they were entered, with milliseconds from entry to exit. */
  states: { name: string; ms: number }[]
  /** The pipeline's tables that exist. */
  tables: { name: string; rows: number }[]
  /** The report as it lies in the lake, values as Athena prints them. */
  report: ReportRow[]
  /** The lake's folder. */
  lake: string
}

/**
 * Reads back what a run left.
 *
 * @param most Rows of the report at most, the latest days first. Default: all, the earliest first.
 */
export async function outcomeOf(run: {
  execution: Execution
  visits: Visits
  source: PipelineSource
  lake: PipelineLake
  most?: number | undefined
}): Promise<Outcome> {
  const { execution, visits, source, lake, most } = run
  // What a failed run left may not be readable, on a full disk say; the execution says why it failed.
  const ifReadable = (error: unknown): never[] => {
    if (execution.status === 'SUCCEEDED') throw error
    return []
  }
  const tables = execution.status === 'ABORTED' ? [] : await countRows(lake).catch(ifReadable)
  const report = tables.some(({ name }) => name === userTransactions.name)
    ? await readReport(lake, most).catch(ifReadable)
    : []
  return {
    status: execution.status,
    error: execution.error ?? null,
    cause: execution.cause ?? null,
    source: source.description,
    states: visits.all.map(({ name, ms }) => ({ name, ms })),
    tables,
    report,
    lake: lake.folder,
  }
}
