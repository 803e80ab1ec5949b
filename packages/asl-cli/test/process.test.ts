import { spawn, spawnSync } from 'node:child_process'
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { folderOf } from './run-asl.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const dist = join(root, '.cache/test-cli/dist')
const bundle = join(dist, 'asl.js')
const fine = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
const broken = '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}'

beforeAll(() => {
  const code = `import { bundleCli } from './scripts/bundle-cli.ts'; bundleCli(${JSON.stringify(dist)})`
  const flags = ['--conditions=@asl/source', '--import', import.meta.resolve('tsx'), '--input-type=module']
  const { status, stderr } = spawnSync(process.execPath, [...flags, '-e', code], { cwd: root, encoding: 'utf8' })
  expect(stderr + status).toBe('0')
})

const env = (more: Record<string, string> = {}) => ({ PATH: process.env['PATH'], HOME: process.env['HOME'], ...more })
const run = (cwd: string, args: string[], input = '') =>
  spawnSync(process.execPath, [bundle, ...args], { cwd, input, encoding: 'utf8', env: env() })

test('the bundled file checks JSON, YAML, templates and modules, away from this repository', () => {
  const folder = folderOf({
    'a.asl.json': fine,
    'b.asl.yaml': 'StartAt: A\nStates: {A: {Type: Succeed}}\n',
    'c.mjs': `export const c = ${fine}`,
    'sub/d.json': fine,
  })
  const { status, stdout, stderr } = run(folder, ['check', 'a.asl.json', 'b.asl.yaml', 'c.mjs', '**/d.json'])
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: '',
    stderr: 'ok: 4 state machines in 4 files, nothing found.\n',
  })
  expect(run(folder, ['check', '-'], broken).status).toBe(1)
  expect(run(folder, ['explain', 'NO_DOLLAR']).stdout).toContain('NO_DOLLAR')
})

test('a reader that leaves early is no error', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, index) => [`S${index}`, { Type: 'Pass', Next: 'Nowhere' }]),
  )
  const folder = folderOf({ 'big.asl.json': JSON.stringify({ StartAt: 'S0', States: many }) })
  const child = spawn(process.execPath, [bundle, 'check', 'big.asl.json'], { cwd: folder, env: env(), stdio: 'pipe' })
  let complaints = ''
  child.stderr.on('data', (text) => (complaints += text))
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(complaints).not.toContain('defect')
  expect(complaints).not.toContain('EPIPE')
  expect(code).toBe(1)
})

test.skipIf(!existsSync('/dev/full'))('a full disk is told, and a 2', () => {
  const folder = folderOf({ 'a.asl.json': broken })
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(process.execPath, [bundle, 'check', 'a.asl.json'], {
    cwd: folder,
    env: env(),
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  })
  closeSync(full)
  expect(status).toBe(2)
  expect(stderr).toMatch(/^asl: The output could not be written: ENOSPC/m)
  expect(stderr).not.toContain('    at ')
})

test('Ctrl-C ends it with 130, and the module that it was loading', async () => {
  const folder = folderOf({
    'slow.mjs': `import { writeFileSync } from 'node:fs'
writeFileSync('pid', String(process.pid))
await new Promise((go) => setTimeout(go, 50_000))`,
  })
  const child = spawn(process.execPath, [bundle, 'check', 'slow.mjs'], { cwd: folder, env: env(), stdio: 'pipe' })
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))
  const pid = await eventually(() => Number(readFileSync(join(folder, 'pid'), 'utf8')) || undefined)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  await eventually(() => (isRunning(pid) ? undefined : true))
})

