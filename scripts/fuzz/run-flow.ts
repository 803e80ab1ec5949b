// Random flows in the runner: each calls and yields what its author meant. `pnpm fuzz run-flow [--flows 10000] [--seed N]`.
import { parseArgs } from 'node:util'
import { compareRandomFlow } from '../../packages/asl-runner/test/random-flow-run.js'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { flows: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const flows = Number(values.flows)
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)

console.error(`Seeds ${first} to ${first + flows - 1}.`)
const ends = new Map<string, number>()
const failures: string[] = []
for (let seed = first; seed < first + flows; seed++) {
  try {
    const status = await compareRandomFlow(seed)
    ends.set(status, (ends.get(status) ?? 0) + 1)
  } catch (error) {
    // Data that doubles with each state outgrows what the comparison can print.
    if (error instanceof RangeError) ends.set('TOO LARGE', (ends.get('TOO LARGE') ?? 0) + 1)
    else failures.push(`seed ${seed}: ${(error as Error).message.slice(0, 2000)}`)
  }
  if ((seed - first + 1) % 1000 === 0) console.error(`${seed - first + 1} flows, ${failures.length} failures`)
}
console.log(`${flows} flows from seed ${first}: ${[...ends].map(([status, count]) => `${count} ${status}`).join(', ')}`)
for (const failure of failures.slice(0, 10)) console.log(`\n${failure}`)
console.log(failures.length === 0 ? 'all yield what was meant' : `\n${failures.length} yield something else`)
process.exitCode = failures.length === 0 ? 0 : 1
