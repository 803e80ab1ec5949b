import { S3 } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { type S3Calls, s3Store } from './s3-store.js'

/** An S3 of one process, with pages of two keys, that remembers the names of the calls. */
function fakeS3(): S3Calls & { objects: Map<string, Uint8Array>; calls: string[]; failPart?: number } {
  const objects = new Map<string, Uint8Array>()
  const parts: Uint8Array[] = []
  const missing = (name: string): Error => Object.assign(new Error('missing'), { name })
  const found = ({ Bucket, Key }: { Bucket: string; Key: string }, name: string): Uint8Array => {
    const bytes = objects.get(`${Bucket}/${Key}`)
    if (!bytes) throw missing(name)
    return bytes
  }
  const fake: ReturnType<typeof fakeS3> = {
    objects,
    calls: [],
    async putObject({ Bucket, Key, Body }) {
      fake.calls.push(`put ${Body.length}`)
      objects.set(`${Bucket}/${Key}`, Body)
    },
    async getObject(place) {
      const bytes = found(place, 'NoSuchKey')
      return {
        Body: (async function* () {
          yield bytes
        })(),
      }
    },
    async headObject(place) {
      return { ContentLength: found(place, 'NotFound').length, LastModified: new Date(0) }
    },
    async listObjectsV2({ Bucket, Prefix, ContinuationToken = '0' }) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(`${Bucket}/${Prefix}`)).sort()
      const start = Number(ContinuationToken)
      const Contents = keys.slice(start, start + 2).map((key) => ({
        Key: key.slice(Bucket.length + 1),
        Size: objects.get(key)!.length,
        LastModified: new Date(0),
      }))
      return { Contents, ...(start + 2 < keys.length && { NextContinuationToken: String(start + 2) }) }
    },
    async deleteObject({ Bucket, Key }) {
      objects.delete(`${Bucket}/${Key}`)
    },
    async copyObject({ Bucket, Key, CopySource }) {
      const [bucket, ...key] = decodeURIComponent(CopySource).split('/')
      objects.set(`${Bucket}/${Key}`, found({ Bucket: bucket!, Key: key.join('/') }, 'NoSuchKey'))
    },
    async createMultipartUpload() {
      fake.calls.push('begin')
      parts.length = 0
      return { UploadId: 'u' }
    },
    async uploadPart({ PartNumber, Body }) {
      if (fake.failPart === PartNumber) throw new Error('part lost')
      fake.calls.push(`part ${PartNumber} ${Body.length}`)
      parts.push(Body)
      return { ETag: `e${PartNumber}` }
    },
    async completeMultipartUpload({ Bucket, Key, MultipartUpload }) {
      fake.calls.push(`complete ${MultipartUpload.Parts.map((part) => part.ETag).join(' ')}`)
      objects.set(`${Bucket}/${Key}`, Buffer.concat(parts))
    },
    async abortMultipartUpload() {
      fake.calls.push('abort')
    },
  }
  return fake
}

const mega = 1 << 20
async function* megas(count: number): AsyncIterable<Uint8Array> {
  for (let n = 0; n < count; n++) yield new Uint8Array(mega)
}

it('takes the client of the AWS SDK as it is', () => {
  expect(s3Store(new S3({ region: 'eu-west-1' }))).toHaveProperty('put')
})

describe('put', () => {
  it.each([
    [0, ['put 0']],
    [3, [`put ${3 * mega}`]],
    [8, [`put ${8 * mega}`]],
    [9, ['begin', `part 1 ${8 * mega}`, `part 2 ${mega}`, 'complete e1 e2']],
    [16, ['begin', `part 1 ${8 * mega}`, `part 2 ${8 * mega}`, 'complete e1 e2']],
  ])('sends a stream of %i MiB as %j', async (count, calls) => {
    const s3 = fakeS3()
    expect(await s3Store(s3).put('s3://data/x', megas(count))).toMatchObject({ size: count * mega })
    expect(s3.calls).toEqual(calls)
    expect(s3.objects.get('data/x')!.length).toBe(count * mega)
  })

  it('gives up the parts of an upload that fails', async () => {
    const s3 = fakeS3()
    s3.failPart = 2
    await expect(s3Store(s3).put('s3://data/x', megas(20))).rejects.toThrow('part lost')
    expect(s3.calls.at(-1)).toBe('abort')
    expect(s3.objects.size).toBe(0)
  })
})

it('lists all pages, copies any key, and tells what is missing', async () => {
  const s3 = fakeS3()
  const store = s3Store(s3)
  for (const key of ['p/1', 'p/2', 'p/3', 'p/é +', 'q']) await store.put(`s3://data/${key}`, Buffer.from(key))
  const keys: string[] = []
  for await (const { address, size } of store.list('s3://data/p/')) keys.push(`${address} ${size}`)
  expect(keys).toEqual(['s3://data/p/1 3', 's3://data/p/2 3', 's3://data/p/3 3', 's3://data/p/é + 6'])
  await store.copy('s3://data/p/é +', 's3://other/copy')
  const chunks: Uint8Array[] = []
  for await (const chunk of store.get('s3://other/copy')) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('p/é +')
  await store.delete('s3://other/copy')
  expect(await store.head('s3://other/copy')).toBeUndefined()
  await expect(store.get('s3://other/copy')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    name: 'BlobNotFoundError',
  })
  await expect(store.copy('s3://data/none', 's3://data/x')).rejects.toMatchObject({ name: 'BlobNotFoundError' })
})
