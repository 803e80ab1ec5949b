#!/bin/sh
# Creates the role and the function: BUCKET, SECRET_ARN, MYSQL_HOST, SUBNET_IDS and SECURITY_GROUP_IDS (comma separated)
# are yours; ZIP is what "pnpm package" wrote.
set -eu
cd "$(dirname "$0")"
: "${BUCKET:?}" "${SECRET_ARN:?}" "${MYSQL_HOST:?}" "${SUBNET_IDS:?}" "${SECURITY_GROUP_IDS:?}" "${ZIP:?}"
account=$(aws sts get-caller-identity --query Account --output text)

aws iam create-role --role-name my-lambda-role --assume-role-policy-document file://trust-policy.json
sed -e "s|<YOUR_S3_BUCKET>|$BUCKET|g" -e "s|<YOUR_SECRET_ARN>|$SECRET_ARN|g" -e "s|<YOUR_AWS_ACCOUNT_ID>|$account|g" \
  permissions.json > permissions.filled.json
aws iam put-role-policy --role-name my-lambda-role --policy-name mysql-lambda \
  --policy-document file://permissions.filled.json
# A function in a VPC needs network interfaces of its own; AWS has no narrower resource for them than "*".
aws iam attach-role-policy --role-name my-lambda-role \
  --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole
aws iam wait role-exists --role-name my-lambda-role
aws logs create-log-group --log-group-name /aws/lambda/mysql-lambda
aws logs put-retention-policy --log-group-name /aws/lambda/mysql-lambda --retention-in-days 30

aws lambda create-function --function-name mysql-lambda --runtime nodejs22.x --handler index.handler \
  --zip-file "fileb://$ZIP" --role "arn:aws:iam::$account:role/my-lambda-role" --timeout 900 --memory-size 1024 \
  --vpc-config "SubnetIds=$SUBNET_IDS,SecurityGroupIds=$SECURITY_GROUP_IDS" \
  --environment "Variables={DATA_LOCATION=s3://$BUCKET/data/,MYSQL_SECRET_ARN=$SECRET_ARN,MYSQL_HOST=$MYSQL_HOST}"
