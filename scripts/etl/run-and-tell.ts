import type { ExecutionStatus } from 'asl-runner'
import type { PipelineLake } from './lake.js'
import { liveView } from './live-view.js'
import { outcomeOf } from './outcome.js'
import { printed, shownRows } from './printed.js'
import { runPipeline } from './run-pipeline.js'
import type { PipelineSource } from './source.js'
import { Visits } from './visits.js'

/**
 * Runs the pipeline: the states on standard error while they run, the outcome on standard output.
 *
 * @returns How it ended.
 */
export async function runAndTell(run: {
  lake: PipelineLake
  source: PipelineSource
  /** The outcome as JSON, with the whole report. */
  json: boolean
  signal: AbortSignal
}): Promise<ExecutionStatus> {
  const { lake, source, json, signal } = run
  console.error([`Source: ${source.description}`, ...source.remarks].join('\n'))
  const visits = new Visits()
  const view = liveView(visits, process.stderr)
  const execution = await runPipeline({ lake, source: source.rows, visits, onEvent: view.update, signal })
  view.end()
  const outcome = await outcomeOf({ lake, source, visits, execution, most: json ? undefined : shownRows })
  process.stdout.write(`${json ? JSON.stringify(outcome, null, 2) : printed(outcome, lake)}\n`)
  return outcome.status
}
