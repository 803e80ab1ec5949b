import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { stackTemplate } from 'generator'
import type { Connection } from './connection.js'
import { sizeOf } from './deploy.js'
import { explained } from './explain-error.js'
import { Problem } from './problem.js'
import { approachTo, isBusy, stackState, stuck, submittedTemplate, type StackState } from './stack-state.js'
import {
  deploymentSteps,
  stackNames,
  type Given,
  type Request,
  type StackStep,
  type Step,
  type UploadStep,
} from './steps.js'

/** What will be done about a step: for a stack, or for a file. */
type Action = 'create' | 'update' | 'delete and create' | 'unchanged' | 'stuck' | 'unknown' | 'upload' | 'there'

/** A call to AWS, with what matters of its input. */
export interface PlannedCall {
  service: 'cloudformation' | 's3'
  operation: string
  /** Whether it can change something in the account. */
  changes: boolean
  input: Readonly<Record<string, unknown>>
}

/** A step with what it needs, from what AWS has now. */
export interface PlannedStep {
  step: Step
  action: Action
  /** Why that action, or what is to be known. */
  because: string
  /** In order. Waiting repeats a call that reads. */
  calls: readonly PlannedCall[]
}

export interface Plan {
  steps: readonly PlannedStep[]
  /** Why AWS could not be asked; then the actions are unknown. */
  blind?: string
}

/**
 * Works out what a deployment will do, by reading alone.
 *
 * @param options.mayBeBlind Whether to go on when AWS cannot be asked: the plan then says what it does not know.
 */
export async function plan(
  connection: Connection,
  signal: AbortSignal,
  request: Request,
  { mayBeBlind = false } = {},
): Promise<Plan> {
  try {
    await connection.region()
    return { steps: await planSeeing(connection, signal, request) }
  } catch (error) {
    signal.throwIfAborted()
    const reason = explained(error)
    if (!mayBeBlind || !(reason instanceof Problem)) throw error
    return { steps: deploymentSteps(request).map((step) => plannedBlind(step)), blind: reason.message }
  }
}

async function planSeeing(connection: Connection, signal: AbortSignal, request: Request): Promise<PlannedStep[]> {
  const names = stackNames(request.environment)
  const states = new Map<string, StackState>()
  for (const name of Object.values(names)) {
    const state = await stackState(connection.cloudFormation, name, signal)
    if (state) states.set(name, state)
  }
  const steps = deploymentSteps({ ...request, ...(await bucketOf(connection, signal, request, states)) })
  const planned: PlannedStep[] = []
  for (const step of steps) {
    if (step.kind === 'upload') planned.push(await plannedUpload(connection, signal, step, states))
    else planned.push(await plannedStack(connection, signal, step, states))
  }
  return planned
}

/** Which bucket, and whether it is the first stack's. A bucket that an earlier deployment was given is kept. */
async function bucketOf(
  { s3 }: Connection,
  abortSignal: AbortSignal,
  { environment, bucket }: Request,
  states: ReadonlyMap<string, StackState>,
): Promise<Pick<Request, 'bucket' | 'bucketIsForeign'>> {
  const names = stackNames(environment)
  if (approachTo(states.get(names.lake)?.status) === 'update') return bucket === undefined ? {} : { bucket }
  const wanted = bucket ?? states.get(names.etl)?.parameters['S3LambdaBucket']
  if (!wanted) return {}
  try {
    await s3.send(new HeadBucketCommand({ Bucket: wanted }), { abortSignal })
    return { bucket: wanted, bucketIsForeign: true }
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
    if (status === 404) return { bucket: wanted }
    if (status === 301) throw new Problem(`The bucket ${wanted} lies in another region: choose it with --region.`)
    if (status === 403)
      throw new Problem(
        `The bucket ${wanted} exists and is closed to you: it is somebody else's, or s3:ListBucket is missing.`,
      )
    throw error
  }
}

async function plannedUpload(
  { s3 }: Connection,
  abortSignal: AbortSignal,
  step: UploadStep,
  states: ReadonlyMap<string, StackState>,
): Promise<PlannedStep> {
  const bucket = known(step.bucket, states)
  if (bucket === undefined)
    return { step, action: 'upload', because: 'the bucket does not exist yet', calls: uploadCalls(step) }
  const calls = uploadCalls(step)
  const bytes = await sizeOf(s3, { Bucket: bucket, Key: step.key }, abortSignal)
  if (bytes === undefined) return { step, action: 'upload', because: 'it is not there', calls }
  if (bytes !== step.bytes) return { step, action: 'upload', because: 'what is there has another size', calls }
  return { step, action: 'there', because: 'the name is the hash of the content', calls: calls.slice(0, 1) }
}

