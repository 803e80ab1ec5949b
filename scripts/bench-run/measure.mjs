// One measurement in a process of its own: `node measure.mjs ENGINE MACHINE [RUNS]`. Prints { milliseconds, megabytes } or { error }.
import { engines } from './engines.mjs'
import { machines } from './machines.mjs'

const [engine, name, runs] = process.argv.slice(2)
const machine = machines[name === 'compile' ? 'pass1000' : name]
const longest = 1500

try {
  const run = await engines[engine](machine, name)
  if (!run) throw new Error('not measured')
  let best = Infinity
  const started = performance.now()
  const goesOn = (count) => (runs ? count < runs : count < 3 || (count < 200 && performance.now() - started < longest))
  for (let count = 0; goesOn(count); count++) {
    const from = performance.now()
    await run()
    best = Math.min(best, performance.now() - from)
  }
  console.log(JSON.stringify({ milliseconds: best, megabytes: process.resourceUsage().maxRSS / 1024 }))
} catch (error) {
  console.log(JSON.stringify({ error: String(error?.message ?? error).split('\n')[0] }))
}
process.exit(0)
