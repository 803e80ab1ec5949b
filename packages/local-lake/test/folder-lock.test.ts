import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lockFolder } from '../src/folder-lock.js'

/** A process that takes the lock when told, and says whether it got it. */
function taker(folder: string) {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = join(import.meta.dirname, 'fixtures/lock-taker.ts')
  const child = spawn(process.execPath, ['--conditions=@asl/source', '--import', tsx, script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value as string
  return {
    next,
    async do(what: 'take' | 'give'): Promise<string> {
      child.stdin.write(`${what}\n`)
      return next()
    },
    async kill(): Promise<void> {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

const count = 5
let folder: string
let takers: ReturnType<typeof taker>[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
  takers = Array.from({ length: count }, () => taker(folder))
  for (const one of takers) expect(await one.next()).toBe('ready')
})

afterAll(async () => {
  for (const one of takers) await one.kill()
  await rm(folder, { recursive: true })
})

it('of several processes one at a time has the folder, from the first opening on', async () => {
  for (let round = 0; round < 40; round++) {
    if (round % 2 === 0) await rm(join(folder, 'lake.lock'), { force: true })
    const answers = await Promise.all(takers.map((one) => one.do('take')))
    expect([...answers].sort()).toEqual(['refused', 'refused', 'refused', 'refused', 'taken'])
    expect(await takers[answers.indexOf('taken')]!.do('give')).toBe('given')
    expect(await readdir(folder)).toEqual(['lake.lock'])
  }
})

it('the lock of a killed process is nobody’s: of those that come one gets it', async () => {
  while (takers.length > 1) {
    const answers = await Promise.all(takers.map((one) => one.do('take')))
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
    const [holder] = takers.splice(answers.indexOf('taken'), 1)
    await holder!.kill()
  }
})

it('a folder is one by every name it has', async () => {
  const other = `${folder}-link`
  await symlink(folder, other)
  const unlock = await lockFolder(folder)
  await expect(lockFolder(other)).rejects.toThrow(`The lake in ${other} is already open in this process.`)
  unlock()
  ;(await lockFolder(other))()
  await rm(other)
})

it('a file that is no lock is named', async () => {
  const place = await mkdtemp(join(folder, 'foreign-'))
  await writeFile(join(place, 'lake.lock'), 'mine')
  await expect(lockFolder(place)).rejects.toThrow(/^The lake in .* cannot be locked: .*lake\.lock/)
})
