import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asl, checkJson, folderOf } from './run-asl.js'

const fine = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
const broken = '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}'
const doubtful = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x": "$.y"}, "End": true}}}'

const files = {
  'fine.asl.json': fine,
  'broken.asl.json': broken,
  'doubtful.asl.json': doubtful,
  'cut.asl.json': fine.slice(0, -1),
  'cut.json': fine.slice(0, -1),
  'cut.yaml': 'StartAt: [',
  'empty.asl.json': '',
  'empty.json': '',
  'empty.yaml': '',
  'other.json': '{"name": "other"}',
  'list.asl.json': '[]',
  'latin1.asl.json': new Uint8Array([0x22, 0xe9, 0x22]),
  'folder/fine.asl.json': fine,
  'no-machines/package.json': '{"name": "other"}',
  'no-machines/tsconfig.json': '{ // not JSON\n}',
  'main.tf': 'resource "aws_sfn_state_machine" "etl" {}',
  'in-s3.yaml':
    'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: s3://bucket/key\n',
  'gone.yaml':
    'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: gone.asl.json\n',
}

test.each([
  [0, 'fine.asl.json'],
  [0, 'f*.asl.json'],
  [0, 'folder'],
  [0, 'fine.asl.json fine.asl.json ./fine.asl.json'],
  [0, 'doubtful.asl.json'],
  [0, 'doubtful.asl.json --max-warnings 1'],
  [1, 'doubtful.asl.json --max-warnings 0'],
  [1, 'doubtful.asl.json --fail-on warning'],
  [0, 'doubtful.asl.json --fail-on warning --rule NO_DOLLAR=off'],
  [1, 'doubtful.asl.json --rule NO_DOLLAR=error'],
  [1, 'broken.asl.json'],
  [1, 'broken.asl.json --quiet'],
  [1, 'fine.asl.json broken.asl.json'],
  [1, 'list.asl.json'],
  [2, 'cut.asl.json'],
  [2, 'cut.json'],
  [2, 'cut.yaml'],
  [2, 'c*.json'],
  [2, 'cut.json broken.asl.json'],
  [2, 'empty.asl.json'],
  [2, 'empty.json'],
  [2, 'empty.yaml'],
  [2, 'latin1.asl.json'],
  [2, 'gone.asl.json fine.asl.json'],
  [2, 'gone.yaml fine.asl.json'],
  [2, 'gone-*.asl.json'],
  [2, 'gone-*.asl.json fine.asl.json'],
  [0, 'gone-*.asl.json fine.asl.json --allow-empty'],
  [2, 'gone.asl.json --allow-empty'],
  [2, 'other.json'],
  [0, 'other.json --allow-empty'],
  [2, 'no-machines'],
  [0, 'no-machines --allow-empty'],
  [2, 'main.tf'],
  [2, 'in-s3.yaml'],
  [0, 'in-s3.yaml --allow-empty'],
  [0, 'in-s3.yaml fine.asl.json'],
  [2, 'fine.asl.json --cwd gone'],
  [0, 'fine.asl.json --cwd folder'],
  [2, 'broken.asl.json --cwd folder'],
  [0, '**/fine.asl.json'],
  [1, '*.asl.json !cut* !empty* !latin1*'],
  [2, '*.asl.json'],
])('%i: asl check %s', async (code, line) => {
  const ran = await asl(folderOf(files), ['check', ...line.split(' ')])
  expect(ran).toMatchObject({ code })
  if (code > 0) expect(ran.out + ran.err).not.toBe('')
})

test('what cannot be parsed does not hide the findings of other files', async () => {
  const { code, report } = await checkJson(files, ['cut.json', 'broken.asl.json', 'gone.asl.json'])
  expect(code).toBe(2)
  expect(report.files.map(({ file, machines }) => [file, machines[0]!.diagnostics[0]!.code])).toEqual([
    ['gone.asl.json', 'UNREADABLE'],
    ['cut.json', 'INVALID_JSON_DESCRIPTION'],
    ['broken.asl.json', 'MISSING_TRANSITION_TARGET'],
  ])
})

test.each([
  ['--fromat json', 'There is no flag --fromat. Did you mean --format?'],
  ['--frobnicate', 'There is no flag --frobnicate.'],
  ['-x', 'There is no flag -x.'],
  ['--format jsn', 'not "jsn". Did you mean "json"?'],
  ['--format', '--format needs a value.'],
  ['--format --quiet', '--format needs a value.'],
  ['--quiet=yes', '--quiet takes no value.'],
  ['--max-warnings many', '--max-warnings takes a whole number from 0, not "many".'],
  ['--fail-on never', '--fail-on takes error, warning; not "never".'],
  ['--type express', '--type takes STANDARD, EXPRESS; not "express". Did you mean "EXPRESS"?'],
  ['--rule NO_DOLAR=off', 'There is no rule "NO_DOLAR". Did you mean NO_DOLLAR?'],
  ['--rule NO_DOLLAR=on', 'The level of NO_DOLLAR takes off, warning, error; not "on".'],
  ['--rule NO_DOLLAR', '--rule takes NAME=LEVEL, not "NO_DOLLAR".'],
  ['--config gone.json', 'gone.json: There is no such file.'],
  ['--output gone/report.json', 'The report could not be written'],
])('asl check %s: %s', async (line, complaint) => {
  const { code, out, err } = await asl(folderOf(files), ['check', 'fine.asl.json', ...line.split(' ')])
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toContain(complaint)
})

