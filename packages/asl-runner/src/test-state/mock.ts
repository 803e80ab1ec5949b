import type { Fields } from '../data-flow.js'
import { readResource } from '../tasks/resource.js'
import { refused, TestStateError, type Mock, type TestStateRequest } from './request.js'
import { checkResult } from './result-schema.js'

/** What a mock comes to. */
export type Mocked =
  | { readonly result: unknown }
  | { readonly error: string | undefined; readonly cause: string | undefined }

const withoutMock: ReadonlySet<unknown> = new Set(['Pass', 'Succeed', 'Fail', 'Choice', 'Wait'])

/**
 * The mock of a test, checked as AWS checks it; `undefined` where the state's type needs none.
 *
 * @throws {@link TestStateError}
 */
export async function readMock(state: Fields, request: TestStateRequest): Promise<Mocked | undefined> {
  const { mock, stateConfiguration = {}, revealSecrets, roleArn } = request
  const type = state['Type']
  if (!mock) {
    if (stateConfiguration.mapIterationFailureCount !== undefined) {
      throw refused('TestState does not support MapIterationFailureCount when a mock is not specified.')
    }
    if (type === 'Map' || type === 'Parallel') {
      throw new TestStateError(
        'InvalidDefinition',
        'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
      )
    }
    if (type === 'Task' && roleArn === undefined) throw refused('RoleArn must be specified when testing a Task state')
    return undefined
  }
  if (mock.result !== undefined && mock.errorOutput !== undefined) {
    throw refused('A test mock should have only one of the following fields: [result, errorOutput].')
  }
  if (withoutMock.has(type)) throw refused(`State type '${String(type)}' is not supported when a mock is specified`)
  if (revealSecrets) throw refused('TestState does not support RevealSecrets when a mock is specified.')
  if (mock.errorOutput) return { error: mock.errorOutput.error, cause: mock.errorOutput.cause }
  const result = resultOf(mock)
  const asOf = request.asOf === undefined ? undefined : new Date(request.asOf).getTime()
  await checkShape(state, result, mock, asOf)
  return { result }
}

function resultOf({ result }: Mock): unknown {
  if (typeof result !== 'string') return result ?? null
  try {
    return JSON.parse(result) as unknown
  } catch {
    throw refused('Mocked result must be valid JSON')
  }
}

async function checkShape(state: Fields, result: unknown, mock: Mock, asOf: number | undefined): Promise<void> {
  if (state['Type'] === 'Map') {
    if (state['ResultWriter'] === undefined && !Array.isArray(result)) throw refused('Mocked result must be an array.')
    return
  }
  if (state['Type'] === 'Parallel') {
    if (!Array.isArray(result)) throw refused('Mocked result must be an array.')
    if (result.length !== (state['Branches'] as unknown[] | undefined)?.length) {
      throw refused('Mocked result must contain the same number of items as number of Parallel branches.')
    }
    return
  }
  const resource = readResource(String(state['Resource']))
  if (resource.kind !== 'service' || mock.fieldValidationMode === 'NONE') return
  // An HTTP endpoint answers with anything.
  const isObject = typeof result === 'object' && result !== null && !Array.isArray(result)
  if (!isObject) throw refused('Mocked result must be a JSON object.')
  const problem = await checkResult(resource, result, mock.fieldValidationMode ?? 'STRICT', asOf)
  if (problem !== undefined) throw refused(`Mock result schema validation error: ${problem}`)
}
