import type { StackEvent } from '@aws-sdk/client-cloudformation'

/** Why an operation on a stack failed. */
export interface FailureCauses {
  /** What failed by itself, first in time first. */
  causes: string[]
  /** What then could not be undone. */
  notUndone: string[]
}

/**
 * Finds the causes in a failed operation's events: what failed before the rollback began, without the resources that
 * CloudFormation cancelled because another one had failed, and without the stack, which only says how many failed.
 *
 * @param events Oldest first.
 */
export function failureCauses(events: readonly StackEvent[]): FailureCauses {
  const rollback = events.findIndex((event) => isStack(event) && event.ResourceStatus!.endsWith('ROLLBACK_IN_PROGRESS'))
  const before = rollback < 0 ? events : events.slice(0, rollback)
  const after = rollback < 0 ? [] : events.slice(rollback)
  const causes = before.filter((event) => isFailed(event) && !isStack(event) && !isCancelled(event)).map(said)
  const notUndone = after.filter((event) => isFailed(event) && !isStack(event) && !isCancelled(event)).map(said)
  if (causes.length > 0) return { causes, notUndone }
  const ownWords = events.filter(isStack).map((event) => event.ResourceStatusReason)
  return {
    causes: ownWords.filter((words) => words !== undefined && words !== 'User Initiated') as string[],
    notUndone,
  }
}

const isStack = ({ PhysicalResourceId, StackId }: StackEvent): boolean => PhysicalResourceId === StackId
const isFailed = ({ ResourceStatus }: StackEvent): boolean => ResourceStatus!.endsWith('_FAILED')
const isCancelled = ({ ResourceStatusReason = '' }: StackEvent): boolean =>
  /^Resource \w+ cancelled/i.test(ResourceStatusReason)

const said = ({ LogicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason }: StackEvent): string =>
  `${LogicalResourceId} (${ResourceType}) ${ResourceStatus}: ${ResourceStatusReason ?? 'CloudFormation gives no reason.'}`
