import { ref, sub } from './intrinsics.js'
import type { TemplateResource, Value } from './template.js'

/** One statement of a policy: what is allowed, on what. */
export interface Statement {
  /** What for, in a few words without spaces: the template's reader sees it. */
  Sid: string
  /** Default: Allow. */
  Effect?: 'Deny'
  Action: readonly string[]
  Resource: Value
  Condition?: Value
}

/** A policy document of the statements. What no statement allows is forbidden. */
export function policy(statements: readonly Statement[]): Value {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ Sid, ...statement }) => ({ Sid, Effect: 'Allow', ...statement })),
  }
}

/**
 * A role that one AWS service takes on. It has no name of its own: CAPABILITY_IAM is enough to deploy it.
 *
 * @param sourceArn Which resources of this account the service may act for, where the service says so.
 */
export function serviceRole(service: string, statements: readonly Statement[], sourceArn?: Value): TemplateResource {
  const trust = { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }
  const Condition = sourceArn && {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
    ArnLike: { 'aws:SourceArn': sourceArn },
  }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [Condition ? { ...trust, Condition } : trust],
      },
      ...(statements.length > 0 && { Policies: [{ PolicyName: 'Pipeline', PolicyDocument: policy(statements) }] }),
    },
  }
}

/** An ARN in this account and region: `athena`, `workgroup/primary`. */
export const arn = (service: string, resource: string, names?: Readonly<Record<string, Value>>): Value =>
  sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`, names)

/** An S3 ARN: a bucket, or a bucket and what lies below a path. */
export const s3Arn = (path: string, names: Readonly<Record<string, Value>>): Value =>
  sub(`arn:\${AWS::Partition}:s3:::${path}`, names)

/** Writing to one log group. */
export const logsTo = (logGroup: string): Statement => ({
  Sid: 'WriteLogs',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: sub(`\${${logGroup}.Arn}`),
})
