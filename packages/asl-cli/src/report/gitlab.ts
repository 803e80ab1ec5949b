import { createHash } from 'node:crypto'
import { findingsOf, textOf, type Format } from './report.js'

/**
 * GitLab's Code Quality report.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: Format = (report) => {
  const seen = new Map<string, number>()
  const issues = [...findingsOf(report)].map(({ file, machine, finding }) => {
    // Without the line, so that an edit above a finding does not make it a new one.
    const identity = [file.file, machine.pointer, finding.code, finding.location, finding.message].join('\0')
    const count = (seen.get(identity) ?? 0) + 1
    seen.set(identity, count)
    return {
      description: textOf(finding),
      check_name: finding.code,
      fingerprint: createHash('sha256').update(`${identity}\0${count}`).digest('hex'),
      severity: finding.severity === 'ERROR' ? 'major' : 'minor',
      location: { path: file.file, lines: { begin: finding.line, end: finding.endLine } },
    }
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}
