import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StateMachine } from 'asl-builder'
import { emit } from 'asl-builder/emit'
import { virtualClock, type Execution } from 'asl-runner'
import { embeddedSource } from 'mysql-connector'
import { etl, helloWorld } from 'pipeline-def'
import { localDefinition } from './definition.js'
import { tutorialRows } from './example-rows.js'
import { openLake } from './lake.js'
import { runPipeline } from './run-pipeline.js'

/** A run of one of the tutorial's machines. */
export interface TutorialExecution {
  /** What the run shows, as a file would be called. */
  readonly name: 'simple' | 'tables-do-not-exist' | 'full' | 'failed'
  /** The machine as it is written, without a deployment's values. */
  readonly machine: StateMachine
  readonly execution: Execution
}

/**
 * The runs that the tutorial shows pictures of, made here and now: the first machine; the pipeline on an empty lake, on a lake
 * that has its tables, and with a source table that is gone. Their times are pinned, the rows are held in this process.
 */
export async function tutorialExecutions(): Promise<TutorialExecution[]> {
  const folder = await mkdtemp(join(tmpdir(), 'executions-'))
  const lake = await openLake(folder)
  const rows = tutorialRows('2026-01-01')
  const run = async (name: TutorialExecution['name'], machine: StateMachine, held: object = rows) => ({
    name,
    machine,
    execution: await runPipeline({
      lake,
      source: embeddedSource(held as typeof rows),
      definition: localDefinition(emit(machine)),
      clock: virtualClock(Date.UTC(2026, 0, 1, 3)),
      name: `tutorial-${name}`,
    }),
  })
  try {
    return [
      await run('simple', helloWorld),
      await run('tables-do-not-exist', etl),
      await run('full', etl),
      await run('failed', etl, { users: rows.users }),
    ]
  } finally {
    await lake.close()
    await rm(folder, { recursive: true })
  }
}
