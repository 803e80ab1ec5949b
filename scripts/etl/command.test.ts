import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../tool.js'
import type { Outcome } from './outcome.js'
import { mySqlForTest } from './pipeline-for-test.js'

const isThereMySql = await mySqlForTest().then(async (server) => {
  await server?.stop()
  return server !== undefined
})
const launcher = join(root, 'scripts/run.mjs')
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-'))))
afterAll(() => rm(folder, { recursive: true }))

const env = { ...process.env, MYSQL_URL: '' } // not a MySQL of somebody else's

/** Runs `pnpm etl` in a folder of its own. */
function etl(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...env, ...more }, cwd: root } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, 'etl', '--lake', folder, ...args], options)
  return { status, stdout, stderr, outcome: () => JSON.parse(stdout) as Outcome }
}

/** Starts `pnpm etl` in a process group of its own, as a terminal does, and waits until it says something. */
async function started(args: readonly string[], words: RegExp) {
  const child = spawn(process.execPath, [launcher, 'etl', '--lake', folder, ...args], {
    env,
    cwd: root,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  let said = ''
  await new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (words.test(said)) resolve()
    })
  })
  return { exit, said, interrupt: () => process.kill(-child.pid!, 'SIGINT') }
}

describe('a command line that cannot be meant', () => {
  test('is refused with a hint', () => {
    const { status, stdout, stderr } = etl(['--frsh'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe('There is no flag --frsh. Did you mean "--fresh"?\n')
  })

  test('a folder of somebody else is left alone', async () => {
    const other = join(folder, 'other')
    await mkdir(join(other, 'lake'), { recursive: true })
    await writeFile(join(other, 'lake/thesis.txt'), 'mine')
    const { status, stderr } = etl(['--fresh', '--lake', other])
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `${join(other, 'lake')} holds something else than a lake.\n`,
    })
    expect(await readFile(join(other, 'lake/thesis.txt'), 'utf8')).toBe('mine')
  })
})

describe('what stops it before it begins is said in one line', () => {
  test('a MYSQL_URL that is none, without its password', () => {
    const { status, stdout, stderr } = etl([], { MYSQL_URL: 'mysql://bob:s3cret pw@[::' })
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'MYSQL_URL is not a URL like mysql://user:password@host:3306.\n',
    })
  })

  test('a folder that cannot be made', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const place of [file, '/proc/self/none'].filter((path) => existsSync(dirname(path)))) {
      const { status, stderr } = etl(['--lake', place])
      expect(status).toBe(1)
      expect(stderr).toMatch(new RegExp(`^The lake in ${place}/lake cannot be made: E[A-Z]+: .*, mkdir '.*'\n$`))
    }
  })

  test('a catalogue that is none, which stays as it is', async () => {
    const place = join(folder, 'broken')
    await mkdir(join(place, 'lake'), { recursive: true })
    await writeFile(join(place, 'lake/catalog.json'), '')
    const { status, stderr } = etl(['--lake', place])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^The lake in .* cannot be opened: .*catalog\.json is not a catalogue of this version\.\n$/)
    expect(await readFile(join(place, 'lake/catalog.json'), 'utf8')).toBe('')
  })
})

test.skipIf(!existsSync('/dev/full'))('a standard error that cannot be written does not end the run', () => {
  const full = openSync('/dev/full', 'w')
  const args = [launcher, 'etl', '--lake', join(folder, 'unheard'), '--json']
  const { status, stdout } = spawnSync(process.execPath, args, {
    env: { ...env, MYSQL_URL: 'mysql://root@127.0.0.1:1' },
    cwd: root,
    stdio: ['ignore', 'pipe', full],
    encoding: 'utf8',
  })
  closeSync(full)
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ status: 'FAILED', error: 'PipelineFailed' })
})

