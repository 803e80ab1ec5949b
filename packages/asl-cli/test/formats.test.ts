import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asl, folderOf } from './run-asl.js'

const files = {
  'a b/machine.asl.json': `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Succeed", "Comment": "é€", "<B>,:%": 1 }
  }
}
`,
  'cut.json': '{\n  "StartAt": \n',
  'fine.asl.json': '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
  'warned.asl.json': '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x": "$.y"}, "End": true}}}',
}
const run = (args: string[], options?: Parameters<typeof asl>[2]) =>
  asl(
    folderOf(files),
    ['check', 'a b/machine.asl.json', 'cut.json', 'fine.asl.json', 'warned.asl.json', ...args],
    options,
  )
const json = async (name: string) => JSON.parse((await run(['--format', name])).out) as unknown

test('pretty: the line, a caret under the place, what to do; chatter on the other stream', async () => {
  const { out, err } = await asl(folderOf(files), ['check', 'a b/machine.asl.json'])
  expect(out).toBe(`a b/machine.asl.json:4:48  error SCHEMA_VALIDATION_FAILED (UNSUPPORTED_FIELD) in "A"
  Field '<B>,:%' is not supported
    3 |   "States": {
  > 4 |     "A": { "Type": "Succeed", "Comment": "é€", "<B>,:%": 1 }
      |                                                ^^^^^^^^
  A Succeed takes Type, Comment, QueryLanguage, InputPath, OutputPath and Output.

`)
  expect(err).toBe('1 error in 1 state machine in 1 file.\n')
})

test('pretty: colours only where asked for', async () => {
  expect((await run([])).out).not.toContain('\x1b')
  expect((await run([], { colour: true })).out).toContain('\x1b[31merror\x1b[39m')
})

test('pretty: what a terminal would obey is shown, not sent', async () => {
  const text = JSON.stringify({ StartAt: '\x1b[2J\x07', States: { A: { Type: 'Succeed' } } }).replaceAll(
    '\\u001b',
    '\x1b',
  )
  const folder = folderOf({ 'evil.yaml': `StartAt: "\\e[2J\\a"\nStates: {A: {Type: Succeed}}`, 'raw.json': text })
  const { out } = await asl(folder, ['check', 'evil.yaml', 'raw.json'])
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  expect(out).not.toMatch(/[\0-\x08\x0b-\x1f]/)
})

test('pretty: a minified line is shown around the place only', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`S${index}`, { Type: 'Pass', Next: `S${index + 1}` }]),
  )
  const folder = folderOf({
    'min.asl.json': JSON.stringify({ StartAt: 'S0', States: { ...many, S499: { Type: 'Pass', Nxt: 1, End: true } } }),
  })
  const { out } = await asl(folder, ['check', 'min.asl.json'])
  expect(
    Math.max(
      ...out
        .split('\n')
        .slice(0, -2)
        .map((line) => line.length),
    ),
  ).toBeLessThan(200)
  const [source, carets] = out.split('\n').slice(2, 4) as [string, string]
  expect(source.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('"Nxt"')
})

test('json: the shape that programs rely on', async () => {
  const report = (await json('json')) as { files: { file: string; machines: object[] }[] }
  expect(Object.keys(report)).toEqual(['files', 'errors', 'warnings'])
  expect(report).toMatchObject({ errors: 2, warnings: 1 })
  expect(report.files.map(({ file, machines }) => [file, machines.length])).toEqual([
    ['a b/machine.asl.json', 1],
    ['cut.json', 1],
    ['fine.asl.json', 1],
    ['warned.asl.json', 1],
  ])
  expect(report.files[0]!.machines[0]).toEqual({
    pointer: '',
    valid: false,
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: "Field '<B>,:%' is not supported",
        hint: expect.any(String) as string,
        location: '/States/A',
        state: 'A',
        line: 4,
        column: 48,
        endLine: 4,
        endColumn: 56,
      },
    ],
  })
  expect(report.files[2]!.machines[0]).toEqual({ pointer: '', valid: true, diagnostics: [] })
})

