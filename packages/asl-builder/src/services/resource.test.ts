import { expect, test } from 'vitest'
import { parseResource } from './resource.js'

const integration = { kind: 'optimized', partition: 'aws', suffix: '', pattern: 'requestResponse' }

test.each([
  ['arn:aws:states:::sns:publish', { ...integration, service: 'sns', action: 'publish' }],
  [
    'arn:aws-cn:states:::states:startExecution.sync:2',
    {
      ...integration,
      partition: 'aws-cn',
      service: 'states',
      action: 'startExecution',
      suffix: 'sync:2',
      pattern: 'sync:2',
    },
  ],
  [
    'arn:${AWS::Partition}:states:::sqs:sendMessage.waitForTaskToken',
    {
      ...integration,
      partition: '${AWS::Partition}',
      service: 'sqs',
      action: 'sendMessage',
      suffix: 'waitForTaskToken',
      pattern: 'waitForTaskToken',
    },
  ],
  ['arn:aws:states:::aws-sdk:s3:getObject', { ...integration, kind: 'aws-sdk', service: 's3', action: 'getObject' }],
  [
    'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:aws-sdk:s3:getObject',
    { ...integration, kind: 'aws-sdk', partition: '${AWS::Partition}', service: 's3', action: 'getObject' },
  ],
  ['arn:aws:states:::ecs:runTask${Pattern}', { ...integration, service: 'ecs', action: 'runTask${Pattern}' }],
  [
    'arn:aws:states:::ecs:runTask.${Pattern}',
    { ...integration, service: 'ecs', action: 'runTask', suffix: '${Pattern}', pattern: undefined },
  ],
  [
    'arn:aws:states:::ecs:runTask.async',
    { ...integration, service: 'ecs', action: 'runTask', suffix: 'async', pattern: undefined },
  ],
  ['arn:aws:states:::sns:publish.', { ...integration, service: 'sns', action: 'publish', pattern: undefined }],
  [
    'arn:aws:lambda:us-east-1:123456789012:function:load:$LATEST',
    {
      kind: 'lambda',
      partition: 'aws',
      region: 'us-east-1',
      account: '123456789012',
      functionName: 'load',
      qualifier: '$LATEST',
    },
  ],
  [
    'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${Load}',
    {
      kind: 'lambda',
      partition: 'aws',
      region: '${AWS::Region}',
      account: '${AWS::AccountId}',
      functionName: '${Load}',
      qualifier: undefined,
    },
  ],
  [
    'arn:aws:states:eu-west-1:123456789012:activity:sign',
    { kind: 'activity', partition: 'aws', region: 'eu-west-1', account: '123456789012', name: 'sign' },
  ],
  [
    'arn:aws:states:eu-west-1:123456789012:stateMachine:child',
    { kind: 'foreign', service: 'states', type: 'stateMachine' },
  ],
  ['arn:aws:states:us-east-1:123456789012:task:HelloWorld', { kind: 'foreign', service: 'states', type: 'task' }],
  ['arn:aws:sns:eu-west-1:123456789012:topic', { kind: 'foreign', service: 'sns', type: 'topic' }],
  ['${LoadFunctionArn}', { kind: 'hidden' }],
  ['${LoadFunctionArn}:live', { kind: 'hidden' }],
  ['arn:aws:${Rest}', { kind: 'hidden' }],
  ['arn:aws:states:::${Call}', { kind: 'hidden' }],
  ['arn:aws:lambda:${Rest}', { kind: 'hidden' }],
])('parseResource(%j)', (text, expected) => {
  expect(parseResource(text)).toEqual(expected)
})

test.each([
  '',
  ':',
  'load',
  'arn',
  'arn:',
  'arn:aws:lambda',
  'arn:aws:lambda:eu-west-1:1:function',
  'arn:aws:lambda:::',
  'arn:aws:states:::sns',
  'arn:aws:states:::aws-sdk:s3',
  'arn:aws:states:::sns:',
  'arn:aws:states:eu-west-1:1:activity',
])('parseResource(%j) says what is missing', (text) => {
  expect(parseResource(text)).toEqual({ kind: 'malformed', problem: expect.stringMatching(/\.$/) })
})
