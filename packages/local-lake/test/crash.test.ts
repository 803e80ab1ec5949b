import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { lakeForTest } from './lake-for-test.js'

const kills = 12

/** A process that writes to the lake in the folder until it is killed; it says on its output what is committed. */
function writer(folder: string): ChildProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = join(import.meta.dirname, 'fixtures/endless-writer.ts')
  return spawn(process.execPath, ['--conditions=@asl/source', '--import', tsx, script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** The last round the writer said was committed before it was killed in the middle of a later one. */
async function killedInTheMiddle(folder: string, rounds: number, delay: number): Promise<number> {
  const child = writer(folder)
  let text = ''
  let last = 0
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const numbers = text.split('\n').slice(0, -1)
      last = Number(numbers.at(-1) ?? 0)
      if (numbers.length === rounds) setTimeout(() => child.kill('SIGKILL'), delay)
    })
    child.once('exit', () => resolve())
  })
  expect(child.signalCode).toBe('SIGKILL')
  // Lines written before the kill may arrive after it.
  return Math.max(last, Number(text.split('\n').at(-2) ?? 0))
}

it('a process killed at any instant leaves what it had committed, whole', { timeout: 170_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lake-crash-'))
  try {
    for (let kill = 0; kill < kills; kill++) {
      const said = await killedInTheMiddle(folder, 1 + (kill % 3), kill * 5)
      const lake = await lakeForTest({ folder })
      // Each round changes both rows of the table in one statement, and creates a database.
      const [[least, most, count] = []] = await lake.rows('SELECT min(round), max(round), count(*) FROM work.rounds')
      expect(least).toBe(most)
      expect(count).toBe('2')
      const committed = Number(least)
      expect([said, said + 1]).toContain(committed)
      const databases = (await lake.rows('SHOW DATABASES')).map(([name]) => name)
      expect(databases).toContain(`round_${said}`)
      expect(await readdir(join(folder, 'tmp'))).toEqual([])
      await lake.run('UPDATE work.rounds SET note = NULL')
      await lake.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
