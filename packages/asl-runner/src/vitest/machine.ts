import type { StateMachine } from 'asl-builder/scope'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Execution } from '../execution.js'
import type { RunnerOptions, RunOptions } from '../options.js'
import { createRunner } from '../run.js'
import { Coverage, type CoverageReport } from './coverage.js'

/** Where the processes of a test run leave what they have seen; the reporter sets it. */
export const coverageFolderVariable = 'ASL_COVERAGE_FOLDER'

/** A machine under test. */
export interface TestMachine {
  readonly definition: StateMachine
  /** Runs it, and remembers what the run has reached. */
  run(options?: RunOptions): Promise<Execution>
  /** What all runs in this process have reached. */
  coverage(): CoverageReport
}

/**
 * A machine to test: compiled once, its coverage kept.
 *
 *     const etl = testMachine('etl', definition, { tasks: { 'Show tables': { Return: {} } } })
 *     expect(await etl.run({ input: { day: '2026-01-01' } })).toSucceed()
 *
 * @param name Names it in the coverage of a whole test run: the same in every file that tests it.
 */
export function testMachine(name: string, definition: StateMachine, options: RunnerOptions = {}): TestMachine {
  const folder = process.env[coverageFolderVariable]
  const coverage = new Coverage(name, definition, () => (isNew = true))
  const runner = createRunner(definition, options)
  let isNew = false
  const save = folder === undefined ? undefined : () => writeCoverage(folder, coverage)
  return {
    definition,
    async run(more = {}) {
      const { onDecision } = more
      const execution = await runner.run({
        ...more,
        onDecision(decision) {
          coverage.see(decision)
          onDecision?.(decision)
        },
      })
      if (isNew) save?.()
      isNew = false
      return execution
    },
    coverage: () => coverage.report(),
  }
}

let files = 0
const places = new WeakMap<Coverage, string>()

/** Each machine of each test file has a file of its own: nobody waits for anybody. */
function writeCoverage(folder: string, coverage: Coverage): void {
  const data = coverage.data()
  let place = places.get(coverage)
  if (place === undefined) {
    const machine = createHash('sha256').update(data.name).digest('hex').slice(0, 16)
    place = join(
      folder,
      `${machine}-${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${++files}.json`,
    )
    places.set(coverage, place)
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(place, JSON.stringify(data))
}
