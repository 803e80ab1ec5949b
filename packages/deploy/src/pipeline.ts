import type { EnvironmentName } from 'generator'
import type { Connection } from './connection.js'
import { Problem } from './problem.js'
import { stackState, type StackState } from './stack-state.js'
import { stackNames } from './steps.js'

/** A pipeline that was deployed: the outputs of its stack. */
export interface Pipeline {
  stackName: string
  state: StackState
  stateMachineArn: string
  functionName: string
  database: string
  workGroup: string
}

/** @throws Problem when it is not deployed, or not to its end. */
export async function deployedPipeline(
  { cloudFormation }: Connection,
  signal: AbortSignal,
  environment: EnvironmentName,
): Promise<Pipeline> {
  const stackName = stackNames(environment).etl
  const state = await stackState(cloudFormation, stackName, signal)
  if (!state) throw new Problem(`There is no stack ${stackName}: run pnpm deploy:aws first.`)
  const output = (name: string): string => {
    const value = state.outputs[name]
    if (value === undefined)
      throw new Problem(
        `The stack ${stackName} is ${state.status} and has no output ${name}: run pnpm deploy:aws again.`,
      )
    return value
  }
  return {
    stackName,
    state,
    stateMachineArn: output('StateMachineArn'),
    functionName: output('MySqlConnectorName'),
    database: output('AthenaDatabaseName'),
    workGroup: output('AthenaWorkGroup'),
  }
}
