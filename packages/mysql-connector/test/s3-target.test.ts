import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { embeddedSource } from '../src/embedded-source.js'
import { OutOfTimeError } from '../src/errors.js'
import { extract } from '../src/extract.js'
import type { RowSource } from '../src/row-source.js'
import { s3Target } from '../src/s3-target.js'
import type { SourceTable } from '../src/source-table.js'
import { FakeS3 } from './fake-s3.js'

const prefix = 'data/users/'
const setUp = () => {
  const s3 = new FakeS3()
  return { s3, target: s3Target({ bucket: 'lake', client: s3.client, region: 'eu-west-1' }) }
}

test('an object is invisible until it is published, then whole', async () => {
  const { s3, target } = setUp()
  const replacement = await target.replace(prefix, 'users.csv')
  const block = Buffer.alloc(1 << 20, 'x')
  for (let i = 0; i < 21; i += 1) await replacement.write(block)
  await replacement.complete()
  expect(s3.objects.size).toBe(0)
  expect(await replacement.publish()).toEqual(['data/users/users.csv'])
  expect(s3.objects.get('data/users/users.csv')!.equals(Buffer.alloc(21 << 20, 'x'))).toBe(true)
  expect(s3.calls.filter((call) => call === 'UploadPart')).toHaveLength(3)
  expect(s3.uploads.size).toBe(0)
})

test('a table without rows is an empty object', async () => {
  const { s3, target } = setUp()
  const replacement = await target.replace(prefix, 'users.csv')
  await replacement.complete()
  await replacement.publish()
  expect(s3.objects.get('data/users/users.csv')).toEqual(Buffer.alloc(0))
})

test('no reader sees old and new rows together, nor a part of an object', async () => {
  const { s3, target } = setUp()
  const stale = ['users.scv.part_00000', 'users.scv.part_00001', 'users.csv.gz', 'nested/x', '_tmp']
  for (const name of stale) s3.put(prefix + name, 'stale')
  s3.put(prefix, '') // the console's marker of a folder
  s3.put('data/users_old/keep.csv', 'foreign')
  s3.put(`${prefix}users.csv`, 'old')
  const replacement = await target.replace(prefix, 'users.csv')
  await replacement.write(Buffer.from('new'))
  await replacement.complete()
  await replacement.publish()

  for (const state of s3.seen) {
    const rows = Object.entries(state).filter(([key, text]) => key.startsWith(prefix) && text !== '')
    expect(rows.some(([, text]) => text === 'new') && rows.length > 1).toBe(false)
    expect(['old', 'new']).toContain(state[`${prefix}users.csv`])
  }
  expect([...s3.objects.keys()].sort()).toEqual([prefix, `${prefix}users.csv`, 'data/users_old/keep.csv'])
  expect(s3.objects.get(`${prefix}users.csv`)?.toString()).toBe('new')
})

test.each(['CreateMultipartUpload', 'UploadPart', 'ListObjectsV2', 'CompleteMultipartUpload'])(
  'a failing %s is named and leaves the former object',
  async (operation) => {
    const { s3, target } = setUp()
    s3.put(`${prefix}users.csv`, 'old')
    s3.before = (each) => {
      if (each === operation) throw Object.assign(new Error('slow down'), { name: 'SlowDown' })
    }
    const attempt = async () => {
      const replacement = await target.replace(prefix, 'users.csv')
      try {
        await replacement.write(Buffer.from('new'))
        await replacement.complete()
        await replacement.publish()
      } catch (error) {
        await replacement.discard()
        throw error
      }
    }
    await expect(attempt()).rejects.toMatchObject({
      name: 'TargetError',
      message: expect.stringMatching(new RegExp(`^${operation} s3://lake/data/users/.*SlowDown: slow down`)),
    })
    expect(Object.fromEntries(s3.objects)).toEqual({ [`${prefix}users.csv`]: Buffer.from('old') })
    expect(s3.uploads.size).toBe(0)
  },
)

test('parts travel two at a time, and the writer waits', async () => {
  const { s3, target } = setUp()
  let running = 0
  let most = 0
  s3.before = async (operation) => {
    if (operation !== 'UploadPart') return
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 2))
    running -= 1
  }
  const replacement = await target.replace(prefix, 'users.csv')
  for (let i = 0; i < 6; i += 1) await replacement.write(Buffer.alloc(8 << 20))
  await replacement.complete()
  expect(most).toBe(2)
})

