import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Execution, HistoryEvent } from 'asl-runner'
import { nearest } from 'asl-builder/diagnostics'
import { scopesOf, statesOf, type StateMachine } from 'asl-builder/scope'
import { command, UsageError } from './command.js'
import { eventsOf, historyText, LiveStates } from './history-text.js'
import type { Io } from './io.js'
import { oneMachine } from './one-machine.js'
import { readInput, readTasks } from './run-files.js'
import { styles, visible } from './styles.js'

const help = `asl run: run a definition here, as AWS would, in no time and without an account.

Usage: asl run [flags] DEFINITION

DEFINITION is any file that asl check reads; FILE#NAME picks one where a file has several; - is standard input.
The output goes to standard output, everything else to standard error.

  --input JSON|FILE|-       the execution's input (default: {})
  --tasks FILE              what Task states call: JSON, or a TypeScript or JavaScript module
  --mock FILE#CASE          a test case of an AWS MockConfigFile.json (or FILE#STATEMACHINE/CASE)
  --history pretty|json     print the events instead of the output
  --format pretty|json      json: { status, output, error, cause, history }
  --html FILE               write the run as a page: its picture, the data of each state, step by step
  --type STANDARD|EXPRESS   default: what the file says, or STANDARD
  --seed TEXT               another seed: other jitter, random numbers and UUIDs
  --real-time               wait in real time, with progress
  --quotas aws|none         none: no limit on payloads and events
  --quiet, -q               no progress, no status

Exit codes: 0 succeeded, 1 failed, timed out or aborted, 2 a wrong command line or anything unreadable.

A tasks file by state, by resource or by pattern; a list answers call by call:
  { "Load": { "Return": { "rows": 3 } },
    "lambda:invoke": [{ "Throw": { "Error": "Lambda.ServiceException" } }, { "Return": { "Payload": 1 } }] }

Examples:
  asl run etl.asl.json --input '{"table": "users"}' --tasks tasks.json
  asl run template.yaml#MyStateMachine --mock MockConfigFile.json#HappyPath --history pretty
`

/** `asl run`: a definition in, its output and exit code out. */
export const run = command({
  help,
  options: {
    input: { type: 'string' },
    tasks: { type: 'string' },
    mock: { type: 'string' },
    history: { type: 'string', choices: ['pretty', 'json'] },
    format: { type: 'string', choices: ['pretty', 'json'] },
    html: { type: 'string' },
    type: { type: 'string', choices: ['STANDARD', 'EXPRESS'] },
    seed: { type: 'string' },
    'real-time': { type: 'boolean' },
    quotas: { type: 'string', choices: ['aws', 'none'] },
    quiet: { type: 'boolean', short: 'q' },
  },
  async run({ values, positionals }, io) {
    const [argument, another] = positionals
    if (argument === undefined) throw new UsageError('Name the definition to run.')
    if (another !== undefined) throw new UsageError(`Only one definition runs at a time, not "${another}" too.`)
    if (argument === '-' && values.input === '-')
      throw new UsageError('Standard input is either the definition or the input.')
    const machine = await oneMachine(argument, io)
    const given = await readTasks({ tasks: values.tasks, mock: values.mock }, io)
    const input = await readInput(values.input, io)

    const { run: execute } = await import('asl-runner')
    const shows = !values.quiet && (values['real-time'] || io.watched)
    const live = shows ? new LiveStates(io, styles(io.colourErr)) : undefined
    noteStrangers(given.tasks ?? {}, machine.definition as StateMachine, values, io)
    const execution = await execute(machine.definition as StateMachine, {
      ...given,
      ...(input !== undefined && { input }),
      type: values.type ?? machine.type ?? 'STANDARD',
      clock: values['real-time'] ? 'real' : 'virtual',
      ...(values.seed !== undefined && { seed: values.seed }),
      ...(values.quotas && { quotas: values.quotas }),
      ...(live && { onEvent: (event: HistoryEvent) => live.see(event) }),
    }).catch((error: unknown) => {
      if ((error as Error).name === 'InvalidTasks') throw new UsageError((error as Error).message)
      throw error
    })
    if (execution.error === 'InvalidDefinition') await refuse(execution, machine.definition)
    report(execution, values, io)
    if (values.html !== undefined) await writePage(values.html, machine.definition as StateMachine, execution, io)
    return execution.status === 'SUCCEEDED' ? 0 : 1
  },
})

/** Tells of a task that is nearly the name of a state: the state would get another answer than its author wrote. */
function noteStrangers(
  tasks: object,
  definition: StateMachine,
  { quiet, tasks: file = '--mock' }: { quiet?: boolean; tasks?: string },
  io: Io,
): void {
  if (quiet) return
  const states = new Set<string>()
  for (const { scope } of scopesOf(definition)) for (const [name] of statesOf(scope)) states.add(name)
  for (const name of Object.keys(tasks)) {
    const near = states.has(name) || /[:*$]/.test(name) ? undefined : nearest(name, states)
    if (near) io.err(`${visible(file)}: no state is named "${visible(name)}". Did you mean "${visible(near)}"?\n`)
  }
}

async function writePage(name: string, definition: StateMachine, execution: Execution, io: Io): Promise<void> {
  const { html } = await import('asl-graph')
  const page = await html(definition, { execution })
  try {
    writeFileSync(resolve(io.cwd, name), page)
  } catch (error) {
    throw new UsageError(`"${name}" cannot be written: ${(error as Error).message}`)
  }
}

/** A definition that AWS would not create has nothing to run: what is wrong with it takes the place of an execution. */
async function refuse(execution: Execution, definition: unknown): Promise<never> {
  const { check } = await import('asl-builder/check')
  const errors = check(definition).filter(({ severity }) => severity === 'ERROR')
  const lines = errors.map(({ code, location, message }) => `\n  ${code} at ${location || '/'}: ${message}`)
  throw new UsageError(`AWS would not create this state machine.${lines.join('') || ` ${execution.cause}`}`)
}

interface Wanted {
  history?: 'pretty' | 'json'
  format?: 'pretty' | 'json'
  quiet?: boolean
}

function report(execution: Execution, { history, format, quiet }: Wanted, io: Io): void {
  const { status, output, error, cause } = execution
  if (format === 'json') {
    const result = { status, output, error, cause, history: eventsOf(execution) }
    io.out(`${JSON.stringify(result, null, 2)}\n`)
    return
  }
  if (history === 'json') io.out(`${JSON.stringify(eventsOf(execution), null, 2)}\n`)
  else if (history === 'pretty') io.out(historyText(execution, styles(io.colour)))
  else if (status === 'SUCCEEDED') io.out(`${JSON.stringify(output, null, 2)}\n`)
  if (quiet) return
  const style = styles(io.colourErr)
  const name = status === 'SUCCEEDED' ? style.green(status) : style.red(status)
  const reason = [error, cause].filter((text) => text !== undefined).join(': ')
  const took = Math.round(execution.stopTime - execution.startTime) / 1000
  io.err(`${name}${reason && ` ${visible(reason)}`} ${style.dim(`(${execution.history.length} events, ${took} s)`)}\n`)
}
