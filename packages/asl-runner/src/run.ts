import type { StateMachine } from 'asl-builder/scope'
import { seededChance } from './chance.js'
import { compile, usesJsonata, type Program } from './compile.js'
import { DefinitionFault } from './definition-fault.js'
import { RunningExecution, type Execution } from './execution.js'
import { readItems } from './items/read-items.js'
import type { RunnerOptions, RunOptions } from './options.js'
import { realClock, Scheduler, virtualClock, type Clock } from './scheduler.js'
import type { MapRunHost } from './states/map-run.js'
import type { Strand } from './strand.js'
import { TaskBroker } from './tasks/broker.js'
import { toJson } from './tasks/json-values.js'
import { memoryS3, type S3Store } from './tasks/s3.js'
import type { World } from './world.js'

/** A machine that is compiled once and run many times. */
export interface Runner {
  readonly definition: StateMachine
  /** Runs it; what `createRunner` was given holds unless given again. Never rejects because of the machine or its data. */
  run(options?: RunOptions): Promise<Execution>
}

/**
 * Prepares a definition to be run many times.
 *
 *     const runner = createRunner(definition, { tasks: { Extract: (input) => ({ rows: 3 }) } })
 *     const { status, output } = await runner.run({ input: { table: 'users' } })
 *
 * @param definition Plain ASL; never changed, and must not be changed afterwards.
 */
export function createRunner(definition: StateMachine, options: RunnerOptions = {}): Runner {
  let program: Promise<Program | DefinitionFault> | Program | DefinitionFault | undefined
  return {
    definition,
    async run(more: RunOptions = {}) {
      program ??= compileOnce(definition)
      if (program instanceof Promise) program = await program
      return runProgram(program, { ...options, ...more })
    },
  }
}

/**
 * Runs a definition as AWS Step Functions would, in this process.
 *
 *     const { status, output, history } = await run(definition, {
 *       input: { id: 7 },
 *       tasks: { 'Charge card': [{ Throw: { Error: 'Declined' } }, { Return: { ok: true } }] },
 *     })
 *
 * A definition that AWS would not create yields FAILED with the error `InvalidDefinition`, and no history.
 *
 * @returns The execution, however it ended: failures are values, nothing is thrown.
 */
export const run = (definition: StateMachine, options: RunOptions = {}): Promise<Execution> =>
  createRunner(definition).run(options)

async function compileOnce(definition: StateMachine): Promise<Program | DefinitionFault> {
  // The JSONata engine is large: machines without an expression never load it.
  const jsonata = usesJsonata(definition) ? (await import('./jsonata/flow.js')).JsonataFlow : undefined
  try {
    return compile(definition, {
      jsonata,
      startTask: (strand) => (request) => (strand.host as RunningExecution).world.tasks.start(request),
      mapRunHost,
    })
  } catch (fault) {
    if (fault instanceof DefinitionFault) return fault
    throw fault
  }
}

/** Since when AWS redrives executions. */
const redriveSince = Date.UTC(2023, 10, 15)
/** Since when a Map state's exit follows from the start of its Map Run (recorded between August and November 2024). */
const exitFollowsStartSince = Date.UTC(2024, 10, 1)

function mapRunHost(strand: Strand): MapRunHost {
  const parent = strand.host as RunningExecution
  const { world } = parent
  const { Id, Name } = parent.constants.StateMachine as { Id: string; Name: string }
  return {
    machineArn: Id,
    exitFollowsStart: world.asOf >= exitFollowsStartSince,
    s3: world.s3,
    read: (request) => readItems(request, world.s3, world.readParquet),
    startChild: ({ start, input, label, name, type, onEnd }) => {
      const child = new RunningExecution({
        program: { start, timeoutSeconds: undefined, definition: parent.definition },
        world,
        input,
        name,
        arn: `${Id.replace(':stateMachine:', ':execution:')}/${label}:${name}`,
        stateMachine: { Id: `${Id}/${label}`, Name: `${Name}/${label}` },
        type,
        hasRedriveCount: world.asOf >= redriveSince,
        onEnd: (ended) => onEnd(ended.result()!),
      })
      return { stop: () => child.abort() }
    },
  }
}

async function runProgram(program: Program | DefinitionFault, options: RunOptions): Promise<Execution> {
  const input = options.input === undefined ? {} : toJson(options.input)
  const world = worldOf(options)
  const name = options.name ?? world.chance.uuid()
  if (program instanceof DefinitionFault) return refused(program, input, name)
  const { type = 'STANDARD', machineName = 'StateMachine', region = 'us-east-1', accountId = '123456789012' } = options
  const arn = (what: string): string => `arn:aws:states:${region}:${accountId}:${what}:${machineName}`
  const execution = new RunningExecution({
    program,
    world,
    input,
    name,
    arn: type === 'STANDARD' ? `${arn('execution')}:${name}` : `${arn('express')}:${name}:${world.chance.uuid()}`,
    hasRedriveCount: world.asOf >= redriveSince && options.synchronous !== true,
    stateMachine: { Id: arn('stateMachine'), Name: machineName },
    type,
    context: options.context,
    variables: options.variables,
    onEvent: options.onEvent,
    onDecision: options.onDecision,
  })
  world.scheduler.onStuck = () => execution.timeOut()
  const { signal } = options
  const abort = (): void => {
    execution.abort()
    world.scheduler.interrupt()
  }
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await world.scheduler.run(() => execution.isOver)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  return execution.result()!
}

const start2025 = Date.UTC(2025, 0, 1)

function clockOf({ clock, startTime }: RunOptions): Clock {
  if (clock === 'real') return realClock
  if (typeof clock === 'object') return clock
  return virtualClock(startTime === undefined ? start2025 : new Date(startTime).getTime())
}

function worldOf(options: RunOptions): World {
  const clock = clockOf(options)
  const scheduler: Scheduler = new Scheduler(clock)
  const s3: S3Store = isStore(options.s3) ? options.s3 : memoryS3(options.s3, () => clock.now())
  return {
    scheduler,
    chance: options.random ?? seededChance(options.seed ?? 'asl-runner'),
    quotas: options.quotas ?? 'aws',
    eventBudget: options.eventBudget ?? 2_000_000,
    roleArn: options.roleArn ?? `arn:aws:iam::${options.accountId ?? '123456789012'}:role/StepFunctions`,
    tasks: new TaskBroker(options.tasks ?? {}, [], scheduler),
    s3,
    readParquet: options.readParquet,
    asOf: options.asOf === undefined ? Number.POSITIVE_INFINITY : new Date(options.asOf).getTime(),
  }
}

const isStore = (s3: RunOptions['s3']): s3 is S3Store => typeof s3 === 'object' && typeof s3['get'] === 'function'

function refused({ message, location }: DefinitionFault, input: unknown, name: string): Execution {
  return {
    status: 'FAILED',
    error: 'InvalidDefinition',
    cause: `Invalid State Machine Definition: '${message} at ${location || '/'}'`,
    history: [],
    arn: '',
    name,
    input,
    startTime: 0,
    stopTime: 0,
  }
}
