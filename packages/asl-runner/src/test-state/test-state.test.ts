import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TestStateError, type TestStateRequest } from './request.js'
import { testState } from './test-state.js'

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:putItem',
  Parameters: { TableName: 't', 'Item.$': '$.item' },
  Next: 'After',
}
const retried = {
  ...task,
  Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 2, MaxDelaySeconds: 5 }],
  Catch: [
    { ErrorEquals: ['Other'], Next: 'No' },
    { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' },
  ],
}
const busy = { errorOutput: { error: 'Busy', cause: 'later' } }
const map = {
  Type: 'Map',
  ItemsPath: '$.all',
  ToleratedFailurePercentage: 50,
  ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } },
  Next: 'After',
}
const machine = { StartAt: 'M', States: { M: { ...map, Next: 'Other' }, Other: { Type: 'Succeed' } } }

describe('a state answers', () => {
  test.each<[string, object, TestStateRequest, object]>([
    [
      'a Pass',
      { Type: 'Pass', Parameters: { 'x.$': '$.a' }, Next: 'B' },
      { input: { a: 1 } },
      { status: 'SUCCEEDED', output: { x: 1 }, nextState: 'B' },
    ],
    ['the default input', { Type: 'Succeed' }, {}, { status: 'SUCCEEDED', output: {} }],
    [
      'a Wait, at once',
      { Type: 'Wait', Seconds: 99_999, Next: 'B' },
      { input: 1 },
      { status: 'SUCCEEDED', output: 1, nextState: 'B' },
    ],
    [
      'a Fail',
      { Type: 'Fail', ErrorPath: '$.e', Cause: 'c' },
      { input: { e: 'E' } },
      { status: 'FAILED', error: 'E', cause: 'c' },
    ],
    [
      'a Choice without a match',
      { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'B' }] },
      { input: { a: 2 } },
      {
        status: 'FAILED',
        error: 'States.NoChoiceMatched',
        cause: expect.stringContaining('Failed to transition out of the state.'),
      },
    ],
    [
      'variables and a given context, in JSONata',
      { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $v + $states.context.State.RetryCount %}', End: true },
      { variables: { v: 1 }, context: { State: { RetryCount: 4 } } },
      { status: 'SUCCEEDED', output: 5 },
    ],
    [
      'a mocked Task, its result as text',
      { ...task, ResultSelector: { 'x.$': '$.Attributes' } },
      { input: { item: 1 }, mock: { result: '{"Attributes": {}}' } },
      { status: 'SUCCEEDED', output: { x: {} }, nextState: 'After' },
    ],
    [
      'a mocked Task, its result as a value',
      task,
      { input: { item: 1 }, mock: { result: {} } },
      { status: 'SUCCEEDED', output: {}, nextState: 'After' },
    ],
    ['a retry', retried, { input: { item: 1 }, mock: busy }, { status: 'RETRIABLE', error: 'Busy', cause: 'later' }],
    [
      'retries used up, and a Catcher',
      retried,
      { input: { item: 1 }, mock: busy, stateConfiguration: { retrierRetryCount: 2 } },
      {
        status: 'CAUGHT_ERROR',
        error: 'Busy',
        cause: 'later',
        nextState: 'Caught',
        output: { item: 1, error: { Error: 'Busy', Cause: 'later' } },
      },
    ],
    [
      'a failure of the data, which nothing catches',
      { ...retried, InputPath: '$.none' },
      { input: {}, mock: { result: {} } },
      {
        status: 'FAILED',
        error: 'States.Runtime',
        cause:
          "An error occurred while executing the state 'StateName' (entered at the event id #0). Invalid path '$.none' : No results for path: $['none']",
      },
    ],
    [
      'a Task whose timeout is not there',
      { ...task, TimeoutSecondsPath: '$.seconds' },
      { input: { item: 1 }, mock: { result: {} } },
      {
        status: 'FAILED',
        error: 'States.Runtime',
        cause:
          "An error occurred while executing the state 'StateName' (entered at the event id #0). Invalid path '$.seconds' : No results for path: $['seconds']",
      },
    ],
    [
      'a Task whose role is not there, caught',
      {
        ...task,
        QueryLanguage: 'JSONata',
        Parameters: undefined,
        Arguments: { TableName: 't', Item: {} },
        Credentials: { RoleArn: '{% $none %}' },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught', Output: {} }],
      },
      { mock: { result: {} } },
      {
        status: 'CAUGHT_ERROR',
        error: 'States.QueryEvaluationError',
        cause: expect.any(String),
        output: {},
        nextState: 'Caught',
      },
    ],
    [
      'a Map within its tolerance',
      map,
      { input: { all: [1, 2] }, mock: { result: [1, 2] }, stateConfiguration: { mapIterationFailureCount: 1 } },
      { status: 'SUCCEEDED', output: [1, 2], nextState: 'After' },
    ],
    [
      'a Map whose tolerance makes no sense',
      { ...map, ToleratedFailurePercentage: undefined, ToleratedFailureCountPath: '$.few' },
      { input: { all: [1], few: -1 }, mock: { result: [1] } },
      {
        status: 'FAILED',
        error: 'States.Runtime',
        cause: expect.stringContaining('ToleratedFailureCount cannot be negative.'),
      },
    ],
    [
      'a Map beyond its tolerance',
      map,
      { input: { all: [1, 2] }, mock: { result: [1, 2] }, stateConfiguration: { mapIterationFailureCount: 2 } },
      {
        status: 'FAILED',
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      },
    ],
  ])('%s', async (_, state, request, expected) => {
    expect(await testState(state, request)).toEqual(expected)
  })

  test('states inside others are found by name', async () => {
    expect(await testState(machine, { state: 'In', input: 7 })).toEqual({ status: 'SUCCEEDED', output: 7 })
  })
})

