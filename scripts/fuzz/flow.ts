// Random flows: each builds, each value it computes is the one its author meant, and asl-runner, which follows AWS's recordings,
// ends as the tests' evaluator does. `pnpm fuzz flow [--flows 10000] [--seed N]`.
import type { Scope } from 'asl-builder'
import { run as runOnRunner, TaskError, type Tasks } from 'asl-runner'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { run, type Answer } from '../../packages/asl-builder/test/flow/evaluator.js'
import { randomFlow } from '../../packages/asl-builder/test/flow/random-flow.js'
import { runRandomFlow } from '../../packages/asl-builder/test/flow/random-run.js'
import { RandomSource } from '../../packages/asl-builder/test/flow/random-source.js'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { flows: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const flows = Number(values.flows)
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const executions = 2

console.error(`Seeds ${first} to ${first + flows - 1}.`)
const failures: string[] = []
const ends = { SUCCEEDED: 0, FAILED: 0, LEFT: 0 }
let states = 0
let compared = 0
for (let seed = first; seed < first + flows; seed++) {
  try {
    const done = await runRandomFlow(seed, executions)
    states += done.states
    for (const end of done.ends) ends[end]++
    if (await endsAlike(seed)) compared++
  } catch (error) {
    failures.push(`seed ${seed}: ${(error as Error).message}`)
    console.error(failures.at(-1))
  }
  if ((seed - first + 1) % 1000 === 0) console.error(`${seed - first + 1} flows, ${failures.length} failures`)
}

console.log(`${flows} flows, ${states} states, ${flows * executions} executions, from seed ${first}:`)
console.log(`${ends.SUCCEEDED} succeeded, ${ends.FAILED} failed as they may, ${ends.LEFT} were left in a loop`)
console.log(`${compared} ended alike in asl-runner`)
for (const failure of failures.slice(0, 10)) console.log(`\n${failure}`)
console.log(
  failures.length === 0 ? 'no value was another than its author meant' : `\n${failures.length} flows are wrong`,
)
process.exitCode = failures.length === 0 ? 0 : 1

/**
 * Runs a flow once more, here and in asl-runner. A Task answers the same each time, since iterations run in another order there.
 *
 * @returns Whether they were compared: a loop that does not end is not, nor what depends on time alone.
 * @throws When they end differently.
 */
async function endsAlike(seed: number): Promise<boolean> {
  const flow = randomFlow(seed)
  const machine = flow.build()
  const random = new RandomSource(seed)
  const input = flow.input(random)
  const answer = (state: string): Answer => flow.world(new RandomSource(hashOf(`${seed} ${state}`))).answer(state)
  const here = await run(machine, input, { ...flow.world(random), answer })
  if (here.status === 'LEFT' || here.isRace) return false
  const there = await runOnRunner(machine, { input, tasks: tasksOf(machine, answer) })
  const isAlike =
    here.status === there.status &&
    (here.status === 'FAILED' || isDeepStrictEqual(plain(here.output), plain(there.output)))
  if (!isAlike)
    throw new Error(
      `ends ${JSON.stringify(here)} here and ${JSON.stringify({ status: there.status, output: there.output, error: there.error, cause: there.cause })} in asl-runner`,
    )
  return true
}

function tasksOf(scope: Scope, answer: (state: string) => Answer): Tasks {
  const names = taskNames(scope)
  const replyOf = (name: string) => (): any => {
    const answered = answer(name)
    if ('error' in answered) throw new TaskError(answered.error, answered.cause)
    return answered.result
  }
  return Object.fromEntries(names.map((name) => [name, replyOf(name)]))
}

function taskNames(scope: Scope): string[] {
  return Object.entries(scope.States).flatMap(([name, state]) => {
    if (state.Type === 'Task') return [name]
    if (state.Type === 'Parallel') return state.Branches.flatMap((branch) => taskNames(branch))
    return state.Type === 'Map' && state.ItemProcessor ? taskNames(state.ItemProcessor) : []
  })
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619)
  return hash >>> 0
}
