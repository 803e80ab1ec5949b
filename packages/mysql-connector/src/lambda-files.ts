/** A file by its name. */
export interface LambdaFile {
  path: string
  text: string
}

/** The event with which the function is tried out: a queue message that names no table, so all are extracted. */
export const testEvent = `${JSON.stringify(
  { Records: [{ body: JSON.stringify({ registration_date: '2023-01-01', user: 'mshakhomirov' }, null, 5) }] },
  null,
  2,
)}\n`

/** What {@link lambdaFiles} has to know of the tables. */
export interface LambdaFilesOptions {
  /** The prefixes below which objects are replaced. */
  prefixes: readonly string[]
  /** Where parts by Aurora are staged. Default: `staging/mysql/`. */
  stagingPrefix?: string
}

/**
 * The files with which the function is created, updated and invoked by itself, with nothing but the AWS CLI: the test
 * event, the role's trust and permissions, and the commands.
 */
export function lambdaFiles({ prefixes, stagingPrefix = 'staging/mysql/' }: LambdaFilesOptions): LambdaFile[] {
  return [
    { path: 'test-event.json', text: testEvent },
    { path: 'trust-policy.json', text: json(trustPolicy) },
    { path: 'permissions.json', text: json(permissions(prefixes, stagingPrefix)) },
    { path: 'create.sh', text: create },
    { path: 'update.sh', text: update },
    { path: 'invoke.sh', text: invoke },
  ]
}

const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}

function permissions(prefixes: readonly string[], stagingPrefix: string) {
  const objects = (below: readonly string[]) => below.map((prefix) => `arn:aws:s3:::<YOUR_S3_BUCKET>/${prefix}*`)
  const all = [...prefixes, stagingPrefix]
  return {
    Version: '2012-10-17',
    Statement: [
      allow('ReplaceObjects', ['s3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject'], objects(all)),
      allow('ReadStagedParts', ['s3:GetObject'], objects([stagingPrefix])),
      {
        ...allow('FindStaleObjects', ['s3:ListBucket'], ['arn:aws:s3:::<YOUR_S3_BUCKET>']),
        Condition: { StringLike: { 's3:prefix': all.map((prefix) => `${prefix}*`) } },
      },
      allow('ReadCredentials', ['secretsmanager:GetSecretValue'], ['<YOUR_SECRET_ARN>']),
      allow(
        'WriteLogs',
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        ['arn:aws:logs:*:<YOUR_AWS_ACCOUNT_ID>:log-group:/aws/lambda/mysql-lambda:*'],
      ),
    ],
  }
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]) {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources }
}

const create = `#!/bin/sh
# Creates the role and the function: BUCKET, SECRET_ARN, MYSQL_HOST, SUBNET_IDS and SECURITY_GROUP_IDS (comma separated)
# are yours; ZIP is what "pnpm package" wrote.
set -eu
cd "$(dirname "$0")"
: "\${BUCKET:?}" "\${SECRET_ARN:?}" "\${MYSQL_HOST:?}" "\${SUBNET_IDS:?}" "\${SECURITY_GROUP_IDS:?}" "\${ZIP:?}"
account=$(aws sts get-caller-identity --query Account --output text)

aws iam create-role --role-name my-lambda-role --assume-role-policy-document file://trust-policy.json
sed -e "s|<YOUR_S3_BUCKET>|$BUCKET|g" -e "s|<YOUR_SECRET_ARN>|$SECRET_ARN|g" -e "s|<YOUR_AWS_ACCOUNT_ID>|$account|g" \\
  permissions.json > permissions.filled.json
aws iam put-role-policy --role-name my-lambda-role --policy-name mysql-lambda \\
  --policy-document file://permissions.filled.json
# A function in a VPC needs network interfaces of its own; AWS has no narrower resource for them than "*".
aws iam attach-role-policy --role-name my-lambda-role \\
  --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole
aws iam wait role-exists --role-name my-lambda-role
aws logs create-log-group --log-group-name /aws/lambda/mysql-lambda
aws logs put-retention-policy --log-group-name /aws/lambda/mysql-lambda --retention-in-days 30

aws lambda create-function --function-name mysql-lambda --runtime nodejs22.x --handler index.handler \\
  --zip-file "fileb://$ZIP" --role "arn:aws:iam::$account:role/my-lambda-role" --timeout 900 --memory-size 1024 \\
  --vpc-config "SubnetIds=$SUBNET_IDS,SecurityGroupIds=$SECURITY_GROUP_IDS" \\
  --environment "Variables={DATA_LOCATION=s3://$BUCKET/data/,MYSQL_SECRET_ARN=$SECRET_ARN,MYSQL_HOST=$MYSQL_HOST}"
`

const update = `#!/bin/sh
# Replaces the function's code: ZIP is what "pnpm package" wrote.
set -eu
: "\${ZIP:?}"
aws lambda update-function-code --function-name mysql-lambda --zip-file "fileb://$ZIP"
aws lambda wait function-updated --function-name mysql-lambda
`

const invoke = `#!/bin/sh
# Invokes the function with an event, by default test-event.json, and prints what it returns.
# The example tables are created by an event like {"mode":"seed"}.
set -eu
event=$(realpath "\${1:-$(dirname "$0")/test-event.json}")
result=$(mktemp)
trap 'rm -f "$result"' EXIT
error=$(aws lambda invoke --function-name mysql-lambda --cli-binary-format raw-in-base64-out --cli-read-timeout 900 \\
  --payload "file://$event" --query FunctionError --output text "$result")
cat "$result"
echo
[ "$error" = None ]
`

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