describe('inspection shows the stages', () => {
  test('of a JSONPath Task', async () => {
    const state = {
      ...task,
      InputPath: '$.in',
      ResultSelector: { 'got.$': '$.Attributes' },
      ResultPath: '$.result',
      OutputPath: '$.result',
    }
    const input = { in: { item: 1 } }
    const { inspectionData } = await testState(state, {
      input,
      inspectionLevel: 'DEBUG',
      mock: { result: { Attributes: {} } },
    })
    expect(inspectionData).toEqual({
      input,
      afterInputPath: { item: 1 },
      afterParameters: { TableName: 't', Item: 1 },
      result: { Attributes: {} },
      afterResultSelector: { got: {} },
      afterResultPath: { in: { item: 1 }, result: { got: {} } },
    })
  })

  test('of a JSONata Task, and what it assigned', async () => {
    const state = {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { Payload: '{% $states.input %}' },
      Assign: { got: '{% $states.result.Payload %}' },
      End: true,
    }
    const request: TestStateRequest = {
      input: 1,
      variables: { v: 2 },
      inspectionLevel: 'TRACE',
      mock: { result: { Payload: [3] } },
    }
    expect((await testState(state, request)).inspectionData).toEqual({
      input: 1,
      afterArguments: { Payload: 1 },
      result: { Payload: [3] },
      variables: { v: 2, got: [3] },
    })
  })

  test('of a retry: which Retrier, and how long it would wait', async () => {
    const wait = async (retrierRetryCount: number) => {
      const { inspectionData } = await testState(retried, {
        input: { item: 1 },
        mock: busy,
        inspectionLevel: 'DEBUG',
        stateConfiguration: { retrierRetryCount },
      })
      return inspectionData!.errorDetails
    }
    expect(await wait(0)).toEqual({ retryIndex: 0, retryBackoffIntervalSeconds: 3 })
    expect(await wait(1)).toEqual({ retryIndex: 0, retryBackoffIntervalSeconds: 5 })
    expect(await wait(2)).toEqual({ retryIndex: 0, catchIndex: 1 })
  })

  test('of a Map: its items, what is selected of them, batches and limits', async () => {
    const state = {
      ...map,
      MaxConcurrency: 3,
      ItemSelector: { 'at.$': '$$.Map.Item.Index', 'of.$': '$.name' },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    }
    const input = { all: ['a', 'b', 'c'], name: 'n' }
    const { inspectionData } = await testState(state, { input, inspectionLevel: 'DEBUG', mock: { result: [] } })
    const [a, b, c] = [0, 1, 2].map((at) => ({ at, of: 'n' }))
    expect(inspectionData).toEqual({
      input,
      afterInputPath: input,
      afterItemsPath: ['a', 'b', 'c'],
      afterItemSelector: [a, b, c],
      afterItemBatcher: [{ Items: [a, b] }, { Items: [c] }],
      maxConcurrency: 3,
      toleratedFailurePercentage: 50,
      afterResultSelector: [],
      afterResultPath: [],
    })
  })

  test('not at all by default', async () => {
    expect(await testState({ Type: 'Succeed' })).not.toHaveProperty('inspectionData')
  })
})

