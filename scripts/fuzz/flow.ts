// Random flows: each builds, and each value it computes is the one its author meant. `pnpm fuzz flow [--flows 10000] [--seed N]`.
import { parseArgs } from 'node:util'
import { runRandomFlow } from '../../packages/asl-builder/test/flow/random-run.js'

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
for (let seed = first; seed < first + flows; seed++) {
  try {
    const done = await runRandomFlow(seed, executions)
    states += done.states
    for (const end of done.ends) ends[end]++
  } catch (error) {
    failures.push(`seed ${seed}: ${(error as Error).message}`)
  }
  if ((seed - first + 1) % 1000 === 0) console.error(`${seed - first + 1} flows, ${failures.length} failures`)
}

console.log(`${flows} flows, ${states} states, ${flows * executions} executions, from seed ${first}:`)
console.log(`${ends.SUCCEEDED} succeeded, ${ends.FAILED} failed as they may, ${ends.LEFT} were left in a loop`)
for (const failure of failures.slice(0, 10)) console.log(`\n${failure}`)
console.log(
  failures.length === 0 ? 'no value was another than its author meant' : `\n${failures.length} flows are wrong`,
)
process.exitCode = failures.length === 0 ? 0 : 1
