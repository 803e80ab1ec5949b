#!/bin/sh
# Invokes the function with an event, by default test-event.json, and prints what it returns.
# The example tables are created by an event like {"mode":"seed"}.
set -eu
event=$(realpath "${1:-$(dirname "$0")/test-event.json}")
result=$(mktemp)
trap 'rm -f "$result"' EXIT
error=$(aws lambda invoke --function-name mysql-lambda --cli-binary-format raw-in-base64-out --cli-read-timeout 900 \
  --payload "file://$event" --query FunctionError --output text "$result")
cat "$result"
echo
[ "$error" = None ]
