import type { EnvironmentParameters } from '../environments.js'
import { getAtt, ref, setting, sub, when } from './intrinsics.js'
import { commonParameters, defaultBucket, environmentMapping, isGiven } from './parameters.js'
import type { Template } from './template.js'

/** `datalake_s3_stack.yaml`: the bucket of the tables, the query results and the function packages. */
export function datalakeS3(defaults: EnvironmentParameters): Template {
  const { Environment, S3LambdaBucket } = commonParameters(defaults)
  return {
    Description: 'The data lake: one private, encrypted bucket.',
    Parameters: {
      Environment,
      SourceDataBucketName: {
        ...S3LambdaBucket,
        Description: 'The name of the bucket. Empty: datalake-<environment>-<account>-<region>.',
      },
    },
    Mappings: environmentMapping(['ResultsRetentionDays']),
    Conditions: { BucketGiven: isGiven('SourceDataBucketName') },
    Resources: {
      DatalakeBucket: {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'RetainExceptOnCreate', // an empty bucket left by a failed creation would be in the next one's way
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketName: when('BucketGiven', ref('SourceDataBucketName'), defaultBucket),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
          VersioningConfiguration: { Status: 'Enabled' },
          // Never an age for data/: Iceberg's metadata would name files that are gone.
          LifecycleConfiguration: {
            Rules: [
              {
                Id: 'ExpireQueryResults',
                Status: 'Enabled',
                Prefix: 'athena/',
                ExpirationInDays: setting('ResultsRetentionDays'),
              },
              { Id: 'ExpireStagedExports', Status: 'Enabled', Prefix: 'staging/', ExpirationInDays: 7 },
              {
                Id: 'ForgetOldVersionsAndParts',
                Status: 'Enabled',
                NoncurrentVersionExpiration: { NoncurrentDays: 7 },
                ExpiredObjectDeleteMarker: true, // every replaced file of the report leaves one
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        },
      },
      DatalakeBucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        DeletionPolicy: 'RetainExceptOnCreate', // a bucket that outlives its stack stays closed
        UpdateReplacePolicy: 'Retain',
        Properties: {
          Bucket: ref('DatalakeBucket'),
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              deny('RefusePlainText', { Bool: { 'aws:SecureTransport': 'false' } }),
              deny('RefuseOldTls', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
            ],
          },
        },
      },
    },
    Outputs: {
      BucketName: {
        Description: 'The bucket.',
        Value: ref('DatalakeBucket'),
        Export: { Name: sub('${AWS::StackName}-BucketName') },
      },
      DataLocation: { Description: 'Where the tables lie.', Value: sub('s3://${DatalakeBucket}/data/') },
      AthenaResultsLocation: { Description: 'Where query results lie.', Value: sub('s3://${DatalakeBucket}/athena/') },
    },
  }
}

const deny = (Sid: string, Condition: { [operator: string]: { [key: string]: string } }) => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [getAtt('DatalakeBucket', 'Arn'), sub('${DatalakeBucket.Arn}/*')],
  Condition,
})
