import type { Execution } from '../execution.js'
import { Failure } from '../failure.js'
import type { Outcome } from '../states/task.js'
import { instant } from '../timestamp.js'
import type { Integration } from './integration.js'

/** Starts a machine that was given by name or ARN; `undefined` when there is none, `taken` when the name is another execution's. */
export type StartMachine = (start: {
  readonly machine: string
  readonly input: unknown
  readonly name: string | undefined
  readonly onEnd: (execution: Execution) => void
}) =>
  | { readonly arn: string; readonly startTime: number; readonly machineArn: string }
  | { readonly taken: string }
  | undefined

/** `states:startExecution`, with `.sync` and `.sync:2`, over machines given to the run. */
export function nestedIntegration(startMachine: StartMachine): Integration {
  return ({ resource }, { input }) => {
    if (resource.kind !== 'service' || resource.service !== 'states') return undefined
    if (!/^startExecution(\.sync(:2)?)?$/.test(resource.action)) return undefined
    const { StateMachineArn, Input, Name } = (input ?? {}) as Readonly<Record<string, unknown>>
    let settle: ((outcome: Outcome) => void) | undefined
    let early: Outcome | undefined
    let machineArn = ''
    const started = startMachine({
      machine: String(StateMachineArn),
      input: inputOf(Input),
      name: typeof Name === 'string' ? Name : undefined,
      onEnd: (execution) => {
        const outcome = outcomeOf(execution, machineArn, resource.action.endsWith(':2'))
        if (settle) settle(outcome)
        else early = outcome
      },
    })
    if (!started) return undefined
    if ('taken' in started) {
      return {
        outcome: alreadyExists(started.taken),
        ...(resource.pattern === 'sync' && { failedAs: 'TaskSubmitFailed' }),
      }
    }
    machineArn = started.machineArn
    const http = { SdkHttpMetadata: { HttpStatusCode: 200 } }
    const receipt = { ExecutionArn: started.arn, ...http, StartDate: instant(started.startTime) }
    if (resource.pattern === 'call') return { outcome: { output: receipt } }
    return {
      submitted: receipt,
      outcome: (listener) => {
        settle = listener
        if (early) listener(early)
      },
    }
  }
}

function alreadyExists(arn: string): Outcome {
  const about = 'Service: AWSStepFunctions; Status Code: 400; Error Code: ExecutionAlreadyExists'
  const cause = `Execution Already Exists: '${arn}' (${about}; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)`
  return { failure: new Failure('StepFunctions.ExecutionAlreadyExistsException', cause) }
}

/** `Input` may be JSON or a text that holds JSON; nothing is an empty object. */
function inputOf(input: unknown): unknown {
  if (input === undefined || input === null) return {}
  if (typeof input !== 'string') return input
  try {
    return JSON.parse(input) as unknown
  } catch {
    return input
  }
}

function outcomeOf(execution: Execution, machineArn: string, isParsed: boolean): Outcome {
  const { arn, input, name, status, output, error, cause, startTime, stopTime } = execution
  const described = {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ExecutionArn: arn,
    Input: isParsed ? input : JSON.stringify(input),
    InputDetails: { Included: true },
    Name: name,
    ...(status === 'SUCCEEDED' && {
      Output: isParsed ? output : JSON.stringify(output),
      OutputDetails: { Included: true },
    }),
    RedriveCount: 0,
    ...(status === 'SUCCEEDED'
      ? { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }
      : { RedriveStatus: 'REDRIVABLE' }),
    StartDate: instant(startTime),
    StateMachineArn: machineArn,
    Status: status,
    StopDate: instant(stopTime),
  }
  if (status === 'SUCCEEDED') return { output: described }
  return { failure: new Failure('States.TaskFailed', JSON.stringify(described)) }
}
