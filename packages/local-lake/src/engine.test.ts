import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Engine } from './engine.js'

it('a session that is interrupted while it closes is closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'))
  const engine = await Engine.open({ folder, temporaryFolder: join(folder, 'spill'), memoryLimit: 1 << 28 })
  for (let round = 0; round < 100; round++) {
    const session = await engine.session()
    await session.use('shop')
    const closing = session.close()
    for (let at = 0; at < round * 20; at++) session.interrupt()
    await expect(closing).resolves.toBeUndefined()
  }
  engine.close()
  await rm(folder, { recursive: true })
})
