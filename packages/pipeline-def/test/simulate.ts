import type { StateMachine } from 'asl-builder'
import { run, type ExecutionStatus } from 'asl-runner'

/** How a run ended. */
interface Outcome {
  status: ExecutionStatus
  output?: unknown
  error?: string
  cause?: string
  /** The states in the order in which they were entered. */
  entered: string[]
}

/** A Task's answer; a TaskError fails it. */
type Task = (resource: string, input: Record<string, any>) => unknown // any: what a Task gets is the machine's business

/** Runs a definition in this process, without waiting. One function answers every Task. */
export async function simulate(machine: StateMachine, input: unknown, task: Task): Promise<Outcome> {
  const { history, ...execution } = await run(machine, {
    input,
    name: 'run 1',
    tasks: { '*': (input, { resource }) => task(resource, input) },
  })
  const { status, output, error, cause } = execution
  const entered = history.filter(({ type }) => type.endsWith('StateEntered')).map(({ state }) => state!)
  return {
    status,
    entered,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  }
}
