import picomatch from 'picomatch'
import type { Config, Ignore } from './config.js'
import type { FileReport, Finding } from './report/report.js'

/** The ignores of a configuration, which remember what they were needed for. */
export class Ignores {
  private readonly used = new Set<Ignore>()
  private readonly near = new Set<Ignore>()
  private readonly matchers: { ignore: Ignore; matchesFile: (file: string) => boolean }[]
  private readonly config: Config

  constructor(config: Config) {
    this.config = config
    this.matchers = config.ignore.map(({ rule: ignore }) => ({
      ignore,
      matchesFile: ignore.file === undefined ? () => true : picomatch(ignore.file, { dot: true }),
    }))
  }

  /** Whether a finding in a file is ignored. */
  covers(file: string, finding: Finding): boolean {
    let covered = false
    for (const { ignore, matchesFile } of this.matchers) {
      if (!matchesFile(file)) continue
      if (ignore.state !== undefined && ignore.state !== finding.state) continue
      if (ignore.rule !== undefined && ignore.rule !== finding.code && ignore.rule !== finding.rule) continue
      this.used.add(ignore)
      covered = true
    }
    return covered
  }

  /** Tells of a file that was checked: an ignore is unused only when a file that it names was looked at. */
  sees(file: string): void {
    for (const { ignore, matchesFile } of this.matchers) if (matchesFile(file)) this.near.add(ignore)
  }

  /** The ignores that matched no finding, as findings in the configuration itself. */
  unused(file: string): FileReport | undefined {
    const findings = this.config.ignore.flatMap(({ rule: ignore, region }, index): Finding[] => {
      if (this.used.has(ignore) || !this.near.has(ignore)) return []
      const { rule = 'every rule', state, file } = ignore
      const message = `Nothing is ignored here: ${rule} finds nothing${state ? ` in "${state}"` : ''}${file ? ` in ${file}` : ''}.`
      const hint = 'Remove this ignore, or correct its names.'
      return [{ severity: 'WARNING', code: 'UNUSED_IGNORE', message, hint, location: `/ignore/${index}`, ...region }]
    })
    if (findings.length === 0) return undefined
    return { file, text: this.config.text, machines: [{ pointer: '', valid: true, findings }] }
  }
}
