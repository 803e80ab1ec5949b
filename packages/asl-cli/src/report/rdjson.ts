import { findingsOf, textOf, type Format } from './report.js'

/**
 * Reviewdog's diagnostic format; its columns count bytes of UTF-8.
 *
 * @see https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export const rdjson: Format = (report) => {
  const diagnostics = [...findingsOf(report)].map(({ file, finding }) => {
    const lines = (cache.get(file) ?? cache.set(file, file.text.split('\n')).get(file))!
    const position = (line: number, column: number) => ({
      line,
      column: Buffer.byteLength((lines[line - 1] ?? '').slice(0, column - 1)) + 1,
    })
    const range = { start: position(finding.line, finding.column), end: position(finding.endLine, finding.endColumn) }
    return {
      message: textOf(finding),
      location: { path: file.file, range },
      severity: finding.severity,
      code: { value: finding.code },
    }
  })
  return `${JSON.stringify({ source: { name: 'asl check' }, diagnostics }, null, 2)}\n`
}

const cache = new WeakMap<object, string[]>()
