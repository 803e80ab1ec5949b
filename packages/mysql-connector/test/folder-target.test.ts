import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderTarget } from '../src/folder-target.js'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'folder-'))
  await mkdir(join(root, 'data/users/nested'), { recursive: true })
  await writeFile(join(root, 'data/users/users.csv'), 'old')
  await writeFile(join(root, 'data/users/users.csv.gz'), 'stale')
  await writeFile(join(root, 'data/users/nested/part'), 'stale')
  await mkdir(join(root, 'data/users_old'))
  await writeFile(join(root, 'data/users_old/keep'), 'foreign')
})
afterEach(() => rm(root, { recursive: true }))

const files = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map((each) => each.name)
    .sort()

test('a file is replaced in one step, and stale ones go', async () => {
  const replacement = await folderTarget(root).replace('data/users/', 'users.csv')
  await replacement.write(Buffer.from('new'))
  await replacement.write(Buffer.from(' rows'))
  await replacement.complete()
  expect(await readFile(join(root, 'data/users/users.csv'), 'utf8')).toBe('old')
  expect(await replacement.publish()).toEqual(['data/users/users.csv'])
  expect(await readFile(join(root, 'data/users/users.csv'), 'utf8')).toBe('new rows')
  expect(await files()).toEqual(['keep', 'users.csv'])
})

test('what is discarded leaves everything as it was', async () => {
  const before = await files()
  const replacement = await folderTarget(root).replace('data/users/', 'users.csv')
  await replacement.write(Buffer.from('new'))
  await replacement.discard()
  expect(await files()).toEqual(before)
})

test('a folder that is not there yet is made; one that cannot be made is named', async () => {
  const replacement = await folderTarget(join(root, 'new/lake')).replace('a/b/', 'c.csv')
  await replacement.complete()
  await replacement.publish()
  expect(await readFile(join(root, 'new/lake/a/b/c.csv'), 'utf8')).toBe('')
  await writeFile(join(root, 'file'), '')
  await expect(folderTarget(join(root, 'file')).replace('a/', 'b.csv')).rejects.toMatchObject({ name: 'TargetError' })
})

test('a key does not lead out of the folder', async () => {
  await expect(folderTarget(join(root, 'lake')).replace('../data/users/', 'users.csv')).rejects.toMatchObject({
    name: 'TargetError',
  })
  expect(await readFile(join(root, 'data/users/users.csv'), 'utf8')).toBe('old')
})

test('what a killed process had begun goes with the next object; what a living one is writing stays', async () => {
  const target = folderTarget(root)
  const living = await target.replace('data/users/', 'users.csv')
  await living.write(Buffer.from('living'))
  const { pid } = spawnSync(process.execPath, ['--version'])
  await writeFile(join(root, `.incoming/${pid}-0`), 'of a process that is gone')
  const other = await target.replace('data/users_old/', 'users.csv')
  await living.complete()
  await living.publish()
  await other.discard()
  expect(await readFile(join(root, 'data/users/users.csv'), 'utf8')).toBe('living')
  expect(await readdir(join(root, '.incoming'))).toEqual([])
})

test('a folder that cannot be made is a TargetError', async () => {
  await writeFile(join(root, 'file'), '')
  const folders = [
    join(root, 'file'),
    join(root, 'file/below'),
    ...(process.platform === 'linux' ? ['/proc/none/a'] : []),
  ]
  for (const folder of folders) {
    await expect(folderTarget(folder).replace('data/users/', 'users.csv')).rejects.toMatchObject({
      name: 'TargetError',
      message: expect.stringMatching(/users\.csv: E/),
    })
  }
  await (await folderTarget(join(root, 'new/deep')).replace('data/users/', 'users.csv')).discard()
})
