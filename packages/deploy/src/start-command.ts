import { InvokeCommand, type InvokeCommandInput, type InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { ListExecutionsCommand, StartExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn'
import { causeText } from './cause-text.js'
import { commonFlags, commonHelp, environmentOf, readFlags } from './command-line.js'
import { connect, type Connection } from './connection.js'
import type { StateNews } from './execution-states.js'
import { onTheWay } from './explain-error.js'
import { followExecution } from './follow-execution.js'
import { deployedPipeline } from './pipeline.js'
import { Pace } from './polling.js'
import { Problem } from './problem.js'
import type { Terminal } from './terminal.js'

const help = `pnpm aws:start [--seed] [--input JSON] [--name NAME] [--detach] [--concurrent] [--env NAME] ...

Starts the deployed pipeline and follows it state by state. Exits with 1 when the execution does not succeed.

  --seed               first create the tutorial's example tables in MySQL; tables that are there stay as they are
  --input JSON         the execution's input; default: {}
  --name NAME          the execution's name; default: start- and the time
  --detach             start it, and do not follow it
  --concurrent         also while another execution is running: both write the same tables
${commonHelp}
`

const flags = {
  ...commonFlags,
  seed: { type: 'boolean' },
  input: { type: 'string' },
  name: { type: 'string' },
  detach: { type: 'boolean' },
  concurrent: { type: 'boolean' },
} as const

/**
 * `pnpm aws:start`.
 *
 * @returns The exit code: 1 when the execution did not succeed.
 * @throws Problem, or an error of an AWS client.
 */
export async function startCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const values = readFlags(flags, args)
  if (values.help) {
    terminal.out(help)
    return 0
  }
  const environment = environmentOf(values.env)
  const input = values.input ?? '{}'
  expectJson(input)
  const connection = connect(values)
  await connection.region()
  const pipeline = await deployedPipeline(connection, terminal.signal, environment)
  if (!values.concurrent) await expectNoneRunning(connection, terminal.signal, pipeline.stateMachineArn)
  if (values.seed) await seed(connection, terminal, pipeline.functionName)

  const { executionArn } = await connection.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: pipeline.stateMachineArn,
      input,
      name: values.name ?? `start-${terminal.clock.now().toISOString().replace(/\W/g, '-')}`, // a repeated call starts no second one
    }),
    { abortSignal: terminal.signal },
  )
  terminal.err(`${executionArn}\n`)
  if (values.detach) {
    terminal.out(values.json ? json({ status: 'RUNNING', execution: executionArn }) : `${executionArn}\n`)
    return 0
  }
  const done: { name: string; ms: number }[] = []
  const tell = (news: StateNews): void => {
    if (news.what === 'exited') done.push({ name: news.state, ms: news.ms! })
    terminal.err(`${newsLine(news)}\n`)
  }
  try {
    const end = await followExecution(connection, terminal, executionArn!, tell)
    terminal.out(values.json ? json({ ...summary(end), states: done }) : endText(end))
    return end.status === 'SUCCEEDED' ? 0 : 1
  } catch (error) {
    terminal.err(stoppedText(executionArn!, connection.cliFlags))
    throw onTheWay(error)
  }
}

function expectJson(text: string): void {
  try {
    JSON.parse(text)
  } catch (error) {
    throw new Problem(`--input is no JSON: ${(error as Error).message}`, 2)
  }
}

/** Two executions at once would hinder each other: one MERGE of the two fails on the other's commit. */
async function expectNoneRunning(
  { stepFunctions }: Connection,
  abortSignal: AbortSignal,
  stateMachineArn: string,
): Promise<void> {
  const { executions = [] } = await stepFunctions.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }),
    { abortSignal },
  )
  const [running] = executions
  if (!running) return
  const since = running.startDate?.toISOString().slice(0, 19).concat('Z')
  throw new Problem(
    `An execution has been running since ${since}: ${running.executionArn}\n` +
      'To see it: pnpm aws:status. To start another one beside it, which writes the same tables: --concurrent.',
  )
}

/** Has the extraction function create its example tables. */
async function seed(connection: Connection, terminal: Terminal, functionName: string): Promise<void> {
  terminal.err('Creating the example tables in MySQL (a database that sleeps takes half a minute to wake up)\n')
  const { FunctionError, Payload } = await invoked(connection, terminal, {
    FunctionName: functionName,
    Payload: JSON.stringify({ mode: 'seed' }),
  })
  if (FunctionError === undefined) return
  throw new Problem(`${functionName} failed: ${causeText(Payload?.transformToString() ?? FunctionError)}`)
}

/** How long Lambda is given to bring back a function's way into its network, in milliseconds. */
const longestIdle = 5 * 60_000

/** Invokes a function. One that ran for the last time weeks ago has no way into its network until it was asked for. */
async function invoked(
  { lambda }: Connection,
  { err, signal, clock }: Terminal,
  input: InvokeCommandInput,
): Promise<InvokeCommandOutput> {
  const deadline = clock.now().getTime() + longestIdle
  const pace = new Pace(clock, signal, { first: 5000, longest: 15_000 })
  for (let tries = 1; ; tries += 1) {
    try {
      return await lambda.send(new InvokeCommand(input), { abortSignal: signal })
    } catch (error) {
      const isIdle = error instanceof Error && /^Resource(NotReady|Conflict)Exception$/.test(error.name)
      if (!isIdle || clock.now().getTime() > deadline) throw error
      if (tries === 1) err('The function has been idle for weeks: Lambda brings it back into its network\n')
      await pace.wait(false)
    }
  }
}

const signs = { entered: '>', exited: '+', failed: 'x', 'tries again': '~' } as const

function newsLine({ what, state, at, ms, error, cause }: StateNews): string {
  const time = at.toISOString().slice(11, 19)
  const took = ms === undefined ? '' : `  ${(ms / 1000).toFixed(1)} s`
  const why = what === 'failed' ? `  ${error ?? 'no error name'}${cause ? `: ${causeText(cause)}` : ''}` : ''
  return `${time}  ${signs[what]} ${state}${what === 'tries again' ? '  tries again' : ''}${took}${why}`
}

function summary({ executionArn, status, error, cause, startDate, stopDate }: DescribeExecutionOutput) {
  return { status, error: error ?? null, cause: cause ?? null, execution: executionArn, startDate, stopDate }
}

function endText({ status, error, cause, startDate, stopDate }: DescribeExecutionOutput): string {
  const seconds =
    stopDate && startDate ? ` after ${((stopDate.getTime() - startDate.getTime()) / 1000).toFixed(1)} s` : ''
  const why = [error && `  error: ${error}`, cause && `  cause: ${causeText(cause)}`].filter(Boolean)
  return [`${status}${seconds}`, ...why, ''].join('\n')
}

const stoppedText = (executionArn: string, cliFlags: string): string =>
  `Stopped following. The execution goes on. To see it, or to end it:\n` +
  `  aws stepfunctions describe-execution --execution-arn ${executionArn}${cliFlags}\n` +
  `  aws stepfunctions stop-execution --execution-arn ${executionArn}${cliFlags}\n`

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
