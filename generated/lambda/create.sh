#!/bin/sh
# Creates the role and the function: BUCKET, SECRET_ARN, MYSQL_HOST, SUBNET_IDS and SECURITY_GROUP_IDS (comma separated)
# are yours; ZIP is what "pnpm package" wrote. A role or a log group that is there already is used.
set -eu
: "${BUCKET:?}" "${SECRET_ARN:?}" "${MYSQL_HOST:?}" "${SUBNET_IDS:?}" "${SECURITY_GROUP_IDS:?}" "${ZIP:?}"
zip=$(realpath "$ZIP")
cd "$(dirname "$0")"
account=$(aws sts get-caller-identity --query Account --output text)
policy=$(mktemp)
trap 'rm -f "$policy"' EXIT

aws iam get-role --role-name my-lambda-role > /dev/null 2>&1 ||
  aws iam create-role --role-name my-lambda-role --assume-role-policy-document file://trust-policy.json
sed -e "s|<YOUR_S3_BUCKET>|$BUCKET|g" -e "s|<YOUR_SECRET_ARN>|$SECRET_ARN|g" -e "s|<YOUR_AWS_ACCOUNT_ID>|$account|g" \
  permissions.json > "$policy"
aws iam put-role-policy --role-name my-lambda-role --policy-name mysql-lambda --policy-document "file://$policy"
aws logs create-log-group --log-group-name /aws/lambda/mysql-lambda 2>/dev/null || true # the next line says what is wrong
aws logs put-retention-policy --log-group-name /aws/lambda/mysql-lambda --retention-in-days 30

# A role is known to Lambda, and its policy counts, some seconds after it was made.
tries=10
until said=$(aws lambda create-function --function-name mysql-lambda --runtime nodejs24.x --handler index.handler \
  --zip-file "fileb://$zip" --role "arn:aws:iam::$account:role/my-lambda-role" --timeout 900 --memory-size 1024 \
  --vpc-config "SubnetIds=$SUBNET_IDS,SecurityGroupIds=$SECURITY_GROUP_IDS" \
  --environment "Variables={DATA_LOCATION=s3://$BUCKET/data/,MYSQL_SECRET_ARN=$SECRET_ARN,MYSQL_HOST=$MYSQL_HOST}" 2>&1)
do
  tries=$((tries - 1))
  case $tries:$said in
    0:*) echo "$said" >&2; exit 1 ;;
    *'cannot be assumed'* | *'does not have permissions'*) sleep "${WAIT:-5}" ;;
    *) echo "$said" >&2; exit 1 ;;
  esac
done
echo "$said"
aws lambda wait function-active-v2 --function-name mysql-lambda
