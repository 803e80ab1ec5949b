aws \
cloudformation deploy \
--template-file datalake_s3_stack.yaml \
--stack-name DatalakeStagingLiveProject \
--capabilities CAPABILITY_IAM

aws \
cloudformation deploy \
--template-file AWS_cfn_mysql_small.yaml \
--stack-name MySQLDB \
--capabilities CAPABILITY_IAM

aws \
cloudformation deploy \
--template-file step_simple.yaml \
--stack-name StepSimple \
--capabilities CAPABILITY_IAM

aws \
cloudformation deploy \
--template-file step_partial.yaml \
--stack-name ETLSolutionStaging \
--capabilities CAPABILITY_IAM

aws \
cloudformation deploy \
--template-file step_full.yaml \
--stack-name ETLSolutionStaging \
--capabilities CAPABILITY_IAM \
--parameter-overrides "S3LambdaKey"="lambdas/mysql_connector/${base}${TIME}.zip"
