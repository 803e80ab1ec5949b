import { describe, expect, test } from 'vitest'
import { check, type CheckOptions } from './check.js'

/**
 * What is found in a machine of one state, `T`: severity, rule, the place inside the state, and the hint. That it passes no parameters
 * is told in a test of its own.
 */
function found(state: object, options: CheckOptions = {}, machine: object = {}): string[] {
  const definition = { ...machine, StartAt: 'T', States: { T: { Type: 'Task', End: true, ...state } } }
  const { Parameters, Arguments } = state as Record<string, unknown>
  const passing = Parameters !== undefined || Arguments !== undefined
  return check(definition, { ...(!passing && { rules: { MISSING_PARAMETER: 'OFF' } }), ...options }).map(
    ({ severity, rule, location, hint }) =>
      `${severity} ${rule} ${location.replace('/States/T/', '')}${hint ? `: ${hint}` : ''}`,
  )
}
const calling = (resource: string, parameters?: object): string[] =>
  found({ Resource: `arn:aws:states:::${resource}`, ...(parameters && { Parameters: parameters }) })
const callingInJsonata = (resource: string, args: unknown): string[] =>
  found({ Resource: `arn:aws:states:::${resource}`, Arguments: args }, {}, { QueryLanguage: 'JSONata' })

describe('what is called', () => {
  test.each([
    ['athenaa:startQueryExecution', 'ERROR UNKNOWN_SERVICE Resource: Did you mean "athena"?'],
    ['Lambda:invoke', 'ERROR UNKNOWN_SERVICE Resource: Did you mean "lambda"?'],
    [
      'secretsmanager:getSecretValue',
      'ERROR UNKNOWN_SERVICE Resource: Did you mean "aws-sdk:secretsmanager:getSecretValue"?',
    ],
    [
      'stepfunctions:describeExecution',
      'ERROR UNKNOWN_SERVICE Resource: Did you mean "aws-sdk:sfn:describeExecution"?',
    ],
    ['aws-sdk:stepfunctions:startExecution', 'WARNING UNKNOWN_SERVICE Resource: Did you mean "sfn"?'],
    ['aws-sdk:zzzzzz:doIt', 'WARNING UNKNOWN_SERVICE Resource: There is no service "zzzzzz".'],
    ['dynamodb:query', 'ERROR UNKNOWN_ACTION Resource: Did you mean "aws-sdk:dynamodb:query"?'],
    ['states:describeExecution', 'ERROR UNKNOWN_ACTION Resource: Did you mean "aws-sdk:sfn:describeExecution"?'],
    ['lambda:Invoke', 'ERROR UNKNOWN_ACTION Resource: Did you mean "invoke"?'],
    ['athena:startQueryExecutions.sync', 'ERROR UNKNOWN_ACTION Resource: Did you mean "startQueryExecution"?'],
    ['s3:getObject', 'ERROR UNKNOWN_ACTION Resource: Did you mean "aws-sdk:s3:getObject"?'],
    ['aws-sdk:s3:GetObject', 'WARNING UNKNOWN_ACTION Resource: Did you mean "getObject"?'],
    ['aws-sdk:sts:assumeRole', 'WARNING UNKNOWN_ACTION Resource'],
    [
      'lambda:invoke.sync',
      'ERROR UNSUPPORTED_PATTERN Resource: lambda:invoke is called without a pattern, or with .waitForTaskToken.',
    ],
    ['dynamodb:getItem.sync', 'ERROR UNSUPPORTED_PATTERN Resource: dynamodb:getItem is called without a pattern.'],
    ['ecs:runTask.sync:2', 'ERROR UNSUPPORTED_PATTERN Resource: Did you mean "ecs:runTask.sync"?'],
    ['sns:publish.', 'ERROR UNSUPPORTED_PATTERN Resource: sns:publish is called without a pattern'],
    [
      'sqs:sendMessage.waitForTasktoken',
      'ERROR UNSUPPORTED_PATTERN Resource: Did you mean "sqs:sendMessage.waitForTaskToken"?',
    ],
    [
      'aws-sdk:glue:startCrawler.sync',
      'ERROR UNSUPPORTED_PATTERN Resource: aws-sdk:glue:startCrawler is called without a pattern, or with .waitForTaskToken.',
    ],
  ])('%s', (resource, finding) => {
    expect(calling(resource).map((line) => line.slice(0, finding.length))).toEqual([finding])
  })

  test.each([
    'lambda:invoke',
    'states:startExecution.sync:2',
    'aws-sdk:cognitoidentityprovider:adminGetUser',
    'aws-sdk:qldb:anything', // retired: known by name only
    '${Service}:${Action}',
    'lambda:${Action}',
    'ecs:runTask.${Pattern}',
    'aws-sdk:${Service}:getObject',
  ])('%s is fine', (resource) => {
    expect(calling(resource)).toEqual([])
  })

  test('in the words of AWS', () => {
    expect(
      check({ StartAt: 'T', States: { T: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query', End: true } } }),
    ).toEqual([
      expect.objectContaining({
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        location: '/States/T/Resource',
        message:
          'The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.',
      }),
    ])
  })
})

test.each([
  ['arn:aws:lambda', 'ERROR'],
  ['arn:aws:states:::sns', 'ERROR'],
  ['', 'ERROR'],
  ['arn:aws:states:eu-west-1::sns:publish', 'WARNING'],
  ['arn:aws:states::123456789012:sns:publish', 'WARNING'],
  ['arn:aws:lambda::123456789012:function:f', 'WARNING'],
  ['arn:aws:lambda:eu-west-1::function:f', 'WARNING'],
  ['arn:aws:lambda:eu-west-1:1234:function:f', 'WARNING'],
  ['arn:aws:lambda:eu-west-1:123456789012:function:load orders', 'WARNING'],
  ['arn:aws:lambda:eu-west-1:123456789012:function:load:live:1', 'WARNING'],
  ['arn:aws:states:::activity:sign', 'WARNING'],
  ['load-orders', 'WARNING'],
  ['arn:aws:sns:us-east-1:123456789012:orders', 'WARNING'],
  ['arn:aws:states:us-east-1:123456789012:stateMachine:child', 'WARNING'],
  ['arn:awz:states:::sns:publish', 'WARNING'],
  ['$.functionArn', 'ERROR'],
  ['{% $states.input.functionArn %}', 'ERROR'],
])('%s is nothing to call', (resource, severity) => {
  expect(found({ Resource: resource }).map((line) => line.slice(0, line.indexOf(':')))).toEqual([
    `${severity} MALFORMED_RESOURCE Resource`,
  ])
})

test.each([
  '${LoadFunctionArn}',
  'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:load',
  'arn:${AWS::Partition}:states:::sns:publish',
  'arn:aws:states:us-east-1:123456789012:task:HelloWorld',
  'arn:aws:states:${AWS::Region}:${AWS::AccountId}:aws-sdk:s3:getObject',
  'arn:aws:lambda:REGION:ACCOUNT_ID:function:FUNCTION_NAME:$LATEST',
  'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:load-${Stage}:${Alias}',
])('%s can be called', (resource) => {
  expect(found({ Resource: resource })).toEqual([])
})

describe('a Task that passes nothing', () => {
  const without = (fields: object, options: CheckOptions = { rules: {} }): string[] => found(fields, options)
  const resource = (call: string): object => ({ Resource: `arn:aws:states:::${call}` })

  test('sends its input, which is seldom meant', () => {
    expect(without(resource('lambda:invoke'))).toEqual([
      'WARNING MISSING_PARAMETER /States/T: It needs "FunctionName". Write "Parameters": { "FunctionName": … }.',
    ])
    expect(found(resource('sns:publish'), { rules: {} }, { QueryLanguage: 'JSONata' })).toEqual([
      'WARNING MISSING_PARAMETER /States/T: It needs "TopicArn" or "TargetArn" or "PhoneNumber". Write "Arguments": { "TopicArn": … }.',
    ])
  })

  test.each([
    resource('aws-sdk:iam:listUsers'),
    { ...resource('lambda:invoke'), InputPath: '$.call' },
    { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' },
  ])('%j is fine', (fields) => {
    expect(without(fields)).toEqual([])
  })
})

describe('parameters', () => {
  test.each<[string, object, string[]]>([
    ['lambda:invoke', { Payload: {} }, ['WARNING MISSING_PARAMETER Parameters: lambda:invoke needs "FunctionName".']],
    [
      'lambda:invoke',
      { functionName: 'f' },
      ['WARNING UNKNOWN_PARAMETER Parameters/functionName: Did you mean "FunctionName"?'],
    ],
    [
      'lambda:invoke',
      { 'FunctionNam.$': '$.f' },
      ['WARNING UNKNOWN_PARAMETER Parameters/FunctionNam.$: Did you mean "FunctionName"?'],
    ],
    [
      'sns:publish',
      { TopicArn: 't', Message: 'm', Subjekt: 'x' },
      ['WARNING UNKNOWN_PARAMETER Parameters/Subjekt: Did you mean "Subject"?'],
    ],
    ['sns:publish', { Message: 'm' }, ['WARNING MISSING_PARAMETER Parameters']],
    [
      'aws-sdk:rds:stopDBInstance',
      { DBInstanceIdentifier: 'db' },
      ['WARNING UNKNOWN_PARAMETER Parameters/DBInstanceIdentifier: Did you mean "DbInstanceIdentifier"?'],
    ],
    [
      'dynamodb:getItem',
      { TableName: 5, Key: 'id' },
      ['WARNING PARAMETER_TYPE Parameters/TableName', 'WARNING PARAMETER_TYPE Parameters/Key'],
    ],
    ['dynamodb:getItem', { TableName: ['t'], Key: {} }, ['WARNING PARAMETER_TYPE Parameters/TableName']],
    [
      'eks:call',
      { ClusterNam: 'c', CertificateAuthority: 'a', Endpoint: 'e', Method: 'GET', Path: '/' },
      ['WARNING UNKNOWN_PARAMETER Parameters/ClusterNam: Did you mean "ClusterName"?'],
    ],
    ['events:putEvents', { Entries: {} }, ['WARNING PARAMETER_TYPE Parameters/Entries']],
    [
      'apigateway:invoke',
      { ApiEndpoint: 'a', Method: 'get', AuthType: 'IAM' },
      [
        'WARNING PARAMETER_VALUE Parameters/Method: Did you mean "GET"?',
        'WARNING PARAMETER_VALUE Parameters/AuthType: It takes NO_AUTH, IAM_ROLE, RESOURCE_POLICY.',
      ],
    ],
  ])('%s with %j', (resource, parameters, findings) => {
    expect(calling(resource, parameters)).toEqual(findings)
  })

  test.each<[string, object]>([
    ['lambda:invoke', { 'FunctionName.$': '$.f', Payload: [1] }],
    ['lambda:invoke', { FunctionName: 'f', InvocationType: '${How}', 'LogType.$': '$.log' }],
    ['apigateway:invoke', { ApiEndpoint: 'a', Method: 'OPTIONS', AuthType: 'IAM_ROLE' }],
    ['dynamodb:getItem', { 'TableName.$': '$.t', 'Key.$': '$.k' }],
    ['dynamodb:getItem', { TableName: '${Table}', Key: { 'Fn::Sub': '...' }, ConsistentRead: '${Consistent}' }],
    ['dynamodb:getItem', { '${Name}': 'orders' }],
    ['sqs:sendMessage', { QueueUrl: { Ref: 'Queue' }, MessageBody: { orders: [] } }],
    ['aws-sdk:autoscaling:detachInstances', { AutoScalingGroupName: 'g', ShouldDecrementDesiredCapacity: 'true' }],
    ['aws-sdk:sfn:startExecution', { StateMachineArn: 'a', Input: { orders: [] } }],
    [
      'eks:call',
      { ClusterName: 'c', CertificateAuthority: 'a', Endpoint: 'e', Method: 'GET', Path: '/', QueryParameters: {} },
    ],
  ])('%s with %j is fine', (resource, parameters) => {
    expect(calling(resource, parameters)).toEqual([])
  })

  test('in JSONata what an expression yields is left alone', () => {
    expect(callingInJsonata('lambda:invoke', '{% $states.input %}')).toEqual([])
    expect(
      callingInJsonata('sqs:sendMessage', {
        QueueUrl: '{% $states.input.q %}',
        MessageBody: 'm',
        DelaySeconds: '{% 5 %}',
      }),
    ).toEqual([])
    expect(callingInJsonata('sqs:sendMessage', { QueueUrl: 'q', DelaySeconds: 'five' })).toEqual([
      'WARNING MISSING_PARAMETER Arguments: sqs:sendMessage needs "MessageBody".',
      'WARNING PARAMETER_TYPE Arguments/DelaySeconds',
    ])
  })

  test('of what a Map reads', () => {
    const csv = { ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' } }
    const reading = (reader: object) =>
      found({
        Type: 'Map',
        ItemReader: reader,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'P',
          States: { P: { Type: 'Pass', End: true } },
        },
      })
    expect(
      reading({ Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', key: 'k' }, ...csv }),
    ).toEqual(['WARNING UNKNOWN_PARAMETER ItemReader/Parameters/key: Did you mean "Key"?'])
    expect(reading({ Resource: 'arn:aws:states:::s3:getObjct', Parameters: {}, ...csv })).toEqual([
      'ERROR UNKNOWN_ACTION ItemReader/Resource: Did you mean "getObject"?',
    ])
    expect(reading({ Resource: 'arn:aws:states:::dynamodb:getItem', Parameters: {} })[0]).toMatch(
      /^WARNING UNKNOWN_ACTION/,
    )
    expect(reading({ Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { 'Bucket.$': '$.b' } })).toEqual([])
  })
})

describe('the task token', () => {
  const resource = 'sqs:sendMessage.waitForTaskToken'
  test.each<[object]>([
    [{ QueueUrl: 'q', 'MessageBody.$': '$$.Task.Token' }],
    [{ QueueUrl: 'q', 'MessageBody.$': "States.Format('{}', $$.Task.Token)" }],
    [{ QueueUrl: 'q', MessageBody: { deep: [{ 'token.$': "$$['Task']['Token']" }] } }],
    [{ QueueUrl: 'q', 'MessageBody.$': '$$' }],
    [{ QueueUrl: 'q', MessageBody: '${Body}' }],
  ])('is handed out by %j', (parameters) => {
    expect(calling(resource, parameters)).toEqual([])
  })

  test.each<[object]>([
    [{ QueueUrl: 'q', MessageBody: 'm' }],
    [{ QueueUrl: 'q', 'MessageBody.$': '$$.Execution.Id' }],
    [{ 'QueueUrl.$': '$.q', 'MessageBody.$': '$' }],
  ])('is not handed out by %j', (parameters) => {
    expect(calling(resource, parameters)).toEqual([
      'WARNING NO_TASK_TOKEN Parameters: Pass "TaskToken.$": "$$.Task.Token" in Parameters.',
    ])
  })

  test('in JSONata stands in the context object', () => {
    const sending = (body: unknown) => callingInJsonata(resource, { QueueUrl: 'q', MessageBody: body })
    expect(sending({ token: '{% $states.context.Task.Token %}' })).toEqual([])
    expect(sending('{% $string($states.context) %}')).toEqual([])
    expect(sending('{% $states.input.token %}')[0]).toMatch(/^WARNING NO_TASK_TOKEN Arguments/)
    expect(sending('{% $states.context.Execution.Id %}')[0]).toMatch(/^WARNING NO_TASK_TOKEN Arguments/)
    expect(callingInJsonata(resource, undefined)[0]).toMatch(/^WARNING NO_TASK_TOKEN Resource/)
  })
})

describe('an Express machine', () => {
  test.each([
    [
      'arn:aws:states:::states:startExecution.sync',
      "Express state machine does not support '.sync' service integration",
    ],
    [
      'arn:aws:states:::lambda:invoke.waitForTaskToken',
      "Express state machine does not support '.waitForTaskToken' service integration ",
    ],
    ['arn:aws:states:us-east-1:123456789012:activity:sign', 'Express state machine does not support Activity ARN'],
  ])('does not call %s', (resource, message) => {
    const definition = { StartAt: 'T', States: { T: { Type: 'Task', Resource: resource, End: true } } }
    const messages = (options: CheckOptions) =>
      check(definition, options).flatMap(({ severity, message }) => (severity === 'ERROR' ? [message] : []))
    expect(messages({ type: 'EXPRESS' })).toEqual([message])
    expect(messages({ type: 'STANDARD' })).toEqual([])
    expect(messages({})).toEqual([])
  })

  test('may be a child of a Map in a machine that is none', () => {
    const map = (executionType: string) => ({
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: executionType },
        StartAt: 'Glue',
        States: { Glue: { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', End: true } },
      },
    })
    expect(found(map('EXPRESS'))).toEqual([
      expect.stringMatching(/^WARNING EXPRESS_RESOURCE ItemProcessor\/States\/Glue\/Resource/),
    ])
    expect(found(map('STANDARD'))).toEqual([])
  })
})

test.each([
  ['dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
  ['aws-sdk:dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
  ['aws-sdk:s3:getObject', 'S3.NoSuchKey', 'S3.NoSuchKeyException'],
  ['states:startExecution', 'Sfn.ExecutionLimitExceededException', 'StepFunctions.ExecutionLimitExceededException'],
])('%s never fails with %s', (resource, error, raised) => {
  const state = { Resource: `arn:aws:states:::${resource}`, Retry: [{ ErrorEquals: ['States.Timeout', error] }] }
  expect(found(state)).toEqual([`WARNING UNRAISED_ERROR_NAME Retry/0/ErrorEquals/1: It fails with "${raised}".`])
  expect(found({ ...state, Retry: [{ ErrorEquals: [raised, 'Lambda.Unknown', 'CustomError'] }] })).toEqual([])
})

describe('inside parameters', () => {
  const runTask = (overrides: unknown) => calling('ecs:runTask.sync', { TaskDefinition: 't', Overrides: overrides })

  test('a misspelt member is said to be one', () => {
    expect(runTask({ ContainerOverides: [] })).toEqual([
      'WARNING UNKNOWN_PARAMETER Parameters/Overrides/ContainerOverides: Did you mean "ContainerOverrides"?',
    ])
    expect(runTask({ ContainerOverrides: [{ name: 'app', Environment: [{ Name: 'A', 'Valu.$': '$.a' }] }] })).toEqual([
      'WARNING UNKNOWN_PARAMETER Parameters/Overrides/ContainerOverrides/0/name: Did you mean "Name"?',
      'WARNING UNKNOWN_PARAMETER Parameters/Overrides/ContainerOverrides/0/Environment/0/Valu.$: Did you mean "Value"?',
    ])
  })

  test('a value of another kind is said to be one', () => {
    expect(runTask({ ContainerOverrides: { Name: 'app' } })).toEqual([
      'WARNING PARAMETER_TYPE Parameters/Overrides/ContainerOverrides',
    ])
    expect(calling('aws-sdk:dynamodb:getItem', { TableName: 't', Key: { id: 'a' } })).toEqual([
      'WARNING PARAMETER_TYPE Parameters/Key/id',
    ])
  })

  test.each<[unknown]>([
    [{ 'ContainerOverrides.$': '$.overrides' }],
    [{ ContainerOverrides: '${Overrides}' }],
    [{ ContainerOverrides: [{ Name: 'app', Command: ['run'], Environment: [{ Name: 'A', 'Value.$': '$.a' }] }] }],
    [{ ContainerOverrides: [{ Name: 'app', SomethingFromNextYear: true }] }],
  ])('%j is fine', (overrides) => {
    expect(runTask(overrides)).toEqual([])
  })

  test('dictionaries take any key, and items lie in items', () => {
    const item = { id: { S: 'a' }, tags: { L: [{ M: { deep: { 'S.$': '$.s' } } }] } }
    expect(calling('aws-sdk:dynamodb:putItem', { TableName: 't', Item: item })).toEqual([])
    expect(
      calling('aws-sdk:dynamodb:putItem', { TableName: 't', Item: { tags: { L: [{ M: { deep: 5 } }] } } }),
    ).toEqual(['WARNING PARAMETER_TYPE Parameters/Item/tags/L/0/M/deep'])
  })
})

test('an HTTP Task sets no header that is not its own', () => {
  const request = (headers: object, more: object = {}) =>
    calling('http:invoke', {
      ApiEndpoint: 'https://example.com',
      Method: 'GET',
      InvocationConfig: { ConnectionArn: 'arn:aws:events:us-east-1:123456789012:connection/c/1' },
      Headers: headers,
      ...more,
    })
  expect(request({ Accept: 'application/json', 'X-Request-Id.$': '$.id' })).toEqual([])
  expect(request({ Host: 'example.com', 'authorization.$': '$.token', 'X-Amz-Date': 'today' })).toEqual(
    ['Host', 'authorization.$', 'X-Amz-Date'].map((key) =>
      expect.stringMatching(`^WARNING FORBIDDEN_HEADER Parameters/Headers/${key.replaceAll('$', '\\$')}: Leave it out`),
    ),
  )
  expect(request({}, { Transform: { RequestBodyEncodin: 'URL_ENCODED' } })).toEqual([
    'WARNING UNKNOWN_PARAMETER Parameters/Transform/RequestBodyEncodin: Did you mean "RequestBodyEncoding"?',
  ])
})
