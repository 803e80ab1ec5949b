// `pnpm fuzz check`: hostile definitions and texts through the checker; prints the seed, and the input that broke it.
import { parseArgs } from 'node:util'
import { check as tried, property, type IPropertyWithHooks } from 'fast-check'
import { checkHolds, parseHolds } from '../../packages/asl-builder/test/properties/check-laws.js'
import { hostileDefinition, hostileText } from '../../packages/asl-builder/test/properties/hostile-definition.js'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const seed = Number(values.seed)
const numRuns = Math.ceil(Number(values.runs) / 2)

console.log(`seed ${seed}`)
let failed = false

function run<Input>(what: string, law: IPropertyWithHooks<[Input]>): void {
  const started = performance.now()
  const result = tried(law, { seed, numRuns })
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(`${result.numRuns.toLocaleString('en-US')} ${what}, ${seconds} s: ${result.failed ? 'FAILED' : 'held'}`)
  if (!result.failed) return
  failed = true
  console.log(`  path ${result.counterexamplePath}`)
  console.log(`  ${String(result.errorInstance)}`)
  try {
    console.log(`  ${JSON.stringify(result.counterexample).slice(0, 4000)}`)
  } catch {
    console.log('  (the input holds itself)')
  }
}

const second = 1000
run(
  'definitions',
  property(hostileDefinition, (definition) => checkHolds(definition, second)),
)
run(
  'texts',
  property(hostileText, (text) => parseHolds(text, second)),
)
process.exit(failed ? 1 : 0)
