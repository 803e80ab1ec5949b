import { AthenaClient } from '@aws-sdk/client-athena'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SFNClient } from '@aws-sdk/client-sfn'
import { Problem } from './problem.js'
import { expectProfile } from './profiles.js'

/** The clients of one account and region. */
export interface Connection {
  cloudFormation: CloudFormationClient
  stepFunctions: SFNClient
  athena: AthenaClient
  s3: S3Client
  lambda: LambdaClient
  /** @throws Problem when nothing names a region. */
  region(): Promise<string>
  /** The words that lead an AWS CLI command to the same place. */
  cliFlags: string
}

/**
 * Connects as the AWS CLI does: flags, then the environment, then the profile. `AWS_ENDPOINT_URL` and its like hold too.
 *
 * @throws Problem when the profile is in none of the AWS CLI's files, or the region can be none.
 */
export function connect({ profile, region }: { profile?: string; region?: string }): Connection {
  if (profile !== undefined) expectProfile(profile)
  else if (process.env['AWS_PROFILE']) expectProfile(process.env['AWS_PROFILE'])
  const fromEnvironment = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] // the SDK reads AWS_REGION alone
  const chosen = region ?? (fromEnvironment || undefined)
  if (chosen !== undefined && !/^[a-z][a-z0-9-]{0,62}$/.test(chosen))
    throw new Problem(`"${chosen}" cannot be a region's name: one is like eu-west-1.`, 2)
  const settings = {
    ...(profile === undefined ? {} : { profile }),
    ...(chosen === undefined ? {} : { region: chosen }),
    maxAttempts: 8, // CloudFormation throttles whole accounts: 20 s of backoff at the most, then the next one
  }
  const localS3 = Boolean(process.env['AWS_ENDPOINT_URL_S3'] || process.env['AWS_ENDPOINT_URL'])
  const cloudFormation = new CloudFormationClient(settings)
  return {
    cloudFormation,
    stepFunctions: new SFNClient(settings),
    athena: new AthenaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: localS3 }), // a stand-in has no name for each bucket
    lambda: new LambdaClient(settings),
    async region() {
      try {
        return await cloudFormation.config.region()
      } catch {
        throw new Problem('No region: give --region NAME, or set AWS_REGION, or a region in the profile.', 2)
      }
    },
    cliFlags: `${profile === undefined ? '' : ` --profile ${profile}`}${region === undefined ? '' : ` --region ${region}`}`,
  }
}
