import { expect, test } from 'vitest'
import { run } from '../run.js'
import { mockTasks, type MockConfig } from './mock-config.js'

const config: MockConfig = {
  StateMachines: {
    Orders: { TestCases: { Flaky: { Charge: 'Flaky' }, Gone: { Charge: 'Nowhere' } } },
    Other: { TestCases: {} },
  },
  MockedResponses: {
    Flaky: {
      '0': { Throw: { Error: 'Busy', Cause: 'later' } },
      '1-2': { Throw: { Error: 'Down', Cause: 'longer' } },
      '3': { Return: { ok: true } },
    },
  },
}
const definition = {
  StartAt: 'Charge',
  States: {
    Charge: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }],
      End: true,
    },
  },
} as const

test('a test case answers each call with its response', async () => {
  const { output, history } = await run(definition, { tasks: mockTasks(config, 'Flaky', 'Orders') })
  const failures = history.filter(({ type }) => type === 'TaskFailed').map(({ details }) => details!['error'])
  expect([output, failures]).toEqual([{ ok: true }, ['Busy', 'Down', 'Down']])
})

test('a call beyond the responses fails the task', async () => {
  const looping = { ...definition, States: { Charge: { ...definition.States.Charge, End: undefined, Next: 'Charge' } } }
  const { cause } = await run(looping as never, { tasks: mockTasks(config, 'Flaky', 'Orders') })
  expect(cause).toBe('The mocked response "Flaky" has no reply for call 7 of state "Charge".')
})

test('a file that is no mock configuration is named as such', () => {
  expect(() => mockTasks({ T: { Return: 1 } } as never, 'Flaky')).toThrow('it has no "StateMachines"')
})

test.each([
  ['Flaky', undefined, 'The mock configuration has several state machines: say which of Orders, Other.'],
  ['Flaky', 'Nobody', 'The mock configuration has no state machine "Nobody". It has: Orders, Other.'],
  ['None', 'Orders', 'State machine "Orders" has no test case "None". It has: Flaky, Gone.'],
  ['Gone', 'Orders', '"Nowhere", which state "Charge" gets in test case "Gone", is no mocked response.'],
])('case %s of machine %s: what is missing is named', (testCase, machine, message) => {
  expect(() => mockTasks(config, testCase, machine)).toThrow(message)
})