describe.skipIf(!isThereMySql)('with a MySQL that it starts', () => {
  test('prints the outcome as JSON and nothing else, and goes on from the last run', () => {
    const first = etl(['--json'])
    expect(first.status).toBe(0)
    const outcome = first.outcome()
    expect(Object.keys(outcome)).toEqual(['status', 'error', 'cause', 'source', 'states', 'tables', 'report', 'lake'])
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', error: null, cause: null, lake: join(folder, 'lake') })
    expect(outcome.source).toMatch(/^(mariadbd|mysqld) \d/)
    expect(outcome.states.map(({ name }) => name)).toContain('Create report table (parquet)')
    for (const { ms } of outcome.states) expect(ms).toBeGreaterThanOrEqual(0)
    expect(outcome.tables).toEqual([
      { name: 'users', rows: 2 },
      { name: 'transactions', rows: 7 },
      { name: 'user_transactions', rows: 7 },
    ])
    expect(outcome.report).toHaveLength(7)
    expect(Object.keys(outcome.report[0]!)).toEqual(['dt', 'user_id', 'total_cost_usd', 'registration_date'])
    expect(first.stderr).toMatch(/^ok {5}Extract from MySQL +\d+ ms {2}2 users, 7 transactions$/m)

    const generated = etl(['--json', '--rows', '3000']).outcome()
    expect(generated.states.map(({ name }) => name)).not.toContain('Create report table (parquet)')
    expect(generated.tables[1]).toEqual({ name: 'transactions', rows: 3000 })
    expect(generated.report.length).toBe(generated.tables[2]!.rows)
    expect(generated.report.length).toBeGreaterThan(1000) // more than a page of GetQueryResults
    expect(etl(['--json']).outcome().report).toEqual(generated.report)
  })

  test('a pipe whose reader is late gets the whole report; a full disk is a failure', async () => {
    const place = join(folder, 'slow')
    const args = [launcher, 'etl', '--lake', place, '--json', '--rows', '20000']
    const child = spawn(process.execPath, args, { env, cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    while (child.exitCode === null && !existsSync(join(place, 'lake/catalog.json'))) await sleep(20)
    while (existsSync(join(place, 'lake/tmp'))) await sleep(20) // closed: the process has nothing left to do but write
    await sleep(300)
    const outcome = JSON.parse(Buffer.concat(await child.stdout.toArray()).toString()) as Outcome
    expect(outcome.report).toHaveLength(outcome.tables.find(({ name }) => name === 'user_transactions')!.rows)
    expect(JSON.stringify(outcome.report).length).toBeGreaterThan(1 << 19) // more than a pipe or a socket holds

    if (!existsSync('/dev/full')) return console.log('no /dev/full here: a full disk is not tried')
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, args, {
      env,
      cwd: root,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    closeSync(full)
    expect(status).toBe(1)
    expect(stderr).toContain('The outcome could not be written: ENOSPC')
  })

  test('--fresh begins anew; people read the report and where the files are, the states on standard error', () => {
    const { status, stdout, stderr } = etl(['--fresh'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^dt +user_id +total_cost_usd +registration_date\n-{10} /)
    expect(stdout).toMatch(/^user_transactions +7 rows {2}.*optimized-data-iceberg-parquet$/m)
    expect(stderr).not.toContain('\u001B')
  })

  test('while one run has the lake another one is refused; Ctrl-C leaves nothing running', async () => {
    const { said, exit, interrupt } = await started(['--keep'], / is at mysql:.*\n/)
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(said)![1])
    expect(await listens(port)).toBe(true)
    const { status, stdout, stderr } = etl([])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^The lake in .* is open in process \d+/)
    interrupt()
    expect(await exit).toBe(0)
    expect(await listens(port)).toBe(false)
    expect(existsSync(join(folder, 'lake/tmp'))).toBe(false)
  })

  test('Ctrl-C in the middle of a run ends it, and the next run succeeds', async () => {
    const { exit, interrupt } = await started(['--rows', '200000'], /HelloWorld/)
    interrupt()
    expect(await exit).toBe(130)
    expect(await processesOn(folder)).toEqual([])
    expect(etl(['--json', '--rows', '10']).outcome()).toMatchObject({ status: 'SUCCEEDED', tables: { length: 3 } })
  })
})

test('a MySQL that is not there ends in the Fail state, says so, and exits with 1', () => {
  const { status, outcome } = etl(['--json'], { MYSQL_URL: 'mysql://root@127.0.0.1:1' })
  expect(status).toBe(1)
  expect(outcome()).toMatchObject({ status: 'FAILED', error: 'PipelineFailed', source: 'MYSQL_URL (127.0.0.1:1)' })
  expect(outcome().cause).toContain('"Extract from MySQL" failed with SourceUnavailableError: MySQL at 127.0.0.1:1')
})

function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}

/** Command lines of processes that work in a folder. */
async function processesOn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes(folder))
}
