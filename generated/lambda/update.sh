#!/bin/sh
# Replaces the function's code: ZIP is what "pnpm package" wrote.
set -eu
: "${ZIP:?}"
aws lambda update-function-code --function-name mysql-lambda --zip-file "fileb://$ZIP"
aws lambda wait function-updated --function-name mysql-lambda
