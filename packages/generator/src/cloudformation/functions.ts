import { getAtt, ref, setting } from './intrinsics.js'
import { logsTo, serviceRole, type Statement } from './roles.js'
import type { TemplateResource, Value } from './template.js'

/** The Lambda runtime of both functions: creation is possible until 2028-06-01, as of 2026-11. */
export const runtime = 'nodejs24.x'

/** A function with a role and a log group of its own, as the resources that a template needs for it. */
export function lambdaFunction(
  names: { function: string; role: string; logGroup: string },
  properties: Readonly<Record<string, Value>>,
  permissions: readonly Statement[] = [],
): Record<string, TemplateResource> {
  return {
    [names.logGroup]: logGroup(),
    [names.role]: serviceRole('lambda', [logsTo(names.logGroup), ...permissions]),
    [names.function]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: runtime,
        Architectures: ['arm64'],
        Role: getAtt(names.role, 'Arn'),
        LoggingConfig: { LogGroup: ref(names.logGroup), LogFormat: 'JSON' },
        ...properties,
      },
    },
  }
}

/** A log group that forgets. A name is needed only where the reader of the logs asks for one. */
export function logGroup(name?: Value): TemplateResource {
  return {
    Type: 'AWS::Logs::LogGroup',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
    Properties: { ...(name !== undefined && { LogGroupName: name }), RetentionInDays: setting('LogRetentionDays') },
  }
}

/** The function that says hello. */
export function helloFunction(): Record<string, TemplateResource> {
  return lambdaFunction(
    { function: 'MyLambdaFunction', role: 'LambdaExecutionRole', logGroup: 'LambdaLogGroup' },
    {
      Description: 'Says hello',
      Handler: 'index.handler',
      Timeout: 10,
      MemorySize: 128,
      Code: { ZipFile: `exports.handler = async () => 'Hello World!'\n` },
    },
  )
}
