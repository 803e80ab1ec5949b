// `pnpm bench cli`: what a cold start of the bundled command line tool costs, in ratio to `node -e 0`: at most 3 to check a file, 2 to run a Pass.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleCli } from '../bundle-cli.js'

const rounds = 31
const folder = mkdtempSync(join(tmpdir(), 'asl-bench-'))
const bundle = join(folder, 'asl.js')
await bundleCli(folder)

const states = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => [
    `Query ${index}`,
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
      Parameters: { QueryString: 'SELECT 1', WorkGroup: 'primary' },
      ...(index < 14 ? { Next: `Query ${index + 1}` } : { End: true }),
    },
  ]),
)
const definition = JSON.stringify({ StartAt: 'Query 0', States: states }, null, 2)
const jsonata = definition
  .replace('{', '{ "QueryLanguage": "JSONata",')
  .replaceAll('"Parameters": {', '"Arguments": {')
  .replaceAll('"SELECT 1"', '"{% $states.input.sql %}"')
const template = `Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        ${definition.replaceAll('\n', '\n        ')}
`
for (const [name, text] of Object.entries({
  'etl.asl.json': definition,
  'jsonata.asl.json': jsonata,
  'template.yaml': template,
  'pass.asl.json': '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}',
})) {
  writeFileSync(join(folder, name), text)
}

const commands: Record<string, string[]> = {
  'node -e 0': ['-e', '0'],
  'asl --version': [bundle, '--version'],
  'asl check etl.asl.json': [bundle, 'check', 'etl.asl.json'],
  'asl check jsonata.asl.json': [bundle, 'check', 'jsonata.asl.json'],
  'asl check template.yaml': [bundle, 'check', 'template.yaml'],
  'asl run pass.asl.json': [bundle, 'run', 'pass.asl.json', '--quiet'],
}
const times: Record<string, number[]> = {}
for (let round = 0; round < rounds; round++) {
  // One of each in turn: whatever else the machine does falls on all of them alike.
  for (const [name, args] of Object.entries(commands)) {
    const started = performance.now()
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    ;(times[name] ??= []).push(performance.now() - started)
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`)
  }
}
rmSync(folder, { recursive: true })

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!
const floor = median(times['node -e 0']!)
const limits = { 'asl check': 3, 'asl run': 2 }
let held = true
for (const [name, all] of Object.entries(times)) {
  const ratio = median(all) / floor
  const limit = Object.entries(limits).find(([command]) => name.startsWith(command))?.[1]
  if (limit !== undefined && ratio > limit) held = false
  const verdict = limit === undefined ? '' : `   at most ${limit}: ${ratio <= limit ? 'held' : 'MISSED'}`
  console.log(`${name.padEnd(28)} ${median(all).toFixed(0).padStart(5)} ms   ${ratio.toFixed(2)} x node -e 0${verdict}`)
}
console.log(`Medians of ${rounds} rounds.`)
process.exit(held ? 0 : 1)
