import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createDurably, writeDurably } from './durable-file.js'

it('what cannot be written to its end leaves nothing beside the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-'))
  const full = {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from('the beginning')
      throw new Error('ENOSPC')
    },
  } as unknown as Uint8Array
  await writeFile(join(folder, 'file'), 'old')
  await expect(writeDurably(join(folder, 'file'), full)).rejects.toThrow('ENOSPC')
  await expect(createDurably(join(folder, 'new'), full)).rejects.toThrow('ENOSPC')
  expect(await readdir(folder)).toEqual(['file'])
  await rm(folder, { recursive: true })
})
