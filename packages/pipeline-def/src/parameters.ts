import { Parameter } from './sql/parameter.js'

/**
 * What differs between deployments of the pipeline. The definition holds `${Name}` for each; a deploy tool replaces it.
 * The names are the ones that the tutorial gives its CloudFormation parameters and substitutions.
 */
export const parameters = {
  /** ARN of the hello-world Lambda function. */
  lambdaArn: new Parameter('lambdaArn'),
  /** ARN of the Lambda function that exports MySQL tables. */
  MySQLLambdaArn: new Parameter('MySQLLambdaArn'),
  /** S3 URI under which Athena keeps the results of queries, with a trailing `/`. */
  AthenaResultsLocation: new Parameter('AthenaResultsLocation'),
  /** The Athena database of the three tables: lower case letters, digits and `_`. */
  AthenaDatabaseName: new Parameter('AthenaDatabaseName'),
  /** The Athena workgroup that runs the queries. */
  AthenaWorkGroup: new Parameter('AthenaWorkGroup'),
  /** S3 URI under which the tables' files lie, with a trailing `/`. */
  DataLocation: new Parameter('DataLocation'),
} as const

/** A name of {@link parameters}. */
export type ParameterName = keyof typeof parameters
