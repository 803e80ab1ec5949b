// Random machines: each runs the same way twice, enters only what can be reached, and ends. `pnpm fuzz run [--machines 10000] [--seed N]`.
import { parseArgs } from 'node:util'
import { runRandomMachine } from '../../packages/asl-runner/test/random-run.js'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { machines: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const machines = Number(values.machines)
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)

console.error(`Seeds ${first} to ${first + machines - 1}.`)
const ends = new Map<string, number>()
const failures: string[] = []
let events = 0
for (let seed = first; seed < first + machines; seed++) {
  try {
    const { status, events: count, problems } = await runRandomMachine(seed)
    ends.set(status, (ends.get(status) ?? 0) + 1)
    events += count
    if (problems.length > 0) failures.push(`seed ${seed}: ${problems[0]}`)
  } catch (error) {
    failures.push(`seed ${seed}: threw ${(error as Error).stack}`)
  }
  if ((seed - first + 1) % 1000 === 0) console.error(`${seed - first + 1} machines, ${failures.length} failures`)
}
console.log(`${machines} machines from seed ${first}, ${events} events`)
console.log([...ends].map(([status, count]) => `${count} ${status}`).join(', '))
for (const failure of failures.slice(0, 10)) console.log(`\n${failure}`)
console.log(failures.length === 0 ? 'all ran as they must' : `\n${failures.length} machines did not run as they must`)
process.exitCode = failures.length === 0 ? 0 : 1
