import { helloWorld } from 'pipeline-def'
import type { EnvironmentParameters } from '../environments.js'
import { helloFunction } from './functions.js'
import { getAtt, ref } from './intrinsics.js'
import { commonParameters, environmentMapping } from './parameters.js'
import { stateMachine } from './state-machine.js'
import type { Template } from './template.js'

/** `step_simple.yaml`: HelloWorld alone. */
export function stepSimple(defaults: EnvironmentParameters): Template {
  const { Environment } = commonParameters(defaults)
  const lambdaArn = getAtt('MyLambdaFunction', 'Arn')
  return {
    Description: 'A state machine with one Lambda function that says hello.',
    Parameters: { Environment },
    Mappings: environmentMapping(['LogRetentionDays']),
    Resources: {
      ...helloFunction(),
      ...stateMachine(helloWorld, { lambdaArn }, { functions: { lambdaArn } }),
    },
    Outputs: {
      StateMachineArn: { Description: 'The state machine.', Value: ref('MyStateMachine') },
    },
  }
}