test('an object that waits to be published holds none of its bytes', async () => {
  const { client } = new FakeS3()
  const sent: WeakRef<ArrayBufferLike>[] = []
  const watched = {
    send: async (command: { input: { Body?: Buffer } }) => {
      if (command.input.Body) sent.push(new WeakRef(command.input.Body.buffer))
      return client.send(command as never)
    },
  } as unknown as S3Client
  const replacement = await s3Target({ bucket: 'lake', client: watched }).replace(prefix, 'users.csv')
  for (let i = 0; i < 3; i += 1) await replacement.write(Buffer.alloc(8 << 20))
  await replacement.complete()
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  await setImmediate()
  collectGarbage()
  expect(sent).toHaveLength(3)
  expect(sent.map((each) => each.deref())).toEqual([undefined, undefined, undefined])
  await replacement.publish()
})

const manifestOf = (keys: readonly string[], bucket = 'lake') =>
  JSON.stringify({ entries: keys.map((key) => ({ url: `s3-eu-west-1://${bucket}/${key}` })) })

test.each([
  ['copied inside S3', [6 << 20, 2], 'UploadPartCopy'],
  ['read and written where one is too small', [2, 2], 'UploadPart'],
])('parts by Aurora become one object: %s', async (_, sizes, call) => {
  const { s3, target } = setUp()
  const parts = sizes.map((size, index) => Buffer.alloc(size, 'ab'[index]))
  const staging = target.adopt!.staging('run-1', 'users')
  expect(staging.key).toMatch(/^staging\/mysql\/run-1\/[0-9a-f-]{36}\/users$/)
  expect(staging.uri).toBe(`s3-eu-west-1://lake/${staging.key}`)
  const keys = parts.map((_part, index) => `${staging.key}.part_0000${index}`)
  for (const [index, key] of keys.entries()) s3.objects.set(key, parts[index]!)
  s3.put(`${staging.key}.part_00009`, 'of a longer run')
  s3.put(`${staging.key}.manifest`, manifestOf(keys))
  s3.put(`${prefix}users.csv`, 'old')
  const { replacement, bytes } = await target.adopt!.parts(prefix, 'users.csv', staging, true)
  expect(s3.objects.get(`${prefix}users.csv`)?.toString()).toBe('old')
  expect(await replacement.publish()).toEqual([`${prefix}users.csv`])
  expect(s3.objects.get(`${prefix}users.csv`)!.equals(Buffer.concat(parts))).toBe(true)
  expect(bytes).toBe(Buffer.concat(parts).length)
  expect([...s3.objects.keys()]).toEqual([`${prefix}users.csv`])
  expect(s3.calls).toContain(call)
})

test('an export that goes on after its function was ended does not get into the one that is tried again', async () => {
  const { s3, target } = setUp()
  const [ended, again] = ['run-1', 'run-1'].map((runId) => target.adopt!.staging(runId, 'users'))
  for (const [staging, rows] of [
    [again!, ['1', '2']],
    [ended!, ['1,2']], // its parts end elsewhere: with the other's, rows would be there twice, or not at all
  ] as const) {
    const keys = rows.map((_row, index) => `${staging.key}.part_0000${index}`)
    for (const [index, key] of keys.entries()) s3.put(key, rows[index]!)
    s3.put(`${staging.key}.manifest`, manifestOf(keys))
  }
  const { replacement } = await target.adopt!.parts(prefix, 'users.csv', again!, true)
  await replacement.publish()
  expect(s3.objects.get(`${prefix}users.csv`)?.toString()).toBe('12')
})

test('without rows there is no manifest to read', async () => {
  const { s3, target } = setUp()
  const { replacement } = await target.adopt!.parts(prefix, 'users.csv', target.adopt!.staging('r', 'users'), false)
  await replacement.publish()
  expect(s3.objects.get(`${prefix}users.csv`)).toEqual(Buffer.alloc(0))
})

