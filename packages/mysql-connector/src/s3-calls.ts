import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { TargetError, wordsOf } from './errors.js'

/** The keys below a prefix, a page at a time. */
export async function* keysBelow(client: S3Client, bucket: string, prefix: string): AsyncGenerator<string[]> {
  let token: string | undefined
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(token ? { ContinuationToken: token } : {}),
    })
    const page = await callsTo(bucket)('ListObjectsV2', prefix, () => client.send(command))
    yield (page.Contents ?? []).map((object) => object.Key!)
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token)
}

/** Removes objects; at most a page of them. */
export async function removeKeys(client: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true }
  const { Errors } = await callsTo(bucket)('DeleteObjects', keys[0]!, () =>
    client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete })),
  )
  const [first] = Errors ?? []
  if (first) throw new TargetError(`DeleteObjects s3://${bucket}/${first.Key}: ${first.Code} ${first.Message ?? ''}`)
}

/** The whole text of a small object. */
export async function textOf(client: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await callsTo(bucket)('GetObject', key, () =>
    client.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
  )
  return (await Body?.transformToString()) ?? ''
}

/** Runs a call to S3; its failure says which call on which key. */
export function callsTo(bucket: string) {
  return async <Result>(operation: string, key: string, send: () => Promise<Result>): Promise<Result> => {
    try {
      return await send()
    } catch (cause) {
      if (cause instanceof TargetError) throw cause
      const name = cause instanceof Error ? cause.name : 'error'
      throw new TargetError(`${operation} s3://${bucket}/${key}: ${name}: ${wordsOf(cause)}`, { cause })
    }
  }
}
