import { expect, test } from 'vitest'
import { errorNameOf, otherPrefixesOf } from './error-name.js'
import { parseResource, type IntegrationResource } from './resource.js'

test.each([
  ['arn:aws:states:::dynamodb:getItem', 'ResourceNotFoundException', 'DynamoDB.ResourceNotFoundException'],
  ['arn:aws:states:::aws-sdk:dynamodb:getItem', 'ResourceNotFoundException', 'DynamoDb.ResourceNotFoundException'],
  ['arn:aws:states:::aws-sdk:s3:getObject', 'NoSuchKey', 'S3.NoSuchKeyException'],
  ['arn:aws:states:::aws-sdk:rds:startDBInstance', 'DBInstanceNotFoundFault', 'Rds.DBInstanceNotFoundException'],
  ['arn:aws:states:::states:startExecution', 'ExecutionAlreadyExists', 'StepFunctions.ExecutionAlreadyExistsException'],
  ['arn:aws:lambda:us-east-1:123456789012:function:load', 'ServiceException', 'Lambda.ServiceException'],
  ['arn:aws:states:us-east-1:123456789012:activity:sign', 'ServiceException', undefined],
  ['${LoadFunctionArn}', 'ServiceException', undefined],
])('%s fails on %s with %s', (resource, exception, name) => {
  expect(errorNameOf(parseResource(resource), exception)).toBe(name)
})

test.each([
  ['arn:aws:states:::aws-sdk:sfn:startExecution', 'StepFunctions'],
  ['arn:aws:states:::states:startExecution', 'Sfn'],
  ['arn:aws:states:::sqs:sendMessage', 'Sqs'],
])('called the other way, errors of %s begin with %s', (resource, prefix) => {
  expect(otherPrefixesOf(parseResource(resource) as IntegrationResource)).toContain(prefix)
})
