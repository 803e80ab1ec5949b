import { check, scopesOf, statesOf, transitionsOf, type StateMachine } from 'asl-builder'
import { run, type Execution, type HistoryEvent } from 'asl-runner'
import { randomMachine } from './random-machine.js'

/** Events at most: a machine that loops for ever is stopped there. */
const eventBudget = 500

/** How a random machine ended, and what was wrong with how it ran. */
export interface RandomRun {
  readonly status: Execution['status']
  readonly events: number
  readonly problems: readonly string[]
}

/** What AWS would refuse and a run must still survive: states that nothing leads to, and no way to an end. */
const allowed = new Set(['UNREACHABLE_STATE', 'MISSING_END_STATE'])

/** Runs a random machine twice and looks at every event. */
export async function runRandomMachine(seed: number): Promise<RandomRun> {
  const { definition, input, tasks } = randomMachine(seed)
  const before = JSON.stringify(definition)
  const options = { input, seed, type: 'EXPRESS', eventBudget } as const
  const execution = await run(definition, { ...options, tasks: tasks() })
  const again = await run(definition, { ...options, tasks: tasks() })
  const problems: string[] = []
  const expectThat = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem)
  }
  const refusals = check(definition).filter(({ severity, rule }) => severity === 'ERROR' && !allowed.has(rule))
  expectThat(
    refusals.length === 0,
    `AWS would refuse it: ${refusals[0]?.rule} ${refusals[0]?.message} at ${refusals[0]?.location}`,
  )
  expectThat(execution.error !== 'InvalidDefinition', `it was refused: ${execution.cause}`)
  expectThat(JSON.stringify(execution.history) === JSON.stringify(again.history), 'the second run was another')
  expectThat(JSON.stringify(definition) === before, 'the definition was changed')
  problems.push(...problemsOf(execution.history, definition))
  return { status: execution.status, events: execution.history.length, problems }
}

function problemsOf(history: readonly HistoryEvent[], definition: StateMachine): string[] {
  const problems: string[] = []
  const reachable = reachableStates(definition)
  for (const [index, { id, previousEventId, type, state }] of history.entries()) {
    if (id !== index + 1) problems.push(`event ${index + 1} has the id ${id}`)
    if (previousEventId >= id) problems.push(`event ${id} follows from ${previousEventId}`)
    if (state !== undefined && !reachable.has(state))
      problems.push(`event ${id} enters ${state}, which nothing leads to`)
    if (type === 'ExecutionStarted' && id !== 1) problems.push(`event ${id} starts the execution again`)
  }
  const ends = history.filter(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type))
  if (ends.length !== 1 || ends[0] !== history.at(-1)) problems.push(`the execution ends ${ends.length} times`)
  return problems
}

/** The names of all states that a transition may lead to, by scope from its start. */
function reachableStates(definition: StateMachine): Set<string> {
  const reachable = new Set<string>()
  for (const { scope, location, parent } of scopesOf(definition)) {
    // A scope inside a state that is never entered never starts.
    if (parent && !reachable.has(parent.name)) continue
    const states = new Map(statesOf(scope))
    const open = [scope.StartAt]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const state = states.get(name)
      if (!state || reachable.has(name)) continue
      reachable.add(name)
      open.push(...transitionsOf(name, state, location).map(({ to }) => to))
    }
  }
  return reachable
}