async function plannedStack(
  { cloudFormation }: Connection,
  signal: AbortSignal,
  step: StackStep,
  states: ReadonlyMap<string, StackState>,
): Promise<PlannedStep> {
  const state = states.get(step.stackName)
  const status = state?.status
  if (status !== undefined && isBusy(status))
    return {
      step,
      action: 'unknown',
      because: `it is ${status}, which is followed to its end first`,
      calls: stackCalls(step, 'UPDATE'),
    }
  switch (approachTo(status)) {
    case 'create':
      return { step, action: 'create', because: 'there is no such stack', calls: stackCalls(step, 'CREATE') }
    case 'delete first':
      return {
        step,
        action: 'delete and create',
        because: `it is ${status}: CloudFormation can only delete it`,
        calls: [call('DeleteStack', true, { StackName: step.stackName }), ...stackCalls(step, 'CREATE')],
      }
    case 'nothing helps':
      return { step, action: 'stuck', because: stuck(step.stackName, status!), calls: [] }
    case 'update': {
      const different = await difference(cloudFormation, signal, step, state!, states)
      return different === undefined
        ? { step, action: 'unchanged', because: 'template and parameters are the same', calls: unchangedCalls(step) }
        : { step, action: 'update', because: different, calls: stackCalls(step, 'UPDATE') }
    }
  }
}

/** What differs between a stack and what a step wants of it. */
async function difference(
  client: Connection['cloudFormation'],
  signal: AbortSignal,
  { stackName, file, parameters }: StackStep,
  state: StackState,
  states: ReadonlyMap<string, StackState>,
): Promise<string | undefined> {
  const { text, parameters: taken } = stackTemplate(file)
  const wanted = Object.entries(parameters).map(([name, value]) => [name, known(value, states)] as const)
  const others = wanted.filter(([name, value]) => value !== state.parameters[name]).map(([name]) => name)
  const added = taken.filter((name) => !Object.hasOwn(state.parameters, name) && !others.includes(name))
  const dropped = Object.keys(state.parameters).filter((name) => !taken.includes(name))
  const template = (await submittedTemplate(client, stackName, signal)) === text ? [] : ['the template']
  const all = [...template, ...others, ...added, ...dropped]
  return all.length === 0 ? undefined : `what differs: ${all.join(', ')}`
}

const known = (value: Given, states: ReadonlyMap<string, StackState>): string | undefined =>
  typeof value === 'string' ? value : states.get(value.of)?.outputs[value.output]

function plannedBlind(step: Step): PlannedStep {
  const because = 'AWS could not be asked what there is'
  if (step.kind === 'upload') return { step, action: 'unknown', because, calls: uploadCalls(step) }
  return { step, action: 'unknown', because, calls: stackCalls(step, 'CREATE or UPDATE') }
}

const call = (operation: string, changes: boolean, input: PlannedCall['input']): PlannedCall => ({
  service: 'cloudformation',
  operation,
  changes,
  input,
})

const createCalls = ({ stackName, file, parameters }: StackStep, type: string): PlannedCall[] => [
  call('CreateChangeSet', true, {
    StackName: stackName,
    ChangeSetType: type,
    TemplateBody: file,
    Capabilities: ['CAPABILITY_IAM'],
    Parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, givenText(value)])),
  }),
  call('DescribeChangeSet', false, { StackName: stackName }),
]

const stackCalls = (step: StackStep, type: string): PlannedCall[] => [
  call('DescribeStacks', false, { StackName: step.stackName }),
  ...createCalls(step, type),
  call('ExecuteChangeSet', true, { StackName: step.stackName }),
  call('DescribeStackEvents', false, { StackName: step.stackName }),
  call('DescribeStacks', false, { StackName: step.stackName }),
]

const unchangedCalls = (step: StackStep): PlannedCall[] => [
  call('DescribeStacks', false, { StackName: step.stackName }),
  ...createCalls(step, 'UPDATE'),
  call('DeleteChangeSet', true, { StackName: step.stackName }),
]

function uploadCalls({ bucket, key, file }: UploadStep): PlannedCall[] {
  const input = { Bucket: givenText(bucket), Key: key }
  return [
    { service: 's3', operation: 'HeadObject', changes: false, input },
    { service: 's3', operation: 'PutObject', changes: true, input: { ...input, Body: file } },
  ]
}

/** A value as it is shown: one that is not known yet names where it will come from. */
export const givenText = (value: Given): string =>
  typeof value === 'string' ? value : `<${value.output} of ${value.of}>`
