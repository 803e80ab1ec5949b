import { emit, type StateMachine } from 'asl-builder'
import { getAtt, sub } from './intrinsics.js'
import { logGroup } from './functions.js'
import { anyStateMachine, loggingAndTracing, permissionsOf, type Places } from './permissions.js'
import { serviceRole } from './roles.js'
import type { TemplateResource, Value } from './template.js'

/**
 * A state machine with its role and its log, as the resources `MyStateMachine`, `StatesExecutionRole` and
 * `StateMachineLogGroup`.
 *
 * @param substitutions Values for the definition's placeholders. One that nobody uses, or a placeholder without a value,
 *   is an error: AWS would leave the `${...}` in the definition and fail when the state is entered.
 */
export function stateMachine(
  machine: StateMachine,
  substitutions: Readonly<Record<string, Value>>,
  places: Places,
): Record<string, TemplateResource> {
  const text = emit(machine)
  const used = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]!))
  const missing = [...used].filter((name) => !Object.hasOwn(substitutions, name))
  const unused = Object.keys(substitutions).filter((name) => !used.has(name))
  if (missing.length + unused.length > 0)
    throw new Error(`Substitutions: no value for [${missing.join(', ')}], no place for [${unused.join(', ')}]`)
  return {
    // Names below /aws/vendedlogs/ do not count against the size of the account's log resource policy.
    StateMachineLogGroup: logGroup(sub('/aws/vendedlogs/states/${AWS::StackName}')),
    StatesExecutionRole: serviceRole(
      'states',
      [...permissionsOf(machine, places), ...loggingAndTracing],
      anyStateMachine,
    ),
    MyStateMachine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineType: 'STANDARD',
        RoleArn: getAtt('StatesExecutionRole', 'Arn'),
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: {
          Level: 'ERROR',
          IncludeExecutionData: false,
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: getAtt('StateMachineLogGroup', 'Arn') } }],
        },
        DefinitionSubstitutions: substitutions,
        Definition: JSON.parse(text) as Value,
      },
    },
  }
}
