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
      allow('ReplaceObjects', ['s3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject'], objects(prefixes)),
      allow('TakeStagedParts', ['s3:GetObject', 's3:DeleteObject'], objects([stagingPrefix])),
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
      // Describing has no narrower resource. Lambda wants to see the others on every kind of resource, not on interfaces alone.
      allow('SeeNetwork', ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], ['*']),
      allow(
        'PlaceInNetwork',
        [
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        ['arn:aws:ec2:*:<YOUR_AWS_ACCOUNT_ID>:*/*'],
      ),
    ],
  }
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]) {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources }
}

/** Creation is possible until 2028-06-01, as of 2026-11. */
const runtime = 'nodejs24.x'

const create = `#!/bin/sh
# Creates the role and the function: BUCKET, SECRET_ARN, MYSQL_HOST, SUBNET_IDS and SECURITY_GROUP_IDS (comma separated)
# are yours; ZIP is what "pnpm package" wrote. A role or a log group that is there already is used.
set -eu
: "\${BUCKET:?}" "\${SECRET_ARN:?}" "\${MYSQL_HOST:?}" "\${SUBNET_IDS:?}" "\${SECURITY_GROUP_IDS:?}" "\${ZIP:?}"
zip=$(realpath "$ZIP")
cd "$(dirname "$0")"
account=$(aws sts get-caller-identity --query Account --output text)
policy=$(mktemp)
trap 'rm -f "$policy"' EXIT

aws iam get-role --role-name my-lambda-role > /dev/null 2>&1 ||
  aws iam create-role --role-name my-lambda-role --assume-role-policy-document file://trust-policy.json
sed -e "s|<YOUR_S3_BUCKET>|$BUCKET|g" -e "s|<YOUR_SECRET_ARN>|$SECRET_ARN|g" -e "s|<YOUR_AWS_ACCOUNT_ID>|$account|g" \\
  permissions.json > "$policy"
aws iam put-role-policy --role-name my-lambda-role --policy-name mysql-lambda --policy-document "file://$policy"
aws logs create-log-group --log-group-name /aws/lambda/mysql-lambda 2>/dev/null || true # the next line says what is wrong
aws logs put-retention-policy --log-group-name /aws/lambda/mysql-lambda --retention-in-days 30

# A role is known to Lambda, and its policy counts, some seconds after it was made.
tries=10
until said=$(aws lambda create-function --function-name mysql-lambda --runtime ${runtime} --handler index.handler \\
  --zip-file "fileb://$zip" --role "arn:aws:iam::$account:role/my-lambda-role" --timeout 900 --memory-size 1024 \\
  --vpc-config "SubnetIds=$SUBNET_IDS,SecurityGroupIds=$SECURITY_GROUP_IDS" \\
  --environment "Variables={DATA_LOCATION=s3://$BUCKET/data/,MYSQL_SECRET_ARN=$SECRET_ARN,MYSQL_HOST=$MYSQL_HOST}" 2>&1)
do
  tries=$((tries - 1))
  case $tries:$said in
    0:*) echo "$said" >&2; exit 1 ;;
    *'cannot be assumed'* | *'does not have permissions'*) sleep "\${WAIT:-5}" ;;
    *) echo "$said" >&2; exit 1 ;;
  esac
done
echo "$said"
aws lambda wait function-active-v2 --function-name mysql-lambda
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
