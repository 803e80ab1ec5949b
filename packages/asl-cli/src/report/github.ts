import { relative, resolve } from 'node:path'
import { findingsOf, textOf, type Format } from './report.js'

/**
 * Workflow commands that GitHub Actions shows beside the lines of a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export const github: Format = (report, { cwd, env }) => {
  const root = env['GITHUB_WORKSPACE'] ?? cwd
  const lines = [...findingsOf(report)].map(({ file, finding }) => {
    const path = relative(root, resolve(cwd, file.file)).replaceAll('\\', '/')
    const { line, column, endLine, endColumn } = finding
    const place = {
      file: path,
      line,
      endLine,
      col: column,
      ...(line === endLine && { endColumn }),
      title: finding.code,
    }
    const properties = Object.entries(place).map(([name, value]) => `${name}=${property(String(value))}`)
    return `::${finding.severity === 'ERROR' ? 'error' : 'warning'} ${properties.join(',')}::${data(textOf(finding))}\n`
  })
  return lines.join('')
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
