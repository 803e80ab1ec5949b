import type { ParameterName } from 'pipeline-def'

const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** The bucket of the lake here. */
export const bucket = 'datalake'

/** What a deployment here gives the definition's parameters. */
export const places: Readonly<Record<ParameterName, string>> = {
  lambdaArn: functionArn('HelloWorld'),
  MySQLLambdaArn: functionArn('MySqlConnector'),
  AthenaResultsLocation: `s3://${bucket}/athena/`,
  AthenaDatabaseName: 'mydatabase',
  AthenaWorkGroup: 'primary',
  DataLocation: `s3://${bucket}/data/`,
}
