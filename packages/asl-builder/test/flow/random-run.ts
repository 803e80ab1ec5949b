import type { Scope, StateMachine } from 'asl-builder'
import { run } from './evaluator.js'
import { randomFlow } from './random-flow.js'
import { RandomSource } from './random-source.js'

/** How the executions of a random flow ended. */
export interface RandomRun {
  queryLanguage: 'JSONata' | 'JSONPath'
  states: number
  ends: ('SUCCEEDED' | 'FAILED' | 'LEFT')[]
}

/**
 * Makes a random flow and runs what it becomes over random inputs and outcomes.
 *
 * @throws When it does not build, when something is read before it is assigned, assigned in a wrong scope or for nobody, or when
 * a value is another than its author meant.
 */
export async function runRandomFlow(seed: number, executions: number): Promise<RandomRun> {
  const flow = randomFlow(seed)
  const machine = flow.build()
  refuseUnread(machine)
  const ends: RandomRun['ends'] = []
  for (let index = 0; index < executions; index++) {
    const outcomes = new RandomSource(seed * 31 + index)
    const { status } = await run(machine, flow.input(outcomes), flow.world(outcomes))
    ends.push(status)
  }
  return { queryLanguage: flow.queryLanguage, states: statesIn(machine), ends }
}

type Loose = Record<string, any> // states are read by the names of their fields

/** Nothing is assigned that nobody reads, except what the author assigns. */
function refuseUnread(machine: StateMachine): void {
  const text = JSON.stringify(machine)
  for (const assigned of text.matchAll(/"Assign":\{"([^".]+)/g)) {
    const name = assigned[1]!
    const isAuthors = /^[vm]\d+$/.test(name)
    if (!isAuthors && !text.includes(`$${name}`)) throw new Error(`${name} is assigned, and nobody reads it`)
  }
}

function statesIn(scope: Scope): number {
  return (Object.values(scope.States) as Loose[])
    .flatMap((state) => [
      ...((state['Branches'] ?? []) as Scope[]),
      ...(state['ItemProcessor'] ? [state['ItemProcessor'] as Scope] : []),
    ])
    .reduce((sum, inner) => sum + statesIn(inner), Object.keys(scope.States).length)
}
