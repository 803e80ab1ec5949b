import { stackTemplate } from 'generator'
import { bucketChoice } from './bucket-choice.js'
import type { Connection } from './connection.js'
import { explained } from './explain-error.js'
import { sizeOf } from './package-object.js'
import { stackCalls, uploadCalls, type PlannedCall } from './planned-calls.js'
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

/** A stack's step for somebody to read: a value that is not known yet names where it will come from. */
export type ShownStack = Omit<StackStep, 'parameters'> & { parameters: Readonly<Record<string, string>> }
export type ShownUpload = Omit<UploadStep, 'bucket'> & { bucket: string }

/** A step with what it needs, from what AWS has now. */
export interface PlannedStep {
  step: Step
  shown: ShownStack | ShownUpload
  action: 'create' | 'update' | 'delete and create' | 'unchanged' | 'stuck' | 'unknown' | 'upload' | 'there'
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

type States = ReadonlyMap<string, StackState>

async function planSeeing(connection: Connection, signal: AbortSignal, request: Request): Promise<PlannedStep[]> {
  const states = new Map<string, StackState>()
  for (const name of Object.values(stackNames(request.environment))) {
    const state = await stackState(connection.cloudFormation, name, signal)
    if (state) states.set(name, state)
  }
  const steps = deploymentSteps({ ...request, ...(await bucketChoice(connection, signal, request, states)) })
  const planned: PlannedStep[] = []
  for (const step of steps) {
    if (step.kind === 'upload') planned.push(await plannedUpload(connection, signal, step, states))
    else planned.push(await plannedStack(connection, signal, step, states))
  }
  return planned
}

async function plannedUpload(
  { s3 }: Connection,
  abortSignal: AbortSignal,
  step: UploadStep,
  states: States,
): Promise<PlannedStep> {
  const bucket = known(step.bucket, states)
  const shown = shownUpload(step, states)
  const upload = { step, shown, action: 'upload', calls: uploadCalls(shown) } as const
  if (bucket === undefined) return { ...upload, because: 'the bucket does not exist yet' }
  const bytes = await sizeOf(s3, { Bucket: bucket, Key: step.key }, abortSignal)
  if (bytes === undefined) return { ...upload, because: 'it is not there' }
  if (bytes !== step.bytes) return { ...upload, because: 'what is there has another size' }
  const calls = uploadCalls(shown, { isThere: true })
  return { step, shown, action: 'there', because: 'the name is the hash of the content', calls }
}

async function plannedStack(
  { cloudFormation }: Connection,
  signal: AbortSignal,
  step: StackStep,
  states: States,
): Promise<PlannedStep> {
  const shown = shownStack(step, states)
  const state = states.get(step.stackName)
  const status = state?.status
  if (status !== undefined && isBusy(status)) {
    const because = `it is ${status}, which is followed to its end first`
    return { step, shown, action: 'unknown', because, calls: stackCalls(shown, 'CREATE or UPDATE') }
  }
  switch (approachTo(status)) {
    case 'create':
      return { step, shown, action: 'create', because: 'there is no such stack', calls: stackCalls(shown, 'CREATE') }
    case 'delete first': {
      const because = `it is ${status}: CloudFormation can only delete it`
      const calls = stackCalls(shown, 'CREATE', { deleteFirst: true })
      return { step, shown, action: 'delete and create', because, calls }
    }
    case 'nothing helps':
      return { step, shown, action: 'stuck', because: stuck(step.stackName, status!), calls: [] }
    case 'update': {
      const because = await difference(cloudFormation, signal, step, state!, states)
      if (because !== undefined) return { step, shown, action: 'update', because, calls: stackCalls(shown, 'UPDATE') }
      const calls = stackCalls(shown, 'UPDATE', { changed: false })
      return { step, shown, action: 'unchanged', because: 'template and parameters are the same', calls }
    }
  }
}

/** What differs between a stack and what a step wants of it. */
async function difference(
  client: Connection['cloudFormation'],
  signal: AbortSignal,
  { stackName, file, parameters }: StackStep,
  state: StackState,
  states: States,
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

function plannedBlind(step: Step): PlannedStep {
  const because = 'AWS could not be asked what there is'
  if (step.kind === 'upload') {
    const shown = shownUpload(step, new Map())
    return { step, shown, action: 'unknown', because, calls: uploadCalls(shown) }
  }
  const shown = shownStack(step, new Map())
  return { step, shown, action: 'unknown', because, calls: stackCalls(shown, 'CREATE or UPDATE') }
}

const known = (value: Given, states: States): string | undefined =>
  typeof value === 'string' ? value : states.get(value.of)?.outputs[value.output]

const givenText = (value: Given, states: States): string =>
  known(value, states) ?? (typeof value === 'string' ? value : `<${value.output} of ${value.of}>`)

const shownUpload = (step: UploadStep, states: States): ShownUpload => ({
  ...step,
  bucket: givenText(step.bucket, states),
})

function shownStack(step: StackStep, states: States): ShownStack {
  const values = Object.entries(step.parameters).map(([name, value]) => [name, givenText(value, states)] as const)
  return { ...step, parameters: Object.fromEntries(values) }
}
