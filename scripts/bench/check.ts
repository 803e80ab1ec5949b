// `pnpm bench check`: the checker over the corpus ($ASL_RECORDINGS) and over machines of growing length.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { check } from 'asl-builder'

/** It comes without types. */
const require = createRequire(import.meta.url)
const aslValidator = require('asl-validator') as (definition: unknown) => unknown

const recordings = process.env['ASL_RECORDINGS']

/** Milliseconds of the fastest of several runs: what the machine's other work adds is left out. */
function fastest(times: number, run: () => void): number {
  let best = Infinity
  for (let time = 0; time < times; time++) {
    const started = performance.now()
    run()
    best = Math.min(best, performance.now() - started)
  }
  return best
}

const shown = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`
const row = (what: string, figures: string): void => console.log(`${what.padEnd(58)} ${figures}`)

if (recordings && existsSync(join(recordings, 'corpus'))) {
  const definitions = ['valid', 'invalid', 'mutants'].flatMap((set) =>
    (JSON.parse(readFileSync(join(recordings, `corpus/${set}.json`), 'utf8')) as { definition: unknown }[]).map(
      ({ definition }) => definition,
    ),
  )
  for (let time = 0; time < 3; time++) for (const definition of definitions) check(definition)
  const spread = (times: number[]): string => {
    times.sort((a, b) => a - b)
    const at = (share: number): string => shown(times[Math.floor(share * (times.length - 1))]!)
    return `median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`
  }
  row(
    `${definitions.length} definitions of the corpus, warm, each`,
    spread(definitions.map((definition) => fastest(5, () => check(definition)))),
  )
  const some = definitions.filter((_, index) => index % 40 === 0)
  row('  asl-validator, every fortieth of them', spread(some.map((definition) => fastest(1, () => peer(definition)))))
} else console.error('The corpus is not measured: ASL_RECORDINGS names no folder with corpus/.')

/** asl-validator changes what it reads, so that it gets a copy; it throws at some definitions. */
function peer(definition: unknown): void {
  try {
    aslValidator(structuredClone(definition))
  } catch {
    // counted like an answer
  }
}

/** A chain of states, each made from its index. */
function chain(length: number, state: (index: number) => Record<string, unknown>): unknown {
  const States: Record<string, unknown> = {}
  for (let index = 0; index < length; index++) {
    const last = index === length - 1
    States[`State ${index}`] = { ...state(index), ...(last ? { End: true } : { Next: `State ${index + 1}` }) }
  }
  return { StartAt: 'State 0', States }
}

const pass = () => ({ Type: 'Pass', Result: { done: true }, ResultPath: '$.state' })
const lambda = () => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'load', Payload: { rows: 1 } },
  Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
})
const variables = (index: number) => ({
  Type: 'Pass',
  QueryLanguage: 'JSONata',
  Assign: { [`total${index % 50}`]: `{% $states.input.rows + ${index % 20} %}` },
  Output: `{% $total${index % 50 === 0 ? 0 : (index % 50) - 1} %}`,
})

for (const [what, state] of [
  ['Pass', pass],
  ['lambda:invoke with Retry', lambda],
  ['Pass with variables and expressions', variables],
] as const) {
  for (const length of [500, 5_000, 50_000]) {
    const machine = chain(length, state)
    const took = fastest(length > 5_000 ? 3 : 5, () => check(machine))
    row(
      `${length.toLocaleString('en-US')} states: ${what}`,
      `${shown(took)}, ${((1000 * took) / length).toFixed(1)} µs a state`,
    )
  }
}
