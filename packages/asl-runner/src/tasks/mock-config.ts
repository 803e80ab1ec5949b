import { TaskReply, type Reply, type TaskFunction, type Tasks } from './task.js'

/**
 * AWS's `MockConfigFile.json`: replies by name, and which state of which machine gets which in a test case.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
export interface MockConfig {
  readonly StateMachines: Readonly<
    Record<string, { readonly TestCases: Readonly<Record<string, Readonly<Record<string, string>>>> }>
  >
  /** By name; the keys inside are calls of a state: `0`, `1-2`. */
  readonly MockedResponses: Readonly<Record<string, Readonly<Record<string, Reply>>>>
}

/**
 * The handlers of one test case of a `MockConfigFile.json`.
 *
 * @param machine May be left out when the file has one machine only.
 * @throws `Error` that names what the file lacks.
 */
export function mockTasks(config: MockConfig, testCase: string, machine?: string): Tasks {
  const machines = Object.keys(config.StateMachines ?? {})
  const name = machine ?? (machines.length === 1 ? machines[0]! : undefined)
  if (machines.length === 0) throw new Error('This is no mock configuration: it has no "StateMachines".')
  if (name === undefined)
    throw new Error(`The mock configuration has several state machines: say which of ${machines.join(', ')}.`)
  if (!Object.hasOwn(config.StateMachines, name)) {
    throw new Error(`The mock configuration has no state machine "${name}". It has: ${machines.join(', ')}.`)
  }
  const { TestCases } = config.StateMachines[name]!
  if (!Object.hasOwn(TestCases, testCase)) {
    throw new Error(
      `State machine "${name}" has no test case "${testCase}". It has: ${Object.keys(TestCases).join(', ')}.`,
    )
  }
  return Object.fromEntries(
    Object.entries(TestCases[testCase]!).map(([state, response]) => {
      if (!Object.hasOwn(config.MockedResponses ?? {}, response)) {
        throw new Error(`"${response}", which state "${state}" gets in test case "${testCase}", is no mocked response.`)
      }
      return [state, responsesInTurn(response, config.MockedResponses[response]!)]
    }),
  )
}

/** One reply a call; calls are counted by state. */
function responsesInTurn(name: string, responses: Readonly<Record<string, Reply>>): TaskFunction {
  const ranges = Object.entries(responses).map(([key, reply]) => {
    const [first = 0, last = first] = key.split('-').map(Number)
    return { first, last, reply }
  })
  let calls = 0
  return (_, { state }) => {
    const call = calls
    calls += 1
    const range = ranges.find(({ first, last }) => call >= first && call <= last)
    if (!range) throw new Error(`The mocked response "${name}" has no reply for call ${call} of state "${state}".`)
    return new TaskReply(range.reply)
  }
}
