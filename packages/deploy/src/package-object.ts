import { readFile } from 'node:fs/promises'
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Connection } from './connection.js'
import { httpStatus } from './explain-error.js'
import { Problem } from './problem.js'
import type { UploadStep } from './steps.js'
import type { Terminal } from './terminal.js'

/** What became of an upload. */
export interface UploadResult {
  kind: 'upload'
  bucket: string
  key: string
  result: 'uploaded' | 'there'
}

/** Puts the package where the template looks for it. Its name is the hash of its content: what is there is the same. */
export async function upload(
  { s3 }: Connection,
  { err, signal: abortSignal }: Terminal,
  { key, file, bytes }: UploadStep,
  bucket: string,
): Promise<UploadResult> {
  const at = { Bucket: bucket, Key: key }
  const isThere = (await sizeOf(s3, at, abortSignal)) === bytes
  if (!isThere) {
    const content = { Body: await readFile(file), ContentType: 'application/zip' }
    await s3.send(new PutObjectCommand({ ...at, ...content }), { abortSignal })
  }
  err(`s3://${bucket}/${key}\n  ${isThere ? 'is there' : `uploaded, ${bytes} bytes`}\n`)
  return { kind: 'upload', bucket, key, result: isThere ? 'there' : 'uploaded' }
}

/** An object's size in bytes; undefined when there is none. */
export async function sizeOf(
  s3: Connection['s3'],
  at: { Bucket: string; Key: string },
  abortSignal: AbortSignal,
): Promise<number | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand(at), { abortSignal })).ContentLength
  } catch (error) {
    if (httpStatus(error) === 404) return undefined
    if (httpStatus(error) === 403)
      // an answer to HEAD has no text, and without s3:ListBucket a missing object is forbidden too
      throw new Problem(`s3://${at.Bucket}/${at.Key} is closed to you: s3:GetObject and s3:ListBucket are needed.`)
    throw error
  }
}
