import {
  environmentNames,
  environments,
  type EnvironmentParameters,
  type EnvironmentSettings,
} from '../environments.js'
import { equals, not, part, ref, sub, when } from './intrinsics.js'
import type { Template, TemplateParameter, Value } from './template.js'

/** A parameter that may stay empty; then a value follows from the others. */
const optional = (Description: string, pattern: string, ConstraintDescription: string): TemplateParameter => ({
  Type: 'String',
  Description,
  Default: '',
  AllowedPattern: `^$|${pattern}`,
  ConstraintDescription,
})

const location = '^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9!_.*()=-]+/)*$'

/** Every parameter of the tutorial's templates, under the tutorial's name. */
export function commonParameters(defaults: EnvironmentParameters) {
  return {
    Environment: {
      Type: 'String',
      Description: 'Which of the environments this stack belongs to.',
      Default: defaults.Environment,
      AllowedValues: environmentNames,
    },
    AthenaDatabaseName: {
      Type: 'String',
      Description: 'The Athena database of the tables. It is created when it does not exist.',
      Default: defaults.AthenaDatabaseName,
      AllowedPattern: '^[a-z][a-z0-9_]{0,62}$',
      ConstraintDescription: 'Lower case letters, digits and _, first a letter.',
    },
    S3LambdaBucket: optional(
      'The data lake bucket, which also holds the function packages. Empty: the one of datalake_s3_stack.yaml.',
      '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      'The name of a bucket.',
    ),
    DataLocation: optional(
      'Where the tables lie, as s3://bucket/data/. Empty: data/ in the bucket. Another bucket has to be the one that AWS_cfn_mysql_small.yaml was given: its network leads to no other.',
      location,
      'An S3 URI that ends in /.',
    ),
    AthenaResultsLocation: optional(
      'Where Athena keeps query results, as s3://bucket/athena/. Empty: athena/ in the bucket.',
      location,
      'An S3 URI that ends in /.',
    ),
  } satisfies Record<string, TemplateParameter>
}

/** The conditions that tell which of the optional parameters was given. */
export const isGiven = (parameter: string): Value => not(equals(ref(parameter), ''))

/** The name of the data lake's bucket when nobody gave one: the same in every stack of an account, region and environment. */
export const defaultBucket = sub('datalake-${Environment}-${AWS::AccountId}-${AWS::Region}')

/** The bucket; needs the condition `BucketGiven`. */
export const bucket = when('BucketGiven', ref('S3LambdaBucket'), defaultBucket)

/** Where the tables lie; needs `DataLocationGiven`. */
export const dataLocation = when(
  'DataLocationGiven',
  ref('DataLocation'),
  sub('s3://${Bucket}/data/', { Bucket: bucket }),
)

/** Where query results lie; needs `ResultsLocationGiven`. */
export const resultsLocation = when(
  'ResultsLocationGiven',
  ref('AthenaResultsLocation'),
  sub('s3://${Bucket}/athena/', { Bucket: bucket }),
)

/** Where Aurora stages what it exports by itself, in the bucket of the data. */
export const stagingPrefix = 'staging/mysql/'

/** `bucket/folder/` of a location. */
export const pathOf = (location: Value): Value => part(1, 's3://', location)

/** The bucket of a location. */
export const bucketOf = (location: Value): Value => part(2, '/', location)

/** The mapping behind {@link setting}, with the settings that a template reads. */
export function environmentMapping(names: readonly (keyof EnvironmentSettings)[]): NonNullable<Template['Mappings']> {
  const chosen = environmentNames.map((name) => {
    const { settings } = environments[name]
    return [name, Object.fromEntries(names.map((key) => [key, settings[key]]))] as const
  })
  return { Environments: Object.fromEntries(chosen) }
}
