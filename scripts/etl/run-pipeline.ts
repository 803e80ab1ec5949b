import type { StateMachine } from 'asl-builder'
import { run, type Clock, type Execution, type Tasks } from 'asl-runner'
import type { QueryExecution } from 'local-lake'
import { checkedTables, folderTarget, type ConnectorResult, type RowSource } from 'mysql-connector'
import { extractionsAt } from 'pipeline-def/tables'
import { athenaTasks } from './athena-tasks.js'
import { localDefinition } from './definition.js'
import type { PipelineLake } from './lake.js'
import { lambdaTasks } from './lambda-tasks.js'
import { places } from './places.js'
import { skippingClock } from './skipping-clock.js'
import { Visits } from './visits.js'

export interface PipelineOptions {
  readonly lake: PipelineLake
  /** Where the source rows are. */
  readonly source: RowSource
  /** What runs. Default: the definition generated for AWS, its parameters filled with places here. */
  readonly definition?: StateMachine
  /** Tasks that answer in place of those here, by state name or resource. */
  readonly tasks?: Tasks
  /** Default: the machine's time, with waits skipped. */
  readonly clock?: Clock
  /** The execution's name. Default: made of the time. */
  readonly name?: string
  /** Collects the states as they are run. */
  readonly visits?: Visits
  /** Called after each event. */
  readonly onEvent?: () => void
  /** Ends the run with ABORTED. */
  readonly signal?: AbortSignal
}

/** Runs the pipeline once. Failures are values: it rejects for bugs alone. */
export async function runPipeline(options: PipelineOptions): Promise<Execution> {
  const { lake, source, definition = localDefinition(), visits = new Visits() } = options
  const tables = checkedTables(extractionsAt(places.DataLocation).tables)
  const target = folderTarget(lake.bucketFolder)
  return run(definition, {
    name: options.name ?? `local-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`,
    machineName: 'etl',
    clock: options.clock ?? skippingClock(),
    onEvent: (event) => {
      visits.onEvent(event)
      options.onEvent?.()
    },
    tasks: {
      ...lambdaTasks({ tables, source, target, told: (state, result) => visits.tell(state, exported(result)) }),
      ...athenaTasks(lake.athena, (state, query) => visits.tell(state, queried(query))),
      ...options.tasks,
    },
    ...(options.signal && { signal: options.signal }),
  })
}

const exported = ({ tables }: ConnectorResult): string =>
  tables.map(({ name, rows }) => `${rows.toLocaleString('en')} ${name}`).join(', ')

const queried = ({ SubstatementType, Status }: QueryExecution): string =>
  Status.State === 'SUCCEEDED' ? SubstatementType.replaceAll('_', ' ') : Status.State
