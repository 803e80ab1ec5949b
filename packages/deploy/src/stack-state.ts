import {
  DescribeStacksCommand,
  GetTemplateCommand,
  type CloudFormationClient,
  type Stack,
} from '@aws-sdk/client-cloudformation'

/** A stack as CloudFormation has it. */
export interface StackState {
  id: string
  /** CloudFormation's word, such as UPDATE_COMPLETE. */
  status: string
  statusReason?: string
  /** When it last changed. */
  changed?: Date
  parameters: Readonly<Record<string, string>>
  outputs: Readonly<Record<string, string>>
}

/**
 * Looks a stack up.
 *
 * @param nameOrId A deleted stack is found by its id alone.
 * @returns Undefined when there is none.
 */
export async function stackState(
  client: CloudFormationClient,
  nameOrId: string,
  abortSignal: AbortSignal,
): Promise<StackState | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }), { abortSignal })
    return Stacks[0] && stateOf(Stacks[0])
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** CloudFormation has no error code for a stack that does not exist, only this text. */
const isAbsent = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)

function stateOf({
  StackId,
  StackStatus,
  StackStatusReason,
  LastUpdatedTime,
  CreationTime,
  ...stack
}: Stack): StackState {
  const changed = LastUpdatedTime ?? CreationTime
  return {
    id: StackId!,
    status: StackStatus!,
    ...(StackStatusReason === undefined ? {} : { statusReason: StackStatusReason }),
    ...(changed === undefined ? {} : { changed }),
    parameters: Object.fromEntries(
      stack.Parameters?.map((each) => [each.ParameterKey!, each.ParameterValue ?? '']) ?? [],
    ),
    outputs: Object.fromEntries(stack.Outputs?.map((each) => [each.OutputKey!, each.OutputValue!]) ?? []),
  }
}

/** The template as it was submitted. */
export async function submittedTemplate(
  client: CloudFormationClient,
  StackName: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }), {
    abortSignal,
  })
  return TemplateBody
}

/** Whether CloudFormation is still at work on it. */
export const isBusy = (status: string): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'

/** What has to happen to a stack before a template can be applied to it. */
export type Approach = 'create' | 'update' | 'delete first' | 'nothing helps'

/**
 * How a template gets to a stack in a settled state: a new stack whose creation failed can only be deleted, and a failed
 * rollback of an update needs somebody's decision.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export function approachTo(status: string | undefined): Approach {
  switch (status) {
    case undefined:
    case 'REVIEW_IN_PROGRESS': // a change set was made for a new stack, and never executed
    case 'DELETE_COMPLETE':
      return 'create'
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'CREATE_FAILED':
    case 'DELETE_FAILED':
      return 'delete first'
    case 'UPDATE_ROLLBACK_FAILED':
    case 'UPDATE_FAILED':
    case 'IMPORT_ROLLBACK_FAILED':
      return 'nothing helps'
    default:
      return 'update'
  }
}

/** Why a stack cannot be updated before somebody decides. */
export const stuck = (stackName: string, status: string): string =>
  `it is ${status}: the undoing of an update failed. Look at its events, mend the cause, then run ` +
  `aws cloudformation continue-update-rollback --stack-name ${stackName}`
