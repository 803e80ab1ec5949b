// Building, checking and emitting a machine of 5,000 states, in ratio to parsing its expressions with jsonata alone.
import { emit, stateMachine, type State, type StateMachine } from 'asl-builder'
import { execFileSync } from 'node:child_process'
import jsonata from 'jsonata'
import { root, tool } from '../tool.js'

const states = 5000

const expressionOf = (index: number): string => `$states.input.orders[id = ${index}].total * ${index % 7}`

/** A chain of Lambda tasks; with `expressions` each has one of its own. */
function chain(expressions: boolean): StateMachine {
  const all: Record<string, State> = {}
  for (let index = 0; index < states; index++) {
    all[`State ${index}`] = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f', Payload: { v: expressions ? `{% ${expressionOf(index)} %}` : index } },
      ...(index === states - 1 ? { End: true } : { Next: `State ${index + 1}` }),
    }
  }
  return { QueryLanguage: 'JSONata', StartAt: 'State 0', States: all }
}

const build = (machine: StateMachine): string => emit(stateMachine(machine as never).build())

function time(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

// First runs: what a user waits for. Each kind of work is measured once, cold, the smaller first.
const plain = time(() => build(chain(false)))
const parsed = time(() => {
  for (let index = 0; index < states; index++) jsonata(expressionOf(index))
})
const withExpressions = time(() => build(chain(true)))

console.log(`${states} states without expressions   ${plain.toFixed(0)} ms   (at most 300)`)
console.log(`${states} expressions, jsonata alone   ${parsed.toFixed(0)} ms`)
const ratio = (withExpressions / parsed).toFixed(2)
console.log(`${states} states with one each        ${withExpressions.toFixed(0)} ms   ${ratio} x   (at most 1.5 x)`)

// Memory is a user's, so a process of its own measures it on the built package: the sources are compiled as they load.
tool('typescript', ['-b', 'packages/asl-builder'], { bin: 'tsc', quiet: true })
const script = `
  import { readFileSync } from 'node:fs'
  import { emit, stateMachine } from 'asl-builder'
  const before = process.memoryUsage().rss
  emit(stateMachine(JSON.parse(readFileSync(0, 'utf8'))).build())
  console.log(JSON.stringify({ before: before / 1048576, peak: process.resourceUsage().maxRSS / 1024 }))`
const measured = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
  input: emit(chain(true)),
  encoding: 'utf8',
  cwd: root,
})
const { before, peak } = JSON.parse(measured) as { before: number; peak: number }
console.log(
  `resident memory, highest         ${peak.toFixed(0)} MB   (at most 150; ${before.toFixed(0)} before the first state)`,
)
