import { expect, test } from 'vitest'
import { run } from '../run.js'
import { mockedTasks } from './mock-config.js'

const config = {
  StateMachines: {
    LambdaSQSIntegration: {
      TestCases: {
        HappyPath: { LambdaState: 'Success', SQSState: 'Sent' },
        RetryPath: { LambdaState: 'Retried', SQSState: 'Sent' },
      },
    },
    Other: { TestCases: { HappyPath: {}, Alone: { A: 'Gap' }, Unknown: { A: 'Gone' } } },
  },
  MockedResponses: {
    Success: { '0': { Return: { StatusCode: 200, Payload: { StatusCode: 200, body: 'Hello from Lambda!' } } } },
    Retried: {
      '0': { Throw: { Error: 'Lambda.ResourceNotReadyException', Cause: 'Lambda resource is not ready.' } },
      '1-2': { Throw: { Error: 'Lambda.TimeoutException', Cause: 'Lambda timed out.' } },
      '3': { Return: { StatusCode: 200 } },
    },
    Sent: { '0': { Return: { MessageId: 'm' } } },
    Gap: { '0': { Return: 1 }, '2': { Return: 2 } },
  },
}

const lambda = 'arn:aws:states:::lambda:invoke'
const definition = {
  StartAt: 'LambdaState',
  States: {
    LambdaState: {
      Type: 'Task',
      Resource: lambda,
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }],
      Next: 'SQSState',
    },
    SQSState: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true },
  },
} as const

test.each([
  ['HappyPath', 1],
  ['RetryPath', 4],
])("AWS's own example, %s: %i calls of the function", async (testCase, calls) => {
  const tasks = mockedTasks(config, { stateMachine: 'LambdaSQSIntegration', testCase })
  const { status, output, history } = await run(definition, { tasks })
  expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: { MessageId: 'm' } })
  const scheduled = history.filter(
    ({ type, details }) => type === 'TaskScheduled' && details!['resourceType'] === 'lambda',
  )
  expect(scheduled).toHaveLength(calls)
})

test.each([
  [
    { testCase: 'HappyPath' },
    'Several state machines have a test case "HappyPath": LambdaSQSIntegration/HappyPath and Other/HappyPath.',
  ],
  [{ testCase: 'Sad' }, 'There is no test case "Sad". The file has LambdaSQSIntegration/HappyPath, '],
  [{ testCase: 'Alone' }, 'The mocked response "Gap" says nothing of call 1.'],
  [{ testCase: 'Unknown' }, '"A" uses the mocked response "Gone", which the file does not have.'],
])('%j: %s', (which, complaint) => {
  expect(() => mockedTasks(config, which)).toThrow(complaint)
})

test('another file is no MockConfigFile', () => {
  expect(() => mockedTasks([], { testCase: 'A' })).toThrow('"StateMachines" is missing')
})
