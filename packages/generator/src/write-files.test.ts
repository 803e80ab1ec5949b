import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
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

test.skipIf(process.platform === 'win32')(
  'makes a program executable, also one that was copied without its mark',
  async () => {
    const files = [{ path: 'run.sh', text: '#!/bin/sh\n', executable: true }]
    const mode = async () => ((await stat(join(folder, 'run.sh'))).mode & 0o111) !== 0
    await writeFiles(folder, files)
    expect(await mode()).toBe(true)
    await chmod(join(folder, 'run.sh'), 0o644)
    expect(await writeFiles(folder, files)).toEqual(['run.sh'])
    expect(await mode()).toBe(true)
    expect(await writeFiles(folder, files)).toEqual([])
  },
)
