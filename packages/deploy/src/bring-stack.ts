import { DeleteStackCommand, type Parameter } from '@aws-sdk/client-cloudformation'
import { stackTemplate } from 'generator'
import { changeText, dropChangeSet, executeChangeSet, lossesIn, prepareChangeSet } from './change-set.js'
import type { Connection } from './connection.js'
import { failureCauses } from './failure-causes.js'
import { Problem } from './problem.js'
import { followStack, lastEvent, type Finished } from './stack-events.js'
import { approachTo, isBusy, stackState, stuck, type StackState } from './stack-state.js'
import type { StackStep } from './steps.js'
import type { Terminal } from './terminal.js'

/** What became of a stack. */
export interface StackResult {
  kind: 'stack'
  stackName: string
  result: 'created' | 'updated' | 'unchanged'
  outputs: StackState['outputs']
}

/** What somebody has agreed to. */
export interface Consent {
  /** Deleting a stack whose creation failed. */
  mayDelete: boolean
  /** Replacing or removing a resource that holds data. */
  mayReplace: boolean
}

/** The stack that CloudFormation is at work on, for whoever stops following it. */
export interface Progress {
  underWay?: string
}

/**
 * Brings a stack to what its template says: through a change set, followed to its end.
 *
 * @param values The step's parameters, all known by now.
 * @param progress Is kept up to date.
 * @throws Problem with the causes when CloudFormation fails; when something would be lost that nobody agreed to lose.
 */
export async function bringStack(
  connection: Connection,
  terminal: Terminal,
  { stackName, file }: StackStep,
  values: Readonly<Record<string, string>>,
  { mayDelete, mayReplace }: Consent,
  progress: Progress,
): Promise<StackResult> {
  const { text, parameters, holdsData } = stackTemplate(file)
  terminal.err(`${stackName} (${file})\n`)
  const state = await settled(connection, terminal, stackName, mayDelete, progress)
  const changeSet = await prepareChangeSet(connection, terminal, {
    stackName,
    type: state ? 'UPDATE' : 'CREATE',
    template: text,
    parameters: parameters.flatMap((name) => parameterOf(name, values, state)),
  })
  const { stackId, isEmpty, changes } = changeSet
  if (isEmpty) {
    terminal.err('  no changes\n')
    return { kind: 'stack', stackName, result: 'unchanged', outputs: state?.outputs ?? {} }
  }
  if (state) for (const change of changes) terminal.err(`  ${changeText(change)}\n`)
  const losses = mayReplace ? [] : lossesIn(changes, holdsData)
  if (losses.length > 0 || terminal.signal.aborted) await dropChangeSet(connection, changeSet)
  terminal.signal.throwIfAborted()
  if (losses.length > 0) throw new Problem(lossText(stackName, losses.map(changeText)))

  const before = await lastEvent(connection.cloudFormation, stackId, terminal.signal)
  await executeChangeSet(connection, changeSet)
  progress.underWay = stackName
  const finished = await followStack(connection, terminal, stackId, before)
  delete progress.underWay
  const now = await stackState(connection.cloudFormation, stackId, terminal.signal)
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(finished.status)) throw failure(stackName, finished)
  return { kind: 'stack', stackName, result: state ? 'updated' : 'created', outputs: now?.outputs ?? {} }
}

/** Gets a stack to where a change set can be made for it; undefined when it has to be created. */
async function settled(
  connection: Connection,
  terminal: Terminal,
  stackName: string,
  mayDelete: boolean,
  progress: Progress,
): Promise<StackState | undefined> {
  const { cloudFormation } = connection
  const { signal, err } = terminal
  let state = await stackState(cloudFormation, stackName, signal)
  if (state && isBusy(state.status)) {
    err(`  it is ${state.status} already; following that first\n`)
    const isNew = /^(CREATE|ROLLBACK)_/.test(state.status) // then every event belongs to what goes on
    const before = isNew ? undefined : await lastEvent(cloudFormation, state.id, signal)
    progress.underWay = stackName
    const finished = await followStack(connection, terminal, state.id, before)
    delete progress.underWay
    if (approachTo(finished.status) === 'delete first' && !mayDelete) throw failure(stackName, finished)
    state = await stackState(cloudFormation, stackName, signal)
  }
  if (!state) return undefined
  const { id, status } = state
  const approach = approachTo(status)
  if (approach === 'nothing helps') throw new Problem(`${stackName}: ${stuck(stackName, status)}`)
  if (approach !== 'delete first') return approach === 'update' ? state : undefined
  if (!mayDelete) throw new Problem(`${stackName} is ${status} since the plan was made: run it again.`)
  err(`  deleting what the failed creation left\n`)
  const before = await lastEvent(cloudFormation, id, signal)
  // By its id: under the name there may be another by now, which somebody else's deployment has made.
  await cloudFormation.send(new DeleteStackCommand({ StackName: id }))
  progress.underWay = stackName
  const finished = await followStack(connection, terminal, id, before)
  delete progress.underWay
  if (finished.status !== 'DELETE_COMPLETE') throw failure(stackName, finished)
  return undefined
}

/** A parameter for a change set: given, or as the stack has it, or (left out) the template's default. */
function parameterOf(
  ParameterKey: string,
  values: Readonly<Record<string, string>>,
  state: StackState | undefined,
): Parameter[] {
  const ParameterValue = values[ParameterKey]
  if (ParameterValue !== undefined) return [{ ParameterKey, ParameterValue }]
  const isSet = state !== undefined && Object.hasOwn(state.parameters, ParameterKey)
  return isSet ? [{ ParameterKey, UsePreviousValue: true }] : []
}

/** What failed, in the words of the resources that failed first, and where that leaves the stack. */
function failure(stackName: string, { status, events }: Finished): Problem {
  const { causes, notUndone } = failureCauses(events)
  const lines = causes.map((cause) => `  ${cause}`)
  if (causes.some((cause) => /AWS::S3::Bucket\b.*already exists/i.test(cause)))
    lines.push('With --bucket NAME that bucket is used as it is.')
  if (notUndone.length > 0) lines.push('And then could not be undone:', ...notUndone.map((line) => `  ${line}`))
  return new Problem([`The stack ${stackName} failed: ${status}`, ...lines, leftBehind(stackName, status)].join('\n'))
}

function leftBehind(stackName: string, status: string): string {
  switch (approachTo(status)) {
    case 'update':
      return 'The stack is as it was before.'
    case 'delete first':
      return 'When the cause is mended, run the same again: it deletes what is left of the stack and starts anew.'
    case 'nothing helps':
      return `Now ${stuck(stackName, status)}`
    case 'create':
      return 'The stack is gone.'
  }
}

const lossText = (stackName: string, losses: readonly string[]): string =>
  [
    `${stackName}: this would take away what holds data:`,
    ...losses.map((loss) => `  ${loss}`),
    'Nothing was changed. If that is meant, say --allow-replacement.',
  ].join('\n')
