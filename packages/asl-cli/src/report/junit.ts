import { textOf, type Finding, type Format } from './report.js'

/** JUnit XML: a suite for each file, a test case for each finding, and a passed one for each clean definition. */
export const junit: Format = (report, { failOn }) => {
  const fails = (finding: Finding): boolean => finding.severity === 'ERROR' || failOn === 'warning'
  let tests = 0
  let failures = 0
  const suites = report.files.map(({ file, machines }) => {
    const cases = machines.flatMap(({ pointer, findings }) => {
      const name = pointer === '' ? file : pointer
      if (findings.length === 0)
        return [{ failed: false, xml: `    <testcase classname=${quoted(file)} name=${quoted(name)}/>` }]
      return findings.map((finding) => ({ failed: fails(finding), xml: testCase(file, finding, fails(finding)) }))
    })
    const failed = cases.filter((one) => one.failed).length
    tests += cases.length
    failures += failed
    const counts = `tests="${cases.length}" failures="${failed}" errors="0"`
    return [`  <testsuite name=${quoted(file)} ${counts}>`, ...cases.map(({ xml }) => xml), '  </testsuite>'].join('\n')
  })
  const root = `<testsuites name="asl check" tests="${tests}" failures="${failures}" errors="0">`
  return ['<?xml version="1.0" encoding="UTF-8"?>', root, ...suites, '</testsuites>', ''].join('\n')
}

function testCase(file: string, finding: Finding, failed: boolean): string {
  const name = `${finding.code} ${finding.location || '/'} (line ${finding.line})`
  const text = xml(`${file}:${finding.line}:${finding.column}\n${textOf(finding)}`)
  const body = failed
    ? `<failure type=${quoted(finding.code)} message=${quoted(finding.message)}>${text}</failure>`
    : `<system-out>${text}</system-out>`
  return `    <testcase classname=${quoted(file)} name=${quoted(name)}>${body}</testcase>`
}

function quoted(text: string): string {
  return `"${xml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`
}

/** Text that XML 1.0 can hold. */
function xml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- XML has no way to write these
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  )
}
