/**
 * `deploy.sh`: the tutorial's, for people who have the AWS CLI alone. It takes the package that `pnpm package` wrote, whose
 * name changes with its content: CloudFormation sees a new key when there is new code, and only then.
 */
export const deployScript = `#!/usr/bin/env bash
# Deploys the pipeline with the AWS CLI alone: deploy.sh [staging|live|test]. Run \`pnpm package\` first.
# AWS_PROFILE and AWS_REGION choose the account and the region, as for every AWS command.
set -euo pipefail
[ -z "\${AWS_REGION:-}" ] || export AWS_DEFAULT_REGION=$AWS_REGION # version 1 of the CLI reads this one alone
cd "$(dirname "\${BASH_SOURCE[0]}")"

ENVIRONMENT=\${1:-staging}
PARAMETERS=parameters/$ENVIRONMENT.json
PACKAGES=\${PACKAGES:-../dist/lambda}
command -v aws > /dev/null || { echo "There is no AWS CLI on this machine" >&2; exit 2; }
[ -f "$PARAMETERS" ] || { echo "There is no environment $ENVIRONMENT: $(cd parameters && echo *)" >&2; exit 2; }

PACKAGE=$(ls -t "$PACKAGES"/stack-*.zip 2>/dev/null | head -n 1 || true)
[ -n "$PACKAGE" ] || { echo "No package in $PACKAGES: run pnpm package" >&2; exit 2; }
KEY=lambdas/mysql_connector/$(basename "$PACKAGE")

# The staging stacks have the tutorial's names.
SUFFIX=
[ "$ENVIRONMENT" = staging ] || SUFFIX=-$ENVIRONMENT
DATALAKE=DatalakeStagingLiveProject$SUFFIX
DATABASE=MySQLDB$SUFFIX
ETL=ETLSolutionStaging$SUFFIX

deploy() { # template stack [Name=value ...]
  local template=$1 stack=$2
  shift 2
  echo "Deploying $stack"
  aws cloudformation deploy --template-file "$template" --stack-name "$stack" --capabilities CAPABILITY_IAM \\
    --no-fail-on-empty-changeset --parameter-overrides "Environment=$ENVIRONMENT" "$@"
}

output() { # stack name
  aws cloudformation describe-stacks --stack-name "$1" --output text \\
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue"
}

value() { # name: what the environment's parameter file says
  sed -n "s/^ *\\"$1\\": \\"\\(.*\\)\\",\\{0,1\\}$/\\1/p" "$PARAMETERS"
}

deploy datalake_s3_stack.yaml "$DATALAKE"
BUCKET=$(output "$DATALAKE" BucketName)
deploy AWS_cfn_mysql_small.yaml "$DATABASE" "S3LambdaBucket=$BUCKET"
aws s3 cp "$PACKAGE" "s3://$BUCKET/$KEY"
deploy step_full.yaml "$ETL" "S3LambdaBucket=$BUCKET" "S3LambdaKey=$KEY" "DatabaseStackName=$DATABASE" \\
  "AthenaDatabaseName=$(value AthenaDatabaseName)" "ScheduleState=$(value ScheduleState)"

echo "Deployed. Start it: aws stepfunctions start-execution --state-machine-arn $(output "$ETL" StateMachineArn)"
`