describe("AWS's refusals", () => {
  const sdk = (call: string) => ({ Type: 'Task', Resource: `arn:aws:states:::${call}`, End: true })
  const schema = (problem: string) => `Mock result schema validation error: ${problem}`
  test.each<[string, unknown, TestStateRequest, string]>([
    ['no such state', machine, { state: 'Nowhere' }, 'State not found in definition'],
    ['a machine without a state', machine, {}, 'Name the state to test: M, Other.'],
    ['no object', 'text', {}, "Invalid State Machine Definition: 'Definition must be a valid JSON object'"],
    ['a Task without a mock', task, {}, 'RoleArn must be specified when testing a Task state'],
    ['a Map without a mock', map, {}, 'TestState API does not support Map or Parallel states.'],
    [
      'a mock of a Choice',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }] },
      { mock: busy },
      "State type 'Choice' is not supported when a mock is specified",
    ],
    ['two mocks', task, { mock: { ...busy, result: {} } }, 'only one of the following fields: [result, errorOutput]'],
    ['a mock that is no JSON', task, { mock: { result: '{' } }, 'Mocked result must be valid JSON'],
    ['a mock that is no object', task, { mock: { result: '[]' } }, 'Mocked result must be a JSON object.'],
    [
      'secrets of a mock',
      task,
      { mock: busy, revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
    [
      'more failures than items',
      map,
      { input: { all: [1] }, mock: { result: [1] }, stateConfiguration: { mapIterationFailureCount: 2 } },
      'must be less than or equal to the number of Map iterations',
    ],
    [
      'a strange member of the context',
      { Type: 'Succeed' },
      { context: { Execution: { Strange: 1 } } },
      "Invalid Context object provided: Field 'Strange' is not allowed",
    ],
    [
      'a wrong type in the context',
      { Type: 'Succeed' },
      { context: { State: { RetryCount: '1' } } },
      'State.RetryCount must be a number',
    ],
    [
      'a missing member',
      sdk('aws-sdk:sqs:sendMessageBatch'),
      { mock: { result: { Successful: [] } } },
      schema("Required field 'Failed' is missing"),
    ],
    [
      'a missing member inside a list',
      sdk('aws-sdk:sqs:sendMessageBatch'),
      { mock: { result: { Successful: [], Failed: [{ Id: 'a', Code: 'c' }] } } },
      schema("Required field 'SenderFault' is missing"),
    ],
    [
      'a wrong type',
      sdk('aws-sdk:sqs:sendMessageBatch'),
      { mock: { result: { Successful: {} } } },
      schema("Field 'Successful' must be an array"),
    ],
    [
      'a wrong type in a map',
      sdk('aws-sdk:sqs:getQueueAttributes'),
      { mock: { result: { Attributes: { DelaySeconds: 1 } } } },
      schema("Field 'DelaySeconds' must be a string"),
    ],
    [
      'another value',
      sdk('aws-sdk:sfn:describeExecution'),
      { mock: { result: { Status: 'GONE' }, fieldValidationMode: 'PRESENT' } },
      schema("Field 'Status' is not an expected value"),
    ],
  ])('%s', async (_, definition, request, message) => {
    const answer = testState(definition, request)
    await expect(answer).rejects.toBeInstanceOf(TestStateError)
    await expect(answer).rejects.toThrow(message)
  })

  test.each<[string, string, TestStateRequest['mock']]>([
    ['what is missing, with PRESENT', 'aws-sdk:sqs:sendMessageBatch', { result: {}, fieldValidationMode: 'PRESENT' }],
    ['anything, with NONE', 'aws-sdk:sqs:sendMessageBatch', { result: { Failed: 1 }, fieldValidationMode: 'NONE' }],
    ['members that the model does not have', 'sqs:sendMessage', { result: { New: 1 } }],
    ['any payload of a function', 'lambda:invoke', { result: { Payload: { any: ['thing'] } } }],
    ['a service whose model is not known', 'aws-sdk:inspector2:listFindings', { result: { x: 1 } }],
    ['a callback, which answers with anything', 'sqs:sendMessage.waitForTaskToken', { result: { MessageId: 1 } }],
    ['.sync, which answers with another API', 'athena:startQueryExecution.sync', { result: { QueryExecution: {} } }],
  ])('%s is let pass', async (_, call, mock) => {
    expect(await testState(sdk(call), { mock: mock! })).toMatchObject({ status: 'SUCCEEDED' })
  })
})