test.each([
  [[], 2, 'err', 'Usage: asl COMMAND'],
  [['--help'], 0, 'out', 'Usage: asl COMMAND'],
  [['help', 'check'], 0, 'out', 'Usage: asl check'],
  [['check', '--help'], 0, 'out', 'Usage: asl check'],
  [['chek'], 2, 'err', 'There is no command "chek". Did you mean "asl check"?'],
  [['--chek'], 2, 'err', 'There is no flag --chek before a command.'],
  [['explain', 'NO_DOLAR'], 2, 'err', 'Did you mean NO_DOLLAR?'],
  [['explain', 'missing_transition_target'], 0, 'out', 'MISSING_TRANSITION_TARGET'],
  [['explain'], 0, 'out', 'REPEATED_KEY'],
] as const)('asl %j', async (args, code, stream, text) => {
  const ran = await asl(folderOf({}), args)
  expect(ran.code).toBe(code)
  expect(ran[stream]).toContain(text)
})

test('explain prints what the docs say, the example included', async () => {
  const docs = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8')
  const { out } = await asl('.', ['explain', 'UNREACHABLE_STATE'])
  expect(out).toContain('```json')
  expect(docs).toContain(out)
  const shared = await asl('.', ['explain', 'INVALID_JSON_DESCRIPTION', 'REPEATED_KEY'])
  expect(shared.out).toContain('## INVALID_JSON\n')
  expect(shared.out).toContain('A key stands once in an object')
})

test('every help fits one screen', async () => {
  for (const command of ['check', 'explain']) {
    const { out } = await asl('.', [command, '--help'])
    expect(out.split('\n').length).toBeLessThanOrEqual(36)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
    expect(out).toContain('Example')
  }
})

test('the version is the one in package.json', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  expect((await asl('.', ['--version'])).out).toBe(`${manifest.version}\n`)
})

test('standard input is a file like others', async () => {
  const { code, out } = await asl(folderOf({}), ['check', '-', '--format', 'json'], { stdin: broken })
  expect(code).toBe(1)
  expect(out).toContain('"file": "<stdin>"')
  expect((await asl(folderOf({}), ['check', '-'], { stdin: 'StartAt: A\nStates: {A: {Type: Succeed}}' })).code).toBe(0)
  expect((await asl(folderOf({}), ['check', '-'], { stdin: '' })).code).toBe(2)
})

test('a folder is searched without what others installed, and for what speaks of state machines only', async () => {
  const folder = folderOf({
    'a/template.yaml': `Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: '${fine}'\n`,
    'b/plain.json': fine,
    'b/helm.yaml': '{{ if .Values.x }}\na: 1\n{{ end }}\n',
    'node_modules/x/bad.asl.json': broken,
    '.git/bad.asl.json': broken,
  })
  const { code, out } = await asl(folder, ['check', '--format', 'json'])
  expect(code).toBe(0)
  const { files: reported } = JSON.parse(out) as { files: { file: string }[] }
  expect(reported.map(({ file }) => file)).toEqual(['a/template.yaml', 'b/plain.json'])
})

const isRoot = process.getuid?.() === 0
if (isRoot) console.warn('An unreadable file is not tried: root may read every file.')
test.skipIf(isRoot)('an unreadable file is a 2', async () => {
  const folder = folderOf({ 'secret.asl.json': fine })
  chmodSync(join(folder, 'secret.asl.json'), 0)
  expect((await asl(folder, ['check', 'secret.asl.json'])).code).toBe(2)
})

test('a folder of modules says how they are checked', async () => {
  const folder = folderOf({ 'src/a.ts': 'export {}' })
  const { code, out } = await asl(folder, ['check', 'src'])
  expect([code, out]).toEqual([2, expect.stringContaining('Modules are run, and so they are named')])
})

test('links that lead to themselves and folders named like files are told', async () => {
  const folder = folderOf({})
  symlinkSync('loop.asl.json', join(folder, 'loop.asl.json'))
  mkdirSync(join(folder, 'folder.asl.json'))
  const loop = await asl(folder, ['check', 'loop.asl.json'])
  expect(loop).toMatchObject({ code: 2, out: expect.stringContaining('a link that leads to itself') as string })
  expect((await asl(folder, ['check', 'folder.asl.json'])).code).toBe(2)
})

test('UTF-16 text is read by its byte order mark', async () => {
  const bytes = Buffer.from(`\ufeff${fine}`, 'utf16le')
  expect((await checkJson({ 'utf16.asl.json': bytes }, ['utf16.asl.json'])).code).toBe(0)
})

test('a key written twice is a warning at the second', async () => {
  const text = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "StartAt": "A"}'
  const { code, report } = await checkJson({ 'twice.asl.json': text }, ['twice.asl.json'])
  expect(code).toBe(0)
  const [finding] = report.files[0]!.machines[0]!.diagnostics
  expect(finding).toMatchObject({
    code: 'REPEATED_KEY',
    severity: 'WARNING',
    line: 1,
    column: text.lastIndexOf('"StartAt"') + 1,
  })
})

test('--type says what a machine is where its file does not', async () => {
  const text =
    '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::batch:submitJob.sync", "Parameters": {"JobDefinition": "d", "JobName": "n", "JobQueue": "q"}, "End": true}}}'
  expect((await checkJson({ 'a.asl.json': text }, ['a.asl.json'])).code).toBe(0)
  expect((await checkJson({ 'a.asl.json': text }, ['a.asl.json', '--type', 'EXPRESS'])).code).toBe(1)
})
