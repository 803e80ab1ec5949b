import { version } from '../version.js'
import { findingsOf, textOf, type Format } from './report.js'

/**
 * SARIF 2.1.0, for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif: Format = (report) => {
  const ids = [...new Set([...findingsOf(report)].map(({ finding }) => finding.code))].sort()
  const results = [...findingsOf(report)].map(({ file, machine, finding }) => {
    const { line, column, endLine, endColumn } = finding
    const region = { startLine: line, startColumn: column, endLine, endColumn }
    const uri = file.file.split('/').map(encodeURIComponent).join('/')
    const name = machine.pointer + finding.location
    return {
      ruleId: finding.code,
      ruleIndex: ids.indexOf(finding.code),
      level: finding.severity === 'ERROR' ? 'error' : 'warning',
      message: { text: textOf(finding) },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region },
          ...(name !== '' && { logicalLocations: [{ fullyQualifiedName: name }] }),
        },
      ],
    }
  })
  const rules = ids.map((id) => ({ id, help: { text: `asl explain ${id}` } }))
  const run = {
    tool: { driver: { name: 'asl check', semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    results,
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}
