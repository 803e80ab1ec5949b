import { HeadBucketCommand } from '@aws-sdk/client-s3'
import type { Connection } from './connection.js'
import { httpStatus } from './explain-error.js'
import { Problem } from './problem.js'
import { approachTo, type StackState } from './stack-state.js'
import { stackNames, type Request } from './steps.js'

/** Which bucket it is, and whether it is the first stack's. A bucket that an earlier deployment was given is kept. */
export async function bucketChoice(
  { s3 }: Connection,
  abortSignal: AbortSignal,
  { environment, bucket }: Request,
  states: ReadonlyMap<string, StackState>,
): Promise<Pick<Request, 'bucket' | 'bucketIsForeign'>> {
  const names = stackNames(environment)
  if (approachTo(states.get(names.lake)?.status) === 'update') return bucket === undefined ? {} : { bucket }
  const wanted = bucket ?? states.get(names.etl)?.parameters['S3LambdaBucket']
  if (!wanted) return {}
  try {
    await s3.send(new HeadBucketCommand({ Bucket: wanted }), { abortSignal })
    return { bucket: wanted, bucketIsForeign: true }
  } catch (error) {
    switch (httpStatus(error)) {
      case 404:
        return { bucket: wanted }
      case 301:
        throw new Problem(`The bucket ${wanted} lies in another region: choose it with --region.`)
      case 403: {
        const why = "it is somebody else's, or you lack s3:ListBucket"
        throw new Problem(`The bucket ${wanted} exists and is closed to you: ${why}.`)
      }
      default:
        throw error
    }
  }
}
