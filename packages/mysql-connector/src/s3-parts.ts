import { GetObjectCommand, HeadObjectCommand, UploadPartCopyCommand, type S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import { TargetError } from './errors.js'
import type { MultipartUpload } from './multipart-upload.js'
import type { Replacement, Staging } from './object-target.js'
import { callsTo, keysBelow, removeKeys, textOf } from './s3-calls.js'

/** The most that one call copies inside S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const mostCopiedBytes = 5 * 2 ** 30
/** The least that a part other than the last may have. */
const leastPartBytes = 5 << 20

const manifest = z.object({ entries: z.array(z.object({ url: z.string() })) })

/** What {@link adopted} works on. */
export interface Adoption {
  client: S3Client
  bucket: string
  staging: Staging
  /** Whether there is a manifest to read: without rows Aurora may write none. */
  hasRows: boolean
  upload: MultipartUpload
}

/**
 * Makes an upload out of the parts that a manifest lists: copied inside S3, or read and written where a part is too
 * small for that. Then the staged parts go.
 */
export async function adopted(adoption: Adoption): Promise<{ replacement: Replacement; bytes: number }> {
  const { client, bucket, staging, hasRows, upload } = adoption
  const keys = hasRows ? keysOf(await textOf(client, bucket, `${staging.key}.manifest`), bucket, staging) : []
  const sizes = await Promise.all(keys.map((key) => sizeOf(client, bucket, key)))
  if (hasRows && sizes.every((size) => size === 0)) {
    throw new TargetError(`The manifest of s3://${bucket}/${staging.key} lists no bytes, though Aurora exported rows.`)
  }
  const canCopy =
    keys.length > 0 && sizes.slice(0, -1).every((size) => size >= leastPartBytes) && sizes.every((size) => size > 0)
  for (const [index, key] of keys.entries()) {
    if (canCopy) await copied(adoption, key, sizes[index]!)
    else await rewritten(adoption, key)
  }
  await upload.complete()
  await cleared(client, bucket, staging) // a failure here replaces no table; once tables are replaced it would stop at half of them
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), replacement: upload }
}

/** Removes whatever lies in a staging place. */
export async function cleared(client: S3Client, bucket: string, staging: Staging): Promise<void> {
  for await (const left of keysBelow(client, bucket, staging.key)) await removeKeys(client, bucket, left)
}

function keysOf(text: string, bucket: string, staging: Staging): string[] {
  const content = manifest.safeParse(parsed(text))
  if (!content.success) throw new TargetError(`s3://${bucket}/${staging.key}.manifest is not a manifest of Aurora's.`)
  return content.data.entries.map(({ url }) => {
    const [, host, key] = /^s3(?:-[a-z0-9-]+)?:\/\/([^/]+)\/(.+)$/.exec(url) ?? []
    if (host !== bucket || !key?.startsWith(staging.key)) {
      throw new TargetError(
        `The manifest of s3://${bucket}/${staging.key} lists ${url}, which is not one of its parts.`,
      )
    }
    return key
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function sizeOf(client: S3Client, bucket: string, key: string): Promise<number> {
  const head = () => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
  const { ContentLength } = await callsTo(bucket)('HeadObject', key, head)
  return ContentLength ?? 0
}

async function copied({ client, bucket, upload }: Adoption, key: string, size: number): Promise<void> {
  const CopySource = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
  const pieces = Math.ceil(size / mostCopiedBytes)
  for (let piece = 0; piece < pieces; piece += 1) {
    const first = Math.floor((size * piece) / pieces)
    const last = Math.floor((size * (piece + 1)) / pieces) - 1
    await upload.part(async (place, abortSignal) => {
      const command = new UploadPartCopyCommand({ ...place, CopySource, CopySourceRange: `bytes=${first}-${last}` })
      const { CopyPartResult } = await client.send(command, { abortSignal })
      return {
        ...(CopyPartResult?.ETag ? { ETag: CopyPartResult.ETag } : {}),
        ...(CopyPartResult?.ChecksumCRC32 ? { ChecksumCRC32: CopyPartResult.ChecksumCRC32 } : {}),
      }
    })
  }
}

async function rewritten({ client, bucket, upload }: Adoption, key: string): Promise<void> {
  const get = () => client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const { Body } = await callsTo(bucket)('GetObject', key, get)
  for await (const chunk of Body as AsyncIterable<Buffer>) await upload.write(Buffer.from(chunk))
}
