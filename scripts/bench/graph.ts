// `pnpm bench graph`: what a picture costs, cold (a process of its own) and warm, for machines of growing length.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { State, StateMachine } from 'asl-builder'
import { svg } from 'asl-graph'
import { bundleCli } from '../bundle-cli.js'
import { root } from '../tool.js'

const row = (what: string, milliseconds: number, limit = ''): void =>
  console.log(`${what.padEnd(44)} ${milliseconds.toFixed(0).padStart(6)} ms  ${limit}`)

async function fastest(times: number, run: () => unknown): Promise<number> {
  let best = Infinity
  for (let time = 0; time < times; time++) {
    const started = performance.now()
    await run()
    best = Math.min(best, performance.now() - started)
  }
  return best
}

/** Tasks with Catchers, Choices that come back together, and a Map here and there. */
function machine(length: number): StateMachine {
  const States: Record<string, State> = {}
  const name = (index: number): string => (index < length - 1 ? `State ${index}` : 'Last')
  for (let index = 0; index < length - 1; index++) {
    const kind = index % 10
    const Next = name(kind === 1 ? index + 3 : kind === 2 ? index + 2 : index + 1)
    States[name(index)] =
      kind === 0
        ? {
            Type: 'Choice',
            Choices: [{ Variable: '$.kind', StringEquals: 'a', Next: name(index + 1) }],
            Default: name(index + 2),
          }
        : kind === 5
          ? {
              Type: 'Task',
              Resource: 'arn:aws:states:::glue:startJobRun.sync',
              Catch: [{ ErrorEquals: ['States.ALL'], Next: name(Math.min(length - 1, index + 4)) }],
              Next,
            }
          : { Type: 'Pass', Next }
  }
  States['Last'] = { Type: 'Succeed' }
  return { StartAt: 'State 0', States }
}

const pipeline = join(root, 'generated/etl.asl.json')
const etl = JSON.parse(readFileSync(pipeline, 'utf8')) as StateMachine
const folder = mkdtempSync(join(tmpdir(), 'asl-bench-'))
await bundleCli(folder)
const command = [join(folder, 'asl.js'), 'graph', pipeline]
row(
  'asl graph, the pipeline of 15 states, cold',
  await fastest(5, () => execFileSync(process.execPath, command)),
  'at most 1500',
)
rmSync(folder, { recursive: true })
await svg(etl)
row('the pipeline, the second time in a process', await fastest(1, () => svg(etl)))
row('the pipeline, warm', await fastest(40, () => svg(etl)), 'at most 200')
for (const length of [1, 15, 100, 300, 1000])
  row(
    `${length} states`,
    await fastest(length > 100 ? 1 : 3, () => svg(machine(length))),
    length === 300 ? 'at most 5000' : '',
  )
