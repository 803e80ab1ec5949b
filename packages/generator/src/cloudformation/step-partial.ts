import { partial } from 'pipeline-def'
import type { EnvironmentParameters } from '../environments.js'
import { helloFunction } from './functions.js'
import { getAtt, ref } from './intrinsics.js'
import { commonParameters, environmentMapping, isGiven, resultsLocation } from './parameters.js'
import { stateMachine } from './state-machine.js'
import type { Template } from './template.js'
import { ownWorkGroup, workGroup, workGroupParameter, workGroupResource } from './work-group.js'

/** `step_partial.yaml`: the pipeline up to its decision, with a view. */
export function stepPartial(defaults: EnvironmentParameters): Template {
  const { DataLocation: _, ...parameters } = commonParameters(defaults)
  const lambdaArn = getAtt('MyLambdaFunction', 'Arn')
  const substitutions = {
    lambdaArn,
    AthenaDatabaseName: ref('AthenaDatabaseName'),
    AthenaWorkGroup: workGroup,
    AthenaResultsLocation: resultsLocation,
  }
  return {
    Description: 'A state machine that creates a database and a view in Athena, and decides by what is there.',
    Parameters: {
      ...parameters,
      AthenaWorkGroup: workGroupParameter,
    },
    Mappings: environmentMapping(['LogRetentionDays', 'BytesScannedCutoff']),
    Conditions: {
      BucketGiven: isGiven('S3LambdaBucket'),
      ResultsLocationGiven: isGiven('AthenaResultsLocation'),
      OwnWorkGroup: ownWorkGroup,
    },
    Resources: {
      ...helloFunction(),
      EtlWorkGroup: workGroupResource,
      ...stateMachine(partial, substitutions, {
        functions: { lambdaArn },
        athena: { workGroup, resultsLocation },
      }),
    },
    Outputs: {
      StateMachineArn: { Description: 'The state machine.', Value: ref('MyStateMachine') },
    },
  }
}
