import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  coverageKinds,
  coverageText,
  percent,
  reportOf,
  type CoverageData,
  type CoverageKind,
  type CoverageReport,
} from './coverage.js'
import { coverageFolderVariable } from './machine.js'

/** What the reporter is told. */
export interface CoverageReporterOptions {
  /** Percent that must be seen of a kind, over all machines: `{ states: 100, choices: 80 }`. Less fails the run. */
  readonly thresholds?: Readonly<Partial<Record<CoverageKind, number>>>
  /** A file for the reports as JSON: a list, one for each machine. */
  readonly json?: string
  /** Prints nothing. */
  readonly silent?: boolean
}

/**
 * Vitest's reporter for the coverage of state machines over a whole test run.
 *
 *     // vitest.config.ts
 *     import { AslCoverageReporter } from 'asl-runner/vitest/reporter'
 *     export default defineConfig({
 *       test: { reporters: ['default', new AslCoverageReporter({ thresholds: { states: 100 } })] },
 *     })
 */
export class AslCoverageReporter {
  private readonly options: CoverageReporterOptions
  private folder: string | undefined

  constructor(options: CoverageReporterOptions = {}) {
    this.options = options
  }

  onInit(): void {
    this.folder = mkdtempSync(join(tmpdir(), 'asl-coverage-'))
    process.env[coverageFolderVariable] = this.folder // the processes that run the tests inherit it
  }

  onTestRunEnd(): void {
    const { folder, options } = this
    if (folder === undefined) return
    const reports = readReports(folder)
    rmSync(folder, { recursive: true, force: true })
    if (options.json !== undefined) {
      mkdirSync(dirname(options.json), { recursive: true })
      writeFileSync(options.json, `${JSON.stringify(reports, null, 2)}\n`)
    }
    if (!options.silent && reports.length > 0)
      process.stdout.write(`\nState machine coverage\n${reports.map(coverageText).join('')}`)
    for (const complaint of missedThresholds(reports, options.thresholds ?? {})) {
      process.stderr.write(`${complaint}\n`)
      process.exitCode = 1
    }
  }
}

function readReports(folder: string): CoverageReport[] {
  if (!existsSync(folder)) return []
  const all = readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CoverageData)
  const names = [...new Set(all.map(({ name }) => name))].sort()
  return names.map((name) => reportOf(all.filter((data) => data.name === name)))
}

/** A sentence for each kind of which too little was seen. */
export function missedThresholds(
  reports: readonly CoverageReport[],
  thresholds: Readonly<Partial<Record<CoverageKind, number>>>,
): string[] {
  return coverageKinds.flatMap((kind) => {
    const threshold = thresholds[kind]
    if (threshold === undefined) return []
    const seen = reports.reduce((sum, { totals }) => sum + totals[kind].seen, 0)
    const of = reports.reduce((sum, { totals }) => sum + totals[kind].of, 0)
    if (of === 0 || (seen / of) * 100 >= threshold) return []
    return [
      `State machine coverage: ${percent(seen, of)} of ${kind} seen (${seen} of ${of}), and ${threshold} % is wanted.`,
    ]
  })
}
