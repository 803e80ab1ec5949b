import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startMySql } from '../src/local-server/index.js'
import { testServer } from './server.js'

const cacheFolder = fileURLToPath(new URL('../../../.cache/mysql', import.meta.url))
const first = await testServer()
await first?.stop()

async function ask(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection({ uri: url, rowsAsArray: true })
  try {
    return (await connection.query(sql))[0]
  } finally {
    await connection.end()
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe.skipIf(!first)('a server of ours', () => {
  test('listens on loopback, in UTC, and nothing of it is left', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'tmp-'))
    vi.stubEnv('TMPDIR', temporary)
    const server = await startMySql({ cacheFolder, url: '' })
    if (server.url === undefined) throw new Error(server.reason)
    expect(new URL(server.url).hostname).toBe('127.0.0.1')
    expect(await ask(server.url, 'SELECT @@GLOBAL.time_zone, @@character_set_server')).toEqual([['+00:00', 'utf8mb4']])
    expect(isRunning(server.pid!)).toBe(true)
    await server.stop()
    await server.stop()
    expect(isRunning(server.pid!)).toBe(false)
    expect(await readdir(temporary)).toEqual([])
    vi.unstubAllEnvs()
    await rm(temporary, { recursive: true })
  })

  test('keeps its data folder for the next one', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'kept-'))
    try {
      for (const count of [1, 2]) {
        const server = await startMySql({ cacheFolder, dataFolder, url: '' })
        if (server.url === undefined) throw new Error(server.reason)
        await ask(server.url, 'CREATE SCHEMA IF NOT EXISTS kept')
        await ask(server.url, 'CREATE TABLE IF NOT EXISTS kept.t (n INT)')
        await ask(server.url, 'INSERT INTO kept.t VALUES (1)')
        expect(await ask(server.url, 'SELECT COUNT(*) FROM kept.t')).toEqual([[count]])
        await server.stop()
      }
    } finally {
      await rm(dataFolder, { recursive: true })
    }
  })

  test('two at once do not disturb each other', async () => {
    const servers = await Promise.all([startMySql({ cacheFolder, url: '' }), startMySql({ cacheFolder, url: '' })])
    const urls = servers.map(({ url }) => url)
    expect(new Set(urls).size).toBe(2)
    for (const server of servers) if (server.url !== undefined) await server.stop()
  })

  test('a data folder that cannot be is said to be', async () => {
    const other = await startMySql({ cacheFolder, dataFolder: '/dev/null/data', url: '' })
    expect(other).toMatchObject({ url: undefined, reason: expect.stringContaining('/dev/null/data') })
  })
})

/** The servers that have a data folder in this folder, by Linux' list of processes. */
async function serversIn(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [program = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
      return /(?:mariadbd|mysqld)$/.test(program) && args.some((arg) => arg.startsWith(`--datadir=${folder}/`))
    }),
  )
  return pids.filter((_, index) => found[index]).map(Number)
}

/** A process that starts a server with its data in the folder. */
function keeper(folder: string) {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = join(import.meta.dirname, 'fixtures/keep-server.ts')
  const args = ['--conditions=@asl/source', '--import', tsx, script, cacheFolder, join(folder, 'data')]
  return spawn(process.execPath, args, { stdio: 'inherit' })
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await setImmediate()
}

describe.skipIf(!first || process.platform !== 'linux')('a process that is killed while its server starts', () => {
  let folder: string
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'killed-'))))
  afterEach(async () => {
    for (const pid of await serversIn(folder)) process.kill(pid, 'SIGKILL')
    await rm(folder, { recursive: true })
  })

  test('takes the server with it, also one that does not listen', async () => {
    const before = await startMySql({ cacheFolder, dataFolder: join(folder, 'data'), url: '' })
    if (before.url !== undefined) await before.stop()
    const child = keeper(folder)
    let pid: number | undefined
    await until(async () => ([pid] = await serversIn(folder)) && pid !== undefined)
    process.kill(pid!, 'SIGSTOP')
    child.kill('SIGKILL')
    await until(async () => (await serversIn(folder)).length === 0)
  })

  test('leaves a data folder in which the next one starts', async () => {
    const child = keeper(folder)
    await until(async () => (await readdir(folder, { recursive: true })).some((path) => path.endsWith('/ibdata1')))
    child.kill('SIGKILL')
    for (const pid of await serversIn(folder)) process.kill(pid, 'SIGKILL')
    await until(async () => (await serversIn(folder)).length === 0)
    const next = await startMySql({ cacheFolder, dataFolder: join(folder, 'data'), url: '' })
    expect(next).toMatchObject({ url: expect.any(String) })
    if (next.url !== undefined) await next.stop()
    expect(await readdir(folder)).toEqual(['data'])
  })
})

test('a server that is given is used as it is, and its password is not shown', async () => {
  const server = await startMySql({ cacheFolder, url: 'mysql://me:hush@db.example.com:3307' })
  expect(server).toMatchObject({
    url: 'mysql://me:hush@db.example.com:3307',
    source: 'MYSQL_URL (db.example.com:3307)',
  })
})

test('without a server, apt or a cache, the reason is said', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'empty-'))
  vi.stubEnv('PATH', empty)
  try {
    const server = await startMySql({ cacheFolder: empty, url: '' })
    // A server in a system folder is found without PATH.
    if (!existsSync('/usr/sbin/mariadbd') && !existsSync('/usr/sbin/mysqld')) {
      expect(server).toEqual({ url: undefined, reason: expect.stringContaining('apt-get is not on this machine') })
    } else if (server.url !== undefined) await server.stop()
  } finally {
    vi.unstubAllEnvs()
    await rm(empty, { recursive: true })
  }
})