async function eventually<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    try {
      const found = look()
      if (found !== undefined) return found
    } catch {
      // not yet
    }
    await new Promise((resume) => setTimeout(resume, 20))
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a report of many megabytes arrives whole', () => {
  const many = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`S${index}`, { Type: 'Pass', Next: 'Nowhere' }]),
  )
  const folder = folderOf({ 'big.asl.json': JSON.stringify({ StartAt: 'S0', States: many }) })
  const { stdout, status } = spawnSync(process.execPath, [bundle, 'check', 'big.asl.json', '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    env: env(),
    maxBuffer: 1e9,
  })
  expect(status).toBe(1)
  expect((JSON.parse(stdout) as { errors: number }).errors).toBeGreaterThanOrEqual(20_000)
})

/** This repository as somebody's clone, its bundle made: what the hook and the action find. */
function clone(): string {
  const folder = folderOf({})
  mkdirSync(join(folder, 'scripts'))
  for (const file of ['action.yml', '.pre-commit-hooks.yaml', 'scripts/asl-from-clone.mjs'])
    cpSync(join(root, file), join(folder, file))
  cpSync(dist, join(folder, 'packages/asl-cli/dist'), { recursive: true })
  cpSync(join(root, 'packages/asl-cli/package.json'), join(folder, 'packages/asl-cli/package.json'))
  return folder
}

interface Hook {
  id: string
  entry: string
  language: string
  files: string
}

test.each(['asl-check', 'asl-check-templates'])(
  'pre-commit hook %s: an executable that checks the files it is given',
  (id) => {
    const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[]
    const hook = hooks.find((each) => each.id === id)!
    expect(hook.language).toBe('script')
    const [script, ...args] = hook.entry.split(' ')
    const program = join(clone(), script!)
    expect(statSync(program).mode & 0o111).not.toBe(0)
    const template = `Resources: {M: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: '${broken}'}}}`
    const folder = folderOf({ 'a.asl.json': fine, 'b.asl.yaml': broken, 'template.yaml': template, 'x.tf.json': '{}' })
    const names = ['a.asl.json', 'b.asl.yaml', 'template.yaml', 'x.tf.json'].filter((name) =>
      new RegExp(hook.files).test(name),
    )
    expect(names).toHaveLength(2)
    const check = (files: string[]) =>
      spawnSync(program, [...args, ...files], { cwd: folder, encoding: 'utf8', env: env() })
    const { status, stdout } = check(names)
    expect(status).toBe(1)
    expect(stdout).toContain('MISSING_TRANSITION_TARGET')
    expect(check(names.filter((name) => name.startsWith(id === 'asl-check' ? 'a' : 'x'))).status).toBe(0)
  },
)

interface Action {
  inputs: Record<string, { default: string }>
  runs: { using: string; steps: { shell: string; run: string; env: Record<string, string> }[] }
}

test.each([
  [{ paths: 'fine.asl.json' }, 0, ''],
  [{ paths: 'fine.asl.json\nbroken.asl.json\n' }, 1, '::error file=broken.asl.json,line=1'],
  [{ paths: 'broken.asl.json', format: 'json', output: 'report.json' }, 1, ''],
  [{ paths: 'none-*.json' }, 2, '::error file=none-*.json'],
  [{ paths: 'none-*.json', 'allow-empty': 'true' }, 0, ''],
  [{ paths: '$(touch pwned)', format: '$(touch pwned)' }, 2, ''],
])('the action with %j ends with %i', (inputs, code, output) => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
  expect(action.runs.using).toBe('composite')
  const [step] = action.runs.steps
  const given: Record<string, string> = inputs as Record<string, string>
  const filled = Object.entries(step!.env).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => given[input] ?? action.inputs[input]!.default),
  ])
  const folder = folderOf({ 'fine.asl.json': fine, 'broken.asl.json': broken })
  // As the runner starts a step with "shell: bash".
  const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run], {
    cwd: folder,
    encoding: 'utf8',
    env: env({
      ...Object.fromEntries(filled),
      GITHUB_ACTION_PATH: clone(),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: folder,
    }),
  })
  expect(status).toBe(code)
  expect(stdout).toContain(output)
  expect(() => statSync(join(folder, 'pwned'))).toThrow('ENOENT')
})
