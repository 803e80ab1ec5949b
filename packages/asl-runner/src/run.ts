import { isDeepStrictEqual } from 'node:util'
import type { StateMachine } from 'asl-builder/scope'
import { redriveSince } from './aws-changes.js'
import { compile, usesJsonata, type Program } from './compile.js'
import { DefinitionFault } from './definition-fault.js'
import { RunningExecution, type Execution } from './execution.js'
import { mapRunHost } from './map-run-host.js'
import type { RunnerOptions, RunOptions } from './options.js'
import { toJson } from './tasks/json-values.js'
import type { StartMachine } from './tasks/nested.js'
import { createWorld, type World } from './world.js'

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
  const program = once(() => compileOnce(definition))
  const machines = once(() => compileAll(options.machines ?? {}))
  return {
    definition,
    async run(more: RunOptions = {}) {
      const nested = more.machines ? await compileAll(more.machines) : await machines()
      return runProgram(await program(), nested, { ...options, ...more })
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

type Compiled = Program | DefinitionFault
type Machines = ReadonlyMap<string, Compiled>

function once<Value>(make: () => Promise<Value>): () => Promise<Value> | Value {
  let made: Promise<Value> | Value | undefined
  return () => {
    if (made === undefined) {
      const promise = make()
      made = promise
      void promise.then((value) => (made = value))
    }
    return made
  }
}

async function compileOnce(definition: StateMachine): Promise<Compiled> {
  try {
    // The JSONata engine is large: machines without an expression never load it.
    const jsonata = usesJsonata(definition) ? (await import('./jsonata/flow.js')).JsonataFlow : undefined
    return compile(definition, {
      jsonata,
      startTask: (strand) => (request) => (strand.host as RunningExecution).world.tasks.start(request),
      mapRunHost,
    })
  } catch (fault) {
    if (fault instanceof DefinitionFault) return fault
    return new DefinitionFault(`This is no definition: ${(fault as Error).message}`, '')
  }
}

async function compileAll(machines: Readonly<Record<string, StateMachine>>): Promise<Machines> {
  const entries = Object.entries(machines)
  return new Map(await Promise.all(entries.map(async ([name, machine]) => [name, await compileOnce(machine)] as const)))
}

async function runProgram(program: Compiled, machines: Machines, options: RunOptions): Promise<Execution> {
  const input = options.input === undefined ? {} : toJson(options.input)
  const background = new Map<string, Started>()
  const world = createWorld(options, (start) => startMachine(machines, world, background, start))
  const name = options.name ?? world.chance.uuid()
  if (program instanceof DefinitionFault) return refused(program, input, name)
  const execution = start(program, world, {
    name,
    input,
    machineName: options.machineName ?? 'StateMachine',
    options,
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
    // What was started and not waited for ends with the run: nothing may be left behind.
    for (const { child } of background.values()) child.abort()
  }
  return execution.result()!
}

interface Start {
  readonly name: string
  readonly input: unknown
  readonly machineName: string
  readonly options?: RunOptions
  readonly onEnd?: (execution: RunningExecution) => void
}

function start(
  program: Program,
  world: World,
  { name, input, machineName, options = {}, onEnd }: Start,
): RunningExecution {
  const { type = 'STANDARD', context, variables, onEvent, onDecision, synchronous } = options
  const arn =
    type === 'STANDARD'
      ? world.arn(`execution:${machineName}:${name}`)
      : world.arn(`express:${machineName}:${name}:${world.chance.uuid()}`)
  return new RunningExecution({
    program,
    world,
    input,
    name,
    arn,
    hasRedriveCount: world.asOf >= redriveSince && synchronous !== true,
    stateMachine: { Id: world.arn(`stateMachine:${machineName}`), Name: machineName },
    type,
    context,
    variables,
    onEvent,
    onDecision,
    ...(onEnd && { onEnd }),
  })
}

/** An execution that another one started, and who wants to know how it ends. */
interface Started {
  readonly child: RunningExecution
  readonly listeners: ((ended: Execution) => void)[]
}

function startMachine(
  machines: Machines,
  world: World,
  background: Map<string, Started>,
  { machine, input, name, onEnd }: Parameters<StartMachine>[0],
): ReturnType<StartMachine> {
  const machineName = machine.split(':').at(-1)!
  const program = machines.get(machine) ?? machines.get(machineName)
  if (!program || program instanceof DefinitionFault) return undefined
  const given = name ?? world.chance.uuid()
  const key = `${machineName}:${given}`
  const known = background.get(key)
  // StartExecution is idempotent while the execution runs: with the same input it answers with the one that there is.
  if (known && (known.child.isOver || !isDeepStrictEqual(known.child.input, input))) return { taken: known.child.arn }
  if (known) known.listeners.push(onEnd)
  const listeners = known?.listeners ?? [onEnd]
  const child =
    known?.child ??
    start(program, world, {
      name: given,
      input,
      machineName,
      onEnd: (ended) => {
        for (const listener of listeners) listener(ended.result()!)
      },
    })
  background.set(key, { child, listeners })
  return { arn: child.arn, startTime: child.startTime, machineArn: world.arn(`stateMachine:${machineName}`) }
}

function refused({ message, location }: DefinitionFault, input: unknown, name: string): Execution {
  return {
    status: 'FAILED',
    error: 'InvalidDefinition',
    cause: `Invalid State Machine Definition: '${message} at ${location || '/'}'`,
    history: [],
    sent: [],
    arn: '',
    name,
    input,
    startTime: 0,
    stopTime: 0,
  }
}