test('github: annotations with every special character escaped; chosen in GitHub Actions', async () => {
  const { out } = await run(['--format', 'github'])
  expect(out.split('\n')[0]).toMatch(
    /^::error file=a b\/machine\.asl\.json,line=4,endLine=4,col=48,endColumn=56,title=SCHEMA_VALIDATION_FAILED::Field '<B>,:%25' is not supported%0A/,
  )
  expect(out).toContain('::warning file=warned.asl.json,')
  expect((await run([], { env: { GITHUB_ACTIONS: 'true' } })).out).toBe(out)
  expect((await run(['--format', 'json'], { env: { GITHUB_ACTIONS: 'true' } })).out).toMatch(/^\{/)
})

test('github: paths start at the repository, wherever the step works', async () => {
  const folder = folderOf({ 'sub/broken.asl.json': '{}' })
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder }
  expect((await asl(join(folder, 'sub'), ['check', 'broken.asl.json'], { env })).out).toContain(
    'file=sub/broken.asl.json,',
  )
})

test('sarif: one run, rules by index, encoded paths', async () => {
  const log = (await json('sarif')) as {
    version: string
    runs: {
      columnKind: string
      tool: { driver: { rules: { id: string }[] } }
      results: { ruleId: string; ruleIndex: number; level: string; locations: { physicalLocation: object }[] }[]
    }[]
  }
  expect(log.version).toBe('2.1.0')
  const [run_] = log.runs
  expect(run_!.columnKind).toBe('utf16CodeUnits')
  expect(run_!.results.map(({ level }) => level)).toEqual(['error', 'error', 'warning'])
  for (const { ruleId, ruleIndex } of run_!.results) expect(run_!.tool.driver.rules[ruleIndex]!.id).toBe(ruleId)
  expect(run_!.results[0]!.locations[0]!.physicalLocation).toEqual({
    artifactLocation: { uri: 'a%20b/machine.asl.json', uriBaseId: '%SRCROOT%' },
    region: { startLine: 4, startColumn: 48, endLine: 4, endColumn: 56 },
  })
})

test('junit: a case for each finding, and one for what is clean', async () => {
  const { out } = await run(['--format', 'junit'])
  expect(out).toContain('<testsuites name="asl check" tests="4" failures="2" errors="0">')
  expect(out).toContain('message="Field \'&lt;B&gt;,:%\' is not supported"')
  expect(out).toContain('<testcase classname="fine.asl.json" name="fine.asl.json"/>')
  expect(out).toContain('<system-out>warned.asl.json:')
  expect((await run(['--format', 'junit', '--fail-on', 'warning'])).out).toContain('failures="3"')
})

test('gitlab: fingerprints differ, and stay when lines move', async () => {
  const issues = (await json('gitlab')) as { fingerprint: string; severity: string; location: object }[]
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
  expect(issues[0]).toMatchObject({
    severity: 'major',
    location: { path: 'a b/machine.asl.json', lines: { begin: 4, end: 4 } },
  })
  const moved = folderOf({ ...files, 'a b/machine.asl.json': `\n\n${files['a b/machine.asl.json']}` })
  const { out } = await asl(moved, ['check', 'a b/machine.asl.json', '--format', 'gitlab'])
  expect((JSON.parse(out) as typeof issues)[0]!.fingerprint).toBe(issues[0]!.fingerprint)
})

test('rdjson: columns count bytes', async () => {
  const { diagnostics } = (await json('rdjson')) as { diagnostics: { location: object; code: object }[] }
  expect(diagnostics[0]).toMatchObject({
    location: { path: 'a b/machine.asl.json', range: { start: { line: 4, column: 51 }, end: { line: 4, column: 59 } } },
    code: { value: 'SCHEMA_VALIDATION_FAILED' },
  })
})

test('--quiet leaves errors only, --output writes a file', async () => {
  const quiet = await run(['--quiet', '--format', 'json'])
  expect(quiet.out).not.toContain('WARNING')
  expect(quiet.err).toBe('')
  const folder = folderOf(files)
  const { out } = await asl(folder, ['check', 'fine.asl.json', '--format', 'json', '--output', 'report.json'])
  expect(out).toBe('')
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ errors: 0 })
})
