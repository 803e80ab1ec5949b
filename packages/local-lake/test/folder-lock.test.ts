import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

/** A process that waits to take the lock. */
function taker(folder: string): { next(): Promise<string>; say(text: string): void; end(): void } {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = join(import.meta.dirname, 'fixtures/lock-taker.ts')
  const child = spawn(process.execPath, ['--conditions=@asl/source', '--import', tsx, script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    next: async () => (await lines.next()).value as string,
    say: (text) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
  }
}

it('of several processes that find the lock of a dead one, one takes it over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lock-'))
  const takers = Array.from({ length: 5 }, () => taker(folder))
  try {
    await writeFile(join(folder, 'lake.lock'), '999999999 1')
    for (const one of takers) expect(await one.next()).toBe('ready')
    for (const one of takers) one.say('go\n')
    const answers = await Promise.all(takers.map((one) => one.next()))
    expect(answers.sort()).toEqual(['refused', 'refused', 'refused', 'refused', 'taken'])
    expect(await readdir(folder)).toEqual(['lake.lock'])
  } finally {
    for (const one of takers) one.end()
    await rm(folder, { recursive: true })
  }
})
