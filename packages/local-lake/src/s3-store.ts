import { type BlobInfo, BlobNotFoundError, type BlobStore, splitAddress } from './blob-store.js'

/** What this store calls of `S3` from `@aws-sdk/client-s3`: pass `new S3({ region })`. */
export interface S3Calls {
  putObject(input: { Bucket: string; Key: string; Body: Uint8Array }): Promise<unknown>
  getObject(input: { Bucket: string; Key: string }): Promise<{ Body?: unknown }>
  headObject(input: {
    Bucket: string
    Key: string
  }): Promise<{ ContentLength?: number | undefined; LastModified?: Date | undefined }>
  listObjectsV2(input: { Bucket: string; Prefix: string; ContinuationToken?: string }): Promise<{
    Contents?:
      | readonly { Key?: string | undefined; Size?: number | undefined; LastModified?: Date | undefined }[]
      | undefined
    NextContinuationToken?: string | undefined
  }>
  deleteObject(input: { Bucket: string; Key: string }): Promise<unknown>
  copyObject(input: { Bucket: string; Key: string; CopySource: string }): Promise<unknown>
  createMultipartUpload(input: { Bucket: string; Key: string }): Promise<{ UploadId?: string | undefined }>
  uploadPart(input: {
    Bucket: string
    Key: string
    UploadId: string
    PartNumber: number
    Body: Uint8Array
  }): Promise<{ ETag?: string | undefined }>
  completeMultipartUpload(input: {
    Bucket: string
    Key: string
    UploadId: string
    MultipartUpload: { Parts: { ETag?: string; PartNumber: number }[] }
  }): Promise<unknown>
  abortMultipartUpload(input: { Bucket: string; Key: string; UploadId: string }): Promise<unknown>
}

/** Bytes a part; S3 takes 5 MiB to 5 GiB and 10,000 parts, so objects up to 80 GiB. */
const partSize = 8 << 20

/** S3 itself. Streams go up in parts of 8 MiB, one at a time, so memory stays flat. */
export function s3Store(client: S3Calls): BlobStore {
  const place = (address: string): { Bucket: string; Key: string } => {
    const { bucket, key } = splitAddress(address)
    return { Bucket: bucket, Key: key }
  }
  const head = async (address: string): Promise<BlobInfo | undefined> => {
    try {
      const found = await client.headObject(place(address))
      return { address, size: found.ContentLength ?? 0, lastModified: found.LastModified ?? new Date(0) }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
  return {
    head,
    async put(address, body) {
      const size =
        body instanceof Uint8Array
          ? await putWhole(client, place(address), body)
          : await putStream(client, place(address), body)
      return { address, size, lastModified: new Date() }
    },
    async *get(address) {
      const reply = await client.getObject(place(address)).catch((error: unknown) => {
        throw isMissing(error) ? new BlobNotFoundError(address) : error
      })
      yield* reply.Body as AsyncIterable<Uint8Array>
    },
    async *list(prefix) {
      const { bucket, key } = splitAddress(prefix)
      let token: string | undefined
      do {
        const page = await client.listObjectsV2({
          Bucket: bucket,
          Prefix: key,
          ...(token !== undefined && { ContinuationToken: token }),
        })
        for (const object of page.Contents ?? [])
          yield {
            address: `s3://${bucket}/${object.Key}`,
            size: object.Size ?? 0,
            lastModified: object.LastModified ?? new Date(0),
          }
        token = page.NextContinuationToken
      } while (token !== undefined)
    },
    async delete(address) {
      await client.deleteObject(place(address))
    },
    async copy(from, to) {
      const { bucket, key } = splitAddress(from)
      const source = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
      await client.copyObject({ ...place(to), CopySource: source }).catch((error: unknown) => {
        throw isMissing(error) ? new BlobNotFoundError(from) : error
      })
    },
  }
}

async function putWhole(client: S3Calls, place: { Bucket: string; Key: string }, body: Uint8Array): Promise<number> {
  await client.putObject({ ...place, Body: body })
  return body.length
}

async function putStream(
  client: S3Calls,
  place: { Bucket: string; Key: string },
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  let size = 0
  let upload: string | undefined
  const parts: { ETag?: string; PartNumber: number }[] = []
  try {
    for await (const { bytes, last } of partsOf(body)) {
      size += bytes.length
      if (last && upload === undefined) return await putWhole(client, place, bytes)
      upload ??= (await client.createMultipartUpload(place)).UploadId!
      const PartNumber = parts.length + 1
      const { ETag } = await client.uploadPart({ ...place, UploadId: upload, PartNumber, Body: bytes })
      parts.push({ PartNumber, ...(ETag !== undefined && { ETag }) })
    }
    await client.completeMultipartUpload({ ...place, UploadId: upload!, MultipartUpload: { Parts: parts } })
    return size
  } catch (error) {
    // Parts of an upload that is never completed are invisible and paid for.
    if (upload !== undefined) await client.abortMultipartUpload({ ...place, UploadId: upload }).catch(() => undefined)
    throw error
  }
}

/** The stream cut into parts; at least one, and `last` on the last. */
async function* partsOf(body: AsyncIterable<Uint8Array>): AsyncIterable<{ bytes: Uint8Array; last: boolean }> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    waiting.push(chunk)
    size += chunk.length
    while (size > partSize) {
      const all = Buffer.concat(waiting)
      yield { bytes: all.subarray(0, partSize), last: false }
      waiting = [all.subarray(partSize)]
      size -= partSize
    }
  }
  yield { bytes: Buffer.concat(waiting), last: true }
}

function isMissing(error: unknown): boolean {
  const { name } = error as Error
  return name === 'NotFound' || name === 'NoSuchKey'
}
