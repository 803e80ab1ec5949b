import {
  testState,
  TestStateError,
  type Mock,
  type TestStateConfiguration,
  type TestStateResponse,
} from 'asl-runner/test-state'
import { functionsIn } from './fixtures.js'
import { dateOf, type Question } from './cases.js'

/** What a request of the TestState API says beside the definition and the data. */
interface Request {
  readonly stateName?: string
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE'
  readonly mock?: Mock
  readonly stateConfiguration?: TestStateConfiguration
  readonly revealSecrets?: boolean
  readonly roleArn?: string
}

/** Answers a request to the TestState API; what calls a real service has no answer here. */
export async function answerTestState(question: Question): Promise<unknown> {
  const { stateName, roleArn, ...request } = (question.request ?? {}) as Request
  try {
    const response = await testState(question.definition, {
      ...request,
      ...(stateName !== undefined && { state: stateName }),
      // The recordings hide the role behind a word.
      ...(roleArn !== undefined && { roleArn: `arn:aws:iam::111111111111:role/${roleArn}` }),
      accountId: '111111111111',
      functions: functionsIn(question.environment),
      ...(question.recordedDate && { asOf: dateOf(question.recordedDate) }),
      input: question.input,
      ...(question.variables !== undefined && { variables: question.variables as Record<string, unknown> }),
      ...(question.context !== undefined && { context: question.context as Record<string, unknown> }),
    })
    return { response: asApi(response) }
  } catch (error) {
    if (!(error instanceof TestStateError)) throw error
    return { error: { code: error.code, message: error.message } }
  }
}

/** AWS's API has data as JSON texts. */
function asApi({ output, inspectionData, ...response }: TestStateResponse): unknown {
  const numbers = new Set(['maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage', 'errorDetails'])
  return {
    ...response,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(inspectionData && {
      inspectionData: Object.fromEntries(
        Object.entries(inspectionData).map(([name, value]) => [
          name,
          numbers.has(name) ? value : JSON.stringify(value),
        ]),
      ),
    }),
  }
}
