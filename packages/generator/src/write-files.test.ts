import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFiles } from './write-files.js'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'write-files-'))))
afterEach(() => rm(folder, { recursive: true }))

test('writes what changed and leaves no temporary file', async () => {
  expect(await writeFiles(folder, [{ path: 'a/b.txt', text: 'one' }])).toEqual(['a/b.txt'])
  expect(await writeFiles(folder, [{ path: 'a/b.txt', text: 'one' }])).toEqual([])
  expect(await writeFiles(folder, [{ path: 'a/b.txt', text: 'two' }])).toEqual(['a/b.txt'])
  expect(await readdir(join(folder, 'a'))).toEqual(['b.txt'])
  expect(await readFile(join(folder, 'a/b.txt'), 'utf8')).toBe('two')
})
