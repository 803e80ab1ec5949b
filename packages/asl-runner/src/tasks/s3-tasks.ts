import { createHash } from 'node:crypto'
import { Failure } from '../failure.js'
import type { Outcome } from '../states/task.js'
import { instant } from '../timestamp.js'
import type { Integration } from './integration.js'
import type { S3Object, S3Store } from './s3.js'

type Parameters = Readonly<Record<string, unknown>>

/** `aws-sdk:s3:getObject`, `putObject` and `listObjectsV2` over a store. */
export function s3Integration(store: S3Store): Integration {
  return ({ resource }, { input }) => {
    if (resource.kind !== 'service' || resource.service !== 'aws-sdk:s3') return undefined
    const operation = Object.hasOwn(operations, resource.action) ? operations[resource.action] : undefined
    return operation && { outcome: operation(store, (input ?? {}) as Parameters) }
  }
}

const operations: Readonly<Record<string, (store: S3Store, parameters: Parameters) => Promise<Outcome>>> = {
  async getObject(store, { Bucket, Key }) {
    const object = await store.get(String(Bucket), String(Key))
    if (!object) return missing(store, String(Bucket))
    const bytes = bytesOf(object)
    return {
      output: {
        AcceptRanges: 'bytes',
        Body: bytes.toString('utf8'),
        ContentLength: bytes.length,
        ETag: etagOf(bytes),
        LastModified: instant(object.lastModified ?? 0),
        Metadata: {},
      },
    }
  },

  async putObject(store, { Bucket, Key, Body }) {
    const text = typeof Body === 'string' ? Body : JSON.stringify(Body ?? '')
    await store.put(String(Bucket), String(Key), text)
    return { output: { ETag: etagOf(Buffer.from(text)) } }
  },

  async listObjectsV2(store, { Bucket, Prefix = '', MaxKeys = 1000 }) {
    const keys = await store.list(String(Bucket), String(Prefix))
    if (!keys) return missing(store, String(Bucket))
    const listed = keys.slice(0, Number(MaxKeys))
    const Contents = await Promise.all(
      listed.map(async (Key) => {
        const object = (await store.get(String(Bucket), Key))!
        const bytes = bytesOf(object)
        const LastModified = instant(object.lastModified ?? 0)
        return { ETag: etagOf(bytes), Key, LastModified, Size: bytes.length, StorageClass: 'STANDARD' }
      }),
    )
    const about = { IsTruncated: keys.length > listed.length, KeyCount: listed.length, MaxKeys, Name: Bucket, Prefix }
    return { output: { Contents, ...about } }
  },
}

const bytesOf = ({ body }: S3Object): Buffer => Buffer.from(body as string)
const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`

async function missing(store: S3Store, bucket: string): Promise<Outcome> {
  const hasBucket = (await store.list(bucket, '')) !== undefined
  const [error, message] = hasBucket
    ? ['S3.NoSuchKeyException', 'The specified key does not exist.']
    : ['S3.NoSuchBucketException', 'The specified bucket does not exist']
  return { failure: new Failure(error, `${message} (Service: S3, Status Code: 404, Request ID: 0000000000000000)`) }
}