test('a service is held to the model it had', async () => {
  const state = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:lambda:getFunction', End: true }
  const mock = { result: { Configuration: { MemorySize: 10_241 } } }
  expect(await testState(state, { mock })).toMatchObject({ status: 'SUCCEEDED' })
  await expect(testState(state, { mock, asOf: '2025-12-03' })).rejects.toThrow(
    "Mock result schema validation error: Field 'MemorySize' exceeds the maximum value",
  )
})

describe('a Lambda function answers where there is no mock', () => {
  const direct = {
    Type: 'Task',
    Resource: 'arn:aws:lambda:us-east-1:123456789012:function:double',
    ResultPath: '$.twice',
    End: true,
  }
  const invoke = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'double', 'Payload.$': '$' },
    OutputPath: '$.Payload',
    Catch: [{ ErrorEquals: ['RangeError'], Next: 'After' }],
    End: true,
  }
  const functions = {
    double: async ({ n }: { n: number }) => {
      if (n < 0) throw new RangeError('too small')
      return n * 2
    },
  }
  const given = { roleArn: 'arn:aws:iam::123456789012:role/r', functions }

  test('called by its ARN, inspected', async () => {
    expect(await testState(direct, { ...given, input: { n: 2 }, inspectionLevel: 'DEBUG' })).toEqual({
      status: 'SUCCEEDED',
      output: { n: 2, twice: 4 },
      inspectionData: {
        input: { n: 2 },
        afterInputPath: { n: 2 },
        afterParameters: { n: 2 },
        result: 4,
        afterResultSelector: 4,
        afterResultPath: { n: 2, twice: 4 },
      },
    })
  })

  test('called by lambda:invoke', async () => {
    expect(await testState(invoke, { ...given, input: { n: 2 } })).toEqual({ status: 'SUCCEEDED', output: 4 })
  })

  test('and what it throws is caught', async () => {
    expect(await testState(invoke, { ...given, input: { n: -1 } })).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'RangeError',
      nextState: 'After',
    })
  })

  test('but nothing else is called', async () => {
    await expect(testState({ ...direct, Resource: `${direct.Resource}2` }, given)).rejects.toThrow(
      'Nothing is called here: give the Task a mock.',
    )
  })
})

test('whatever is asked, the answer is a response or a refusal', async () => {
  const fields = fc.dictionary(
    fc.constantFrom(
      'Type',
      'Next',
      'End',
      'Resource',
      'InputPath',
      'Choices',
      'ItemsPath',
      'Retry',
      'Catch',
      'QueryLanguage',
      'Output',
      'Seconds',
    ),
    fc.oneof(
      fc.constantFrom<unknown>('Pass', 'Task', 'Map', 'Choice', 'JSONata', '$.a', '{% $a %}', true),
      fc.jsonValue(),
    ),
  )
  const requests = fc.record(
    {
      input: fc.jsonValue(),
      mock: fc.record({ result: fc.jsonValue(), errorOutput: fc.constant({ error: 'E' }) }, { requiredKeys: [] }),
      inspectionLevel: fc.constantFrom('INFO', 'DEBUG'),
      roleArn: fc.constant('r'),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(fields, fc.jsonValue()), requests, async (definition, request) => {
      try {
        expect(await testState(definition, request as TestStateRequest)).toHaveProperty('status')
      } catch (error) {
        expect(error).toBeInstanceOf(TestStateError)
      }
    }),
    { numRuns: 500 },
  )
})
