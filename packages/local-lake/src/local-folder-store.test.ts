import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BlobStore } from './blob-store.js'
import { localFolderStore } from './local-folder-store.js'

let folder: string
let store: BlobStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'))
  store = localFolderStore(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function textOf(address: string): Promise<string> {
  let text = ''
  for await (const chunk of store.get(address)) text += Buffer.from(chunk).toString()
  return text
}

async function listOf(prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const { address } of store.list(prefix)) found.push(address)
  return found
}

async function* bytes(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

it('keeps what it is given, whole or as a stream', async () => {
  expect(await store.put('s3://data/a/b.txt', Buffer.from('hello'))).toMatchObject({
    address: 's3://data/a/b.txt',
    size: 5,
  })
  await store.put('s3://data/a/b.txt', bytes('good', 'bye', ''))
  expect(await textOf('s3://data/a/b.txt')).toBe('goodbye')
  expect(await store.head('s3://data/a/b.txt')).toMatchObject({ size: 7, lastModified: expect.any(Date) as Date })
  expect(await store.head('s3://data/a')).toBeUndefined()
  expect(await store.head('s3://data/none')).toBeUndefined()
  await expect(textOf('s3://data/none')).rejects.toMatchObject({ name: 'BlobNotFoundError' })
})

it('keeps the old object until the new one is whole', async () => {
  await store.put('s3://data/a', Buffer.from('old'))
  const failing = (async function* () {
    yield Buffer.from('ne')
    expect(await textOf('s3://data/a')).toBe('old')
    throw new Error('connection lost')
  })()
  await expect(store.put('s3://data/a', failing)).rejects.toThrow('connection lost')
  expect(await textOf('s3://data/a')).toBe('old')
  expect(await readdir(join(folder, '.uploads'))).toEqual([])
})

it('lists by the beginning of the key, in the order of bytes', async () => {
  for (const key of ['a/b', 'a-b', 'a/b2/c', 'b', 'ab', 'a/é', 'a/z'])
    await store.put(`s3://data/${key}`, Buffer.from(key))
  const keys = (...names: string[]): string[] => names.map((name) => `s3://data/${name}`)
  expect(await listOf('s3://data/')).toEqual(keys('a-b', 'a/b', 'a/b2/c', 'a/z', 'a/é', 'ab', 'b'))
  expect(await listOf('s3://data/a')).toEqual(keys('a-b', 'a/b', 'a/b2/c', 'a/z', 'a/é', 'ab'))
  expect(await listOf('s3://data/a/b')).toEqual(keys('a/b', 'a/b2/c'))
  expect(await listOf('s3://data/a/b2/')).toEqual(keys('a/b2/c'))
  expect(await listOf('s3://nothing/')).toEqual([])
})

it('deletes, and copies between buckets', async () => {
  await store.put('s3://data/x/y/z', Buffer.from('1'))
  await store.copy('s3://data/x/y/z', 's3://other/z')
  await store.delete('s3://data/x/y/z')
  await store.delete('s3://data/x/y/z')
  expect(await listOf('s3://data/')).toEqual([])
  expect(await textOf('s3://other/z')).toBe('1')
  await expect(store.copy('s3://data/x/y/z', 's3://other/z')).rejects.toMatchObject({ name: 'BlobNotFoundError' })
  expect(await textOf('s3://other/z')).toBe('1')
})

describe('an address is refused', () => {
  it.each([
    'data/a',
    's3://',
    's3:///a',
    's3://../a',
    's3://.uploads/a',
    's3://da ta/a',
    's3://data/',
    's3://data',
    's3://data/../../etc/passwd',
    's3://data/a/../b',
    's3://data/./a',
    's3://data//a',
    's3://data/a/',
    's3://data/a\\b',
    's3://data/a\0b',
  ])('%j', async (address) => {
    await expect(store.put(address, Buffer.from('x'))).rejects.toMatchObject({ name: 'BlobAddressError' })
    await expect(store.head(address)).rejects.toMatchObject({ name: 'BlobAddressError' })
    await expect(store.delete(address)).rejects.toMatchObject({ name: 'BlobAddressError' })
  })

  it('when a link leads it out of the folder', async () => {
    await store.put('s3://data/a', Buffer.from('x'))
    await symlink(tmpdir(), join(folder, 'data/out'))
    await expect(store.put('s3://data/out/file', Buffer.from('x'))).rejects.toMatchObject({ name: 'BlobAddressError' })
    await expect(textOf('s3://data/out/file')).rejects.toMatchObject({ name: 'BlobAddressError' })
  })

  it('when another object is its folder', async () => {
    await store.put('s3://data/a', Buffer.from('x'))
    await expect(store.put('s3://data/a/b', Buffer.from('y'))).rejects.toMatchObject({ name: 'BlobAddressError' })
    await store.put('s3://data/c/d', Buffer.from('y'))
    await expect(store.put('s3://data/c', Buffer.from('x'))).rejects.toMatchObject({ name: 'BlobAddressError' })
  })
})

it('objects are put while the last one beside them is deleted', async () => {
  const turnover = async (name: string): Promise<void> => {
    for (let round = 0; round < 100; round++) {
      await store.put(`s3://data/a/b/${name}`, Buffer.from('1'))
      await store.delete(`s3://data/a/b/${name}`)
    }
  }
  await Promise.all(['one', 'two', 'three'].map(turnover))
  expect(await listOf('s3://data/')).toEqual([])
})
