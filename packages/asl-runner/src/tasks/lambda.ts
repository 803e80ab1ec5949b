import { Failure } from '../failure.js'
import type { Outcome, Work } from '../states/task.js'
import type { Integration } from './integration.js'
import { TaskError, type TaskCall, type TaskFunction } from './task.js'

/** Runs Lambda functions here: by function ARN, and by `lambda:invoke`. */
export function lambdaIntegration(functions: Readonly<Record<string, TaskFunction>>): Integration {
  const find = (name: unknown): TaskFunction | undefined => {
    if (typeof name !== 'string') return undefined
    const plain = /(?:^|:function:)([^:]+)(?::[^:]+)?$/.exec(name)?.[1] ?? name
    return [name, plain].map((key) => (Object.hasOwn(functions, key) ? functions[key] : undefined)).find(Boolean)
  }
  return ({ resource }, call, run) => {
    if (resource.kind === 'lambda') {
      const code = find(resource.arn)
      return code && asLambda(run(code, call))
    }
    const isInvoke =
      resource.kind === 'service' && resource.service === 'lambda' && resource.action.startsWith('invoke')
    if (!isInvoke) return undefined
    const { FunctionName, Payload } = (call.input ?? {}) as { FunctionName?: unknown; Payload?: unknown }
    const code = find(FunctionName)
    if (!code) return undefined
    const work = asLambda(run(code, withInput(call, Payload ?? {})))
    return resource.pattern === 'callback' ? work : mapOutput(work, invocation)
  }
}

/** The same call with another input; its getters stay unread. */
const withInput = (call: TaskCall, input: unknown): TaskCall =>
  Object.create(call, { input: { value: input, enumerable: true } }) as TaskCall

const invocation = (Payload: unknown): unknown => ({
  ExecutedVersion: '$LATEST',
  Payload,
  SdkHttpMetadata: { HttpStatusCode: 200 },
  StatusCode: 200,
})

/** Errors of the code read as Lambda reports them: the class's name, and JSON for a cause. */
function asLambda(work: Work): Work {
  return mapOutcome(work, (outcome) => {
    if (outcome === 'pending' || !('thrown' in outcome) || outcome.thrown instanceof TaskError) return outcome
    const { thrown } = outcome
    const errorType = thrown instanceof Error ? thrown.name : 'Error'
    const errorMessage = thrown instanceof Error ? thrown.message : String(thrown)
    return { failure: new Failure(errorType, JSON.stringify({ errorMessage, errorType })) }
  })
}

const mapOutput = (work: Work, map: (output: unknown) => unknown): Work =>
  mapOutcome(work, (outcome) =>
    outcome !== 'pending' && 'output' in outcome ? { output: map(outcome.output) } : outcome,
  )

function mapOutcome(work: Work, map: (outcome: Outcome) => Outcome): Work {
  const { outcome } = work
  if (typeof outcome === 'function') return { ...work, outcome: (settle) => outcome((settled) => settle(map(settled))) }
  return { ...work, outcome: outcome instanceof Promise ? outcome.then(map) : map(outcome) }
}
