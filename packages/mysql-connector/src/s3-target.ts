import { randomUUID } from 'node:crypto'
import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3'
import { MultipartUpload } from './multipart-upload.js'
import type { ObjectTarget } from './object-target.js'
import { callsTo } from './s3-calls.js'
import { adopted, cleared } from './s3-parts.js'

export interface S3TargetOptions {
  bucket: string
  /** Default: a client from the environment. */
  client?: S3Client
  /** Where parts by Aurora are staged; ends in `/`, outside of every table's prefix. Default: `staging/mysql/`. */
  stagingPrefix?: string
  /** The bucket's region, for Aurora. Default: the environment's `AWS_REGION`. */
  region?: string | undefined
}

/**
 * A bucket. An object in the making is a multipart upload: invisible until it is completed, and then visible whole.
 *
 * Needs `s3:PutObject`, `s3:AbortMultipartUpload` and `s3:DeleteObject` on the prefixes and `s3:ListBucket` on the bucket;
 * for Aurora also `s3:GetObject` on the staging prefix.
 */
export function s3Target(options: S3TargetOptions): ObjectTarget {
  const {
    bucket,
    client = new S3Client({}),
    stagingPrefix = 'staging/mysql/',
    region = process.env['AWS_REGION'],
  } = options
  const call = callsTo(bucket)

  async function begin(prefix: string, name: string): Promise<MultipartUpload> {
    const key = prefix + name
    const command = new CreateMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      ChecksumAlgorithm: 'CRC32',
      ContentType: name.endsWith('.gz') ? 'application/gzip' : 'text/csv; charset=utf-8',
    })
    const { UploadId } = await call('CreateMultipartUpload', key, () => client.send(command))
    return new MultipartUpload({ client, bucket, prefix, key, uploadId: UploadId! })
  }

  return {
    description: `s3://${bucket}`,
    replace: begin,
    adopt: {
      staging(runId, table) {
        // A place of its own for each try: what Aurora was told to write goes on after the function that asked was ended.
        const key = `${stagingPrefix}${runId}/${randomUUID()}/${table}`
        return { key, uri: `s3${region ? `-${region}` : ''}://${bucket}/${key}` }
      },
      clear: (staging) => cleared(client, bucket, staging),
      async parts(prefix, name, staging, hasRows) {
        const upload = await begin(prefix, name)
        try {
          return await adopted({ client, bucket, staging, hasRows, upload })
        } catch (error) {
          await upload.discard()
          throw error
        }
      },
    },
  }
}
