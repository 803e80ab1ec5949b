import type { ShownStack, ShownUpload } from './plan.js'

/** A call to AWS, with what matters of its input. */
export interface PlannedCall {
  service: 'cloudformation' | 's3'
  operation: string
  /** Whether it can change something in the account. */
  changes: boolean
  input: Readonly<Record<string, unknown>>
}

/** What a stack needs, in order. Waiting repeats the last call, or the last two, that read. */
export function stackCalls(
  { stackName, file, parameters }: ShownStack,
  type: 'CREATE' | 'UPDATE' | 'CREATE or UPDATE',
  { deleteFirst = false, changed = true } = {},
): PlannedCall[] {
  const reads = (operation: string): PlannedCall => call(operation, false)
  const call = (operation: string, changes: boolean, input: PlannedCall['input'] = {}): PlannedCall => ({
    service: 'cloudformation',
    operation,
    changes,
    input: { StackName: stackName, ...input },
  })
  const create = { ChangeSetType: type, TemplateBody: file, Capabilities: ['CAPABILITY_IAM'], Parameters: parameters }
  const follow = [reads('DescribeStacks'), reads('DescribeStackEvents')]
  return [
    reads('DescribeStacks'),
    ...(deleteFirst ? [reads('DescribeStackEvents'), call('DeleteStack', true), ...follow] : []),
    call('CreateChangeSet', true, create),
    reads('DescribeChangeSet'),
    ...(changed
      ? [reads('DescribeStackEvents'), call('ExecuteChangeSet', true), ...follow, reads('DescribeStacks')]
      : [call('DeleteChangeSet', true)]),
  ]
}

/** What a file needs, in order. */
export function uploadCalls({ bucket, key, file }: ShownUpload, { isThere = false } = {}): PlannedCall[] {
  const input = { Bucket: bucket, Key: key }
  const put: PlannedCall = { service: 's3', operation: 'PutObject', changes: true, input: { ...input, Body: file } }
  return [{ service: 's3', operation: 'HeadObject', changes: false, input }, ...(isThere ? [] : [put])]
}
