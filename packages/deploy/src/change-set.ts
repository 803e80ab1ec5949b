import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  type Parameter,
  type ResourceChange,
} from '@aws-sdk/client-cloudformation'
import type { Connection } from './connection.js'
import { Pace } from './polling.js'
import { Problem } from './problem.js'
import type { Terminal } from './terminal.js'

/** A change set that CloudFormation has worked out. */
export interface ChangeSet {
  id: string
  stackId: string
  /** Whether nothing would change; then it is not there any more. */
  isEmpty: boolean
  /** What it would do to resources. A change of outputs alone does nothing to them. */
  changes: readonly ResourceChange[]
}

/** What to apply to which stack. */
export interface Wanted {
  stackName: string
  type: 'CREATE' | 'UPDATE'
  template: string
  parameters: readonly Parameter[]
}

/**
 * Has CloudFormation work out what a template would change. A change set without changes is deleted at once.
 *
 * @throws Problem when it cannot be worked out, with CloudFormation's reason.
 */
export async function prepareChangeSet(
  { cloudFormation }: Connection,
  { clock, signal }: Terminal,
  { stackName, type, template, parameters }: Wanted,
): Promise<ChangeSet> {
  const abortSignal = signal
  const name = `deploy-${clock.now().toISOString().replace(/\W/g, '-')}`
  const { Id, StackId } = await cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: stackName,
      ChangeSetName: name,
      ClientToken: name, // a repeated call makes no second one
      ChangeSetType: type,
      TemplateBody: template,
      Parameters: [...parameters],
      Capabilities: ['CAPABILITY_IAM'],
    }),
    { abortSignal },
  )
  const pace = new Pace(clock, signal)
  for (;;) {
    const changes: ResourceChange[] = []
    let NextToken: string | undefined
    let page
    do {
      const at = { ChangeSetName: Id!, ...(NextToken === undefined ? {} : { NextToken }) }
      page = await cloudFormation.send(new DescribeChangeSetCommand(at), { abortSignal })
      changes.push(...(page.Changes ?? []).flatMap(({ ResourceChange }) => ResourceChange ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    if (page.Status === 'CREATE_COMPLETE') return { id: Id!, stackId: StackId!, isEmpty: false, changes }
    if (page.Status === 'FAILED') {
      await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: Id! }), { abortSignal })
      if (isUnchanged(page.StatusReason)) return { id: Id!, stackId: StackId!, isEmpty: true, changes: [] }
      throw new Problem(
        `${stackName}: CloudFormation refuses the change: ${page.StatusReason ?? 'it gives no reason.'}`,
      )
    }
    await pace.wait(false)
  }
}

/** CloudFormation calls a change set without changes failed, in one of two ways. */
const isUnchanged = (reason = ''): boolean =>
  /submitted information didn't contain changes|No updates are to be performed/.test(reason)

export async function executeChangeSet({ cloudFormation }: Connection, { id }: ChangeSet): Promise<void> {
  await cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: id })) // a started call is not broken off
}

export async function dropChangeSet({ cloudFormation }: Connection, { id }: ChangeSet): Promise<void> {
  await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: id }))
}

/** The changes that would take a resource that holds data away, or might put an empty one in its place. */
export function lossesIn(changes: readonly ResourceChange[], holdsData: readonly string[]): ResourceChange[] {
  return changes.filter(({ LogicalResourceId = '', Action, Replacement, PolicyAction = '' }) => {
    const goes = Action === 'Remove' || (Action === 'Modify' && Replacement !== undefined && Replacement !== 'False')
    return goes && (holdsData.includes(LogicalResourceId) || /Retain|Snapshot/.test(PolicyAction))
  })
}

/** `modify DatalakeBucket (AWS::S3::Bucket), replaces it`. */
export function changeText({
  Action = 'Dynamic',
  LogicalResourceId,
  ResourceType,
  Replacement,
}: ResourceChange): string {
  const replaces = { True: ', replaces it', Conditional: ', may replace it', False: '' }[Replacement ?? 'False']
  return `${Action.toLowerCase()} ${LogicalResourceId} (${ResourceType})${replaces}`
}
