import { isReply, type Reply, type Tasks } from './task.js'

/** A mocked response of AWS's file that a run cannot use: what is wrong, in the file's own names. */
export class MockConfigError extends Error {
  override readonly name = 'MockConfigError'
}

/** Which test case of a MockConfigFile. */
export interface MockedCase {
  /** Needed where several state machines have a test case of that name. */
  readonly stateMachine?: string
  readonly testCase: string
}

/**
 * The tasks of a test case in a `MockConfigFile.json` of AWS Step Functions Local, read as it is.
 *
 *     run(definition, { tasks: mockedTasks(JSON.parse(text), { testCase: 'HappyPath' }) })
 *
 * @throws {MockConfigError} When the file has no such case, or its responses are not as AWS describes them.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
export function mockedTasks(config: unknown, { stateMachine, testCase }: MockedCase): Tasks {
  const machines = objectAt(config, 'StateMachines')
  const responses = objectAt(config, 'MockedResponses')
  const states = testCaseIn(machines, testCase, stateMachine)
  const tasks = Object.entries(states).map(([state, response]) => {
    if (typeof response !== 'string' || !Object.hasOwn(responses, response)) {
      throw new MockConfigError(
        `"${state}" uses the mocked response ${JSON.stringify(response)}, which the file does not have.`,
      )
    }
    return [state, repliesOf(response, responses[response])] as const
  })
  return Object.fromEntries(tasks)
}

function testCaseIn(machines: object, testCase: string, only: string | undefined): object {
  const found = Object.entries(machines).flatMap(([name, machine]) => {
    if (only !== undefined && name !== only) return []
    const cases = objectAt(machine, 'TestCases')
    return Object.hasOwn(cases, testCase) ? [{ name, states: (cases as Record<string, unknown>)[testCase] }] : []
  })
  const [first, second] = found
  if (!first) {
    const all = Object.entries(machines).flatMap(([name, machine]) =>
      Object.keys(objectAt(machine, 'TestCases')).map((each) => `${name}/${each}`),
    )
    throw new MockConfigError(`There is no test case "${testCase}". The file has ${all.join(', ') || 'none'}.`)
  }
  if (second) {
    const both = found.map(({ name }) => `${name}/${testCase}`).join(' and ')
    throw new MockConfigError(
      `Several state machines have a test case "${testCase}": ${both}. Name the state machine too.`,
    )
  }
  if (!isObject(first.states)) throw new MockConfigError(`The test case "${testCase}" is no object.`)
  return first.states
}

/** `"0"` is the first call, `"1-2"` the second and third. */
function repliesOf(name: string, response: unknown): Reply[] {
  if (!isObject(response)) throw new MockConfigError(`The mocked response "${name}" is no object.`)
  const replies: Reply[] = []
  for (const [key, reply] of Object.entries(response)) {
    const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(key) ?? []
    if (from === undefined || Number(from) > Number(to)) {
      throw new MockConfigError(
        `"${key}" in the mocked response "${name}" is neither a call ("0") nor a range of calls ("0-2").`,
      )
    }
    if (!isReply(reply)) {
      throw new MockConfigError(`The mocked response "${name}" has neither "Return" nor "Throw" at "${key}".`)
    }
    for (let call = Number(from); call <= Number(to); call++) replies[call] = reply
  }
  const missing = Array.from(replies).indexOf(undefined as never)
  if (missing >= 0) throw new MockConfigError(`The mocked response "${name}" says nothing of call ${missing}.`)
  return replies
}

function objectAt(value: unknown, key: string): Record<string, unknown> {
  const found = isObject(value) ? value[key] : undefined
  if (!isObject(found)) throw new MockConfigError(`The file is no MockConfigFile: "${key}" is missing.`)
  return found
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