test.each([
  ['another bucket', (key: string) => manifestOf([`${key}.part_00000`], 'other'), 'not one of its parts'],
  ['another table', () => manifestOf(['data/secrets/x']), 'not one of its parts'],
  ['a part that is gone', (key: string) => manifestOf([`${key}.part_00000`]), 'NoSuchKey'],
  ['no JSON', () => 'oops', 'manifest'],
  ['no part, after rows', () => manifestOf([]), 'lists no bytes'],
  ['only an empty part, after rows', (key: string) => manifestOf([`${key}.part_empty`]), 'lists no bytes'],
])('a manifest that lists %s is refused', async (_, manifestAt, words) => {
  const { s3, target } = setUp()
  const staging = target.adopt!.staging('r', 'users')
  s3.put(`${staging.key}.manifest`, manifestAt(staging.key))
  s3.put(`${staging.key}.part_empty`, '')
  await expect(target.adopt!.parts(prefix, 'users.csv', staging, true)).rejects.toMatchObject({
    name: 'TargetError',
    message: expect.stringContaining(words),
  })
  expect(s3.uploads.size).toBe(0)
})

const tables = ['a', 'b'].map((name): SourceTable => ({
  name,
  schema: 's',
  columns: [{ name: 'id', type: 'int' }],
  prefix: `data/${name}/`,
  format: { serde: 'delimited', delimiter: ',' },
  primaryKey: ['id'],
}))

test('time that runs out among the replacements leaves no half: all tables are of one moment', async () => {
  const { s3, target } = setUp()
  const time = new AbortController()
  s3.before = (operation) => {
    if (operation === 'CompleteMultipartUpload') time.abort(new OutOfTimeError('nothing was replaced'))
  }
  const source = embeddedSource({ a: [['1']], b: [['2']] })
  const done = await extract({ tables, source, target, runId: 'r', signal: time.signal })
  expect(done.map(({ objects }) => objects)).toEqual([['data/a/a.csv'], ['data/b/b.csv']])
  await expect(extract({ tables, source, target, runId: 'r', signal: time.signal })).rejects.toThrow('nothing was')
  expect([...s3.objects.keys()]).toEqual(['data/a/a.csv', 'data/b/b.csv'])
  expect(s3.uploads.size).toBe(0)
})

test.each(['CreateMultipartUpload', 'UploadPart'])(
  'time runs out by name while S3 never answers %s, nor the abort',
  async (operation) => {
    const { s3, target } = setUp()
    const time = new AbortController()
    s3.before = (each) => {
      if (each !== operation && each !== 'AbortMultipartUpload') return undefined
      if (each === operation) queueMicrotask(() => time.abort(new OutOfTimeError('nothing was replaced')))
      return new Promise(() => undefined)
    }
    const source = embeddedSource({ a: [['1']], b: [['2']] })
    await expect(extract({ tables, source, target, runId: 'r', signal: time.signal })).rejects.toMatchObject({
      name: 'OutOfTimeError',
    })
    expect(s3.objects.size).toBe(0)
  },
)

test('staged parts that cannot be removed leave all tables as they were', async () => {
  const { s3, target } = setUp()
  for (const { name, prefix } of tables) s3.put(`${prefix}${name}.csv`, 'old')
  const facts = { type: 3, length: 11, decimals: 0, isUnsigned: false, isBinary: false }
  const aurora: RowSource = {
    ...embeddedSource({}),
    atOneMoment: (work) =>
      work({
        describe: async () => [facts],
        read: async () => undefined,
        async run(sql) {
          const key = /s3-eu-west-1:\/\/lake\/([^']+)'/.exec(sql)?.[1]
          if (!key) return { rows: [], affectedRows: 0 }
          s3.put(`${key}.part_00000`, '1\n')
          s3.put(`${key}.manifest`, manifestOf([`${key}.part_00000`]))
          return { rows: [], affectedRows: 1 }
        },
      }),
  }
  const escaped = tables.map((table): SourceTable => ({
    ...table,
    format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  }))
  const run = () => extract({ tables: escaped, source: aurora, target, runId: 'r', strategy: 'aurora' })
  s3.before = (operation) => {
    if (operation === 'DeleteObjects') throw new Error('slow down')
  }
  await expect(run()).rejects.toMatchObject({ name: 'TargetError', message: expect.stringContaining('DeleteObjects') })
  expect(['a', 'b'].map((name) => s3.objects.get(`data/${name}/${name}.csv`)?.toString())).toEqual(['old', 'old'])
  expect(s3.uploads.size).toBe(0)
  s3.before = () => undefined
  expect((await run()).map(({ rows, bytes }) => [rows, bytes])).toEqual([
    [1, 2],
    [1, 2],
  ])
  // What could not be removed has a place of its own, and goes by the bucket's lifecycle rule.
  const published = [...s3.objects.keys()].filter((key) => !key.startsWith('staging/'))
  expect(published).toEqual(['data/a/a.csv', 'data/b/b.csv'])
})
