// Building, checking and emitting a machine of 5,000 states, in ratio to parsing its expressions with jsonata alone.
import { emit, stateMachine, type State, type StateMachine } from 'asl-builder'
import jsonata from 'jsonata'

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
const before = process.memoryUsage().rss
const withExpressions = time(() => build(chain(true)))
const peak = process.resourceUsage().maxRSS / 1024

console.log(`${states} states without expressions   ${plain.toFixed(0)} ms   (at most 300)`)
console.log(`${states} expressions, jsonata alone   ${parsed.toFixed(0)} ms`)
console.log(
  `${states} states with one each        ${withExpressions.toFixed(0)} ms   ${(withExpressions / parsed).toFixed(2)} x   (at most 1.5 x)`,
)
console.log(
  `resident memory, highest         ${peak.toFixed(0)} MB   (before the last: ${(before / 2 ** 20).toFixed(0)} MB)`,
)
