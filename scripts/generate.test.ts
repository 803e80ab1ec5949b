import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from './tool.js'

const command = [join(root, 'scripts/run.mjs'), 'generate']
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'generate-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function generate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], { encoding: 'utf8', cwd: root })
  return { status, stdout, stderr }
}

/** Every file below a folder with its text. */
function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]))
}

test('writes what is committed, says what it wrote and what a run costs', () => {
  const { status, stdout } = generate('--out', folder)
  expect(status).toBe(0)
  expect(filesIn(folder)).toEqual(filesIn(join(root, 'generated')))
  for (const path of Object.keys(filesIn(folder)))
    expect(stdout).toMatch(new RegExp(`/${path.replaceAll('.', '\\.')} +\\d+ bytes`))
  expect(stdout).toMatch(/A run: \d+ state transitions and 1 charged query, at least \$0\.000\d+\./)
})

test('--check shows the difference, fails and writes nothing', () => {
  generate('--out', folder)
  expect(generate('--out', folder, '--check')).toMatchObject({ status: 0, stdout: '' })
  const path = join(folder, 'etl.asl.json')
  const stale = readFileSync(path, 'utf8').replace('"StartAt": "HelloWorld"', '"StartAt": "Hello"')
  writeFileSync(path, stale)
  rmSync(join(folder, 'lineage.md'))
  const { status, stdout, stderr } = generate('--out', folder, '--check')
  expect(status).toBe(1)
  expect(stdout).toMatch(/^-.*"StartAt": "Hello",\n\+.*"StartAt": "HelloWorld",$/m)
  expect(stdout).toContain('+# Lineage of user_transactions')
  expect(stderr).toContain('2 of')
  expect(readFileSync(path, 'utf8')).toBe(stale)
  expect(Object.keys(filesIn(folder))).not.toContain('lineage.md')
})

test.each([
  [['--evn', 'live'], 'There is no flag --evn. Did you mean "--env"?'],
  [['--env', 'stagin'], 'There is no environment "stagin". Did you mean "staging"?'],
  [['--env', 'production'], 'There is no environment "production". There are: staging, live, test.'],
  [['--out', ''], '--out needs the name of a folder.'],
  [['--env'], "Option '--env <value>' argument missing."],
  [['live'], '"live" is not a flag, and there is nothing else.'],
])('%j is refused with a hint', (args, message) => {
  const { status, stdout, stderr } = generate('--out', folder, ...args)
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `${message}\n` })
  expect(filesIn(folder)).toEqual({})
})

test.skipIf(process.platform === 'win32')(
  'whoever reads the first lines alone is told the truth by the exit code',
  async () => {
    const exitOf = async (...args: string[]) => {
      const child = spawn(process.execPath, [...command, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.destroy() // as `| head` does
      let stderr = ''
      child.stderr.on('data', (chunk) => void (stderr += String(chunk)))
      const [code] = (await once(child, 'close')) as [number]
      return { code, stderr }
    }
    expect(await exitOf('--out', folder)).toEqual({ code: 0, stderr: '' })
    expect(filesIn(folder)).toEqual(filesIn(join(root, 'generated')))
    const stale = await exitOf('--out', join(folder, 'elsewhere'), '--check')
    expect(stale.code).toBe(1)
    expect(stale.stderr).toMatch(/^.*: (\d+) of \1 files are stale\. Run pnpm generate\.\n$/)
  },
)

test.skipIf(process.platform === 'win32')('--check says that a program cannot be executed', () => {
  generate('--out', folder)
  chmodSync(join(folder, 'deploy.sh'), 0o644)
  const { status, stdout } = generate('--out', folder, '--check')
  expect(status).toBe(1)
  expect(stdout).toMatch(/deploy\.sh is a program, but cannot be executed\.\n$/)
  generate('--out', folder)
  expect(generate('--out', folder, '--check').status).toBe(0)
})

test('a folder that cannot be written is named', () => {
  const file = join(folder, 'file')
  writeFileSync(file, 'mine')
  const { status, stderr } = generate('--out', join(file, 'below'))
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Cannot write to .*file\/below: ENOTDIR: not a directory/)
  expect(filesIn(folder)).toEqual({ file: 'mine' })
})

test('a kill at any moment leaves every file old or new, and the next run clears up', async () => {
  const expected = filesIn(join(root, 'generated'))
  const old = Object.fromEntries(Object.keys(expected).map((path) => [path, 'old\n'.repeat(10_000)]))
  for (const [path, text] of Object.entries(old)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  // Straight to the script: a kill of the launcher would leave its child alive.
  const script = ['--conditions=@asl/source', '--import', import.meta.resolve('tsx'), join(root, 'scripts/generate.ts')]
  for (let changed = 1; changed < 8; changed += 2) {
    const child = spawn(process.execPath, [...script, '--out', folder], { stdio: 'ignore' })
    const exit = once(child, 'exit')
    while (child.exitCode === null && countOf(folder, expected) < changed) await new Promise(setImmediate)
    child.kill('SIGKILL')
    await exit
    const present = filesIn(folder)
    for (const path of Object.keys(expected)) expect([old[path], expected[path]]).toContain(present[path])
  }
  generate('--out', folder)
  expect(filesIn(folder)).toEqual(expected)
})

/** How many files are new already. */
function countOf(folder: string, expected: Record<string, string>): number {
  return Object.entries(expected).filter(([path, text]) => readFileSync(join(folder, path), 'utf8') === text).length
}
