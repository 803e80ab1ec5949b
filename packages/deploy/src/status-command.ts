import { DescribeExecutionCommand, ListExecutionsCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn'
import type { EnvironmentName } from 'generator'
import { athenaRows, QueryFailed, type QueryPlace, type QueryRow } from './athena-query.js'
import { causeText } from './cause-text.js'
import { commonFlags, commonHelp, environmentOf, readFlags } from './command-line.js'
import { connect, type Connection } from './connection.js'
import { deployedPipeline } from './pipeline.js'
import { Problem } from './problem.js'
import { stackState } from './stack-state.js'
import { stackNames } from './steps.js'
import type { Terminal } from './terminal.js'
import { textTable } from './text-table.js'

const help = `pnpm aws:status [--limit N] [--env NAME] [--profile NAME] [--region NAME]

Shows the stacks, the last execution, the tables with their rows, and the report. It asks Athena three queries, each of
which Athena charges for the data that it reads.

  --limit N            how many rows of the report to show; default: 20
${commonHelp}
`

const flags = { ...commonFlags, limit: { type: 'string' } } as const

/** The tables that a pipeline makes. */
export interface ReportTables {
  /** The tables whose rows are counted. Others of the database are named only. */
  tables: readonly string[]
  /** The table that is shown. */
  report: string
  /** Its columns, in order of showing and of sorting. */
  columns: readonly string[]
}

/**
 * `pnpm aws:status`.
 *
 * @returns The exit code.
 * @throws Problem, or an error of an AWS client.
 */
export async function statusCommand(
  args: readonly string[],
  terminal: Terminal,
  reportTables: ReportTables,
): Promise<number> {
  const values = readFlags(flags, args)
  if (values.help) {
    terminal.out(help)
    return 0
  }
  const environment = environmentOf(values.env)
  if (!/^[1-9]\d{0,4}$/.test(values.limit ?? '20'))
    throw new Problem(`--limit takes a whole number from 1 to 99999, not "${values.limit}".`, 2)
  const limit = Number(values.limit ?? '20')
  const connection = connect(values)
  await connection.region()
  const stacks = await stacksOf(connection, terminal.signal, environment)
  const pipeline = await deployedPipeline(connection, terminal.signal, environment).catch((error: unknown) => {
    if (error instanceof Problem && stacks.length > 0 && !values.json) terminal.out(stacksText(stacks))
    throw error
  })
  const lastExecution = await lastExecutionOf(connection, terminal.signal, pipeline.stateMachineArn)
  const lake = await lakeOf(connection, terminal, pipeline, reportTables, limit)
  const status = { environment, stacks, lastExecution: lastExecution ?? null, ...lake }
  terminal.out(values.json ? `${JSON.stringify(status, null, 2)}\n` : statusText(status))
  return 0
}

async function stacksOf({ cloudFormation }: Connection, signal: AbortSignal, environment: EnvironmentName) {
  const stacks = []
  for (const name of Object.values(stackNames(environment))) {
    const state = await stackState(cloudFormation, name, signal)
    if (state) stacks.push({ name, status: state.status, changed: state.changed ?? null })
  }
  return stacks
}

async function lastExecutionOf(
  { stepFunctions }: Connection,
  abortSignal: AbortSignal,
  stateMachineArn: string,
): Promise<
  (Pick<DescribeExecutionOutput, 'status' | 'error' | 'cause' | 'startDate' | 'stopDate'> & { arn: string }) | undefined
> {
  const listed = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }), {
    abortSignal,
  })
  const executionArn = listed.executions?.[0]?.executionArn
  if (executionArn === undefined) return undefined
  const { status, error, cause, startDate, stopDate } = await stepFunctions.send(
    new DescribeExecutionCommand({ executionArn }),
    { abortSignal },
  )
  return {
    arn: executionArn,
    status,
    startDate,
    stopDate,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause: causeText(cause) }),
  }
}

/** The tables and the report. What Athena refuses to tell is said on `err`, and is missing from the result. */
async function lakeOf(
  connection: Connection,
  terminal: Terminal,
  place: QueryPlace,
  reportTables: ReportTables,
  limit: number,
): Promise<Pick<Status, 'tables' | 'report'>> {
  const known = async <Value>(what: string, value: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await value
    } catch (error) {
      if (!(error instanceof QueryFailed)) throw error
      terminal.err(`${what}: ${error.message}\n`)
      return undefined
    }
  }
  const names = (await known('The tables cannot be listed', tableNames(connection, terminal, place))) ?? []
  const ours = reportTables.tables.filter((name) => names.includes(name))
  const counts = await known('The rows cannot be counted', rowCounts(connection, terminal, place, ours))
  const tables = names.map((name) => ({ name, rows: counts?.get(name) ?? null }))
  if (!names.includes(reportTables.report)) return { tables, report: [] }
  const report = await known('The report cannot be read', reportOf(connection, terminal, place, reportTables, limit))
  return { tables, report: report ?? [] }
}

/** Every table of the database; none before the first run, which creates the database. */
async function tableNames(connection: Connection, terminal: Terminal, place: QueryPlace): Promise<string[]> {
  try {
    const found = await athenaRows(connection, terminal, place, `SHOW TABLES IN ${quoted(place.database, '`')}`)
    return found.map(([name]) => String(name).trim())
  } catch (error) {
    if (error instanceof QueryFailed && /database (does not exist|not found)|SCHEMA_NOT_FOUND/i.test(error.message))
      return []
    throw error
  }
}

async function rowCounts(
  connection: Connection,
  terminal: Terminal,
  place: QueryPlace,
  tables: readonly string[],
): Promise<Map<string, number>> {
  if (tables.length === 0) return new Map()
  const each = tables.map((name) => `SELECT '${name}' AS name, count(*) AS n FROM ${quoted(name, '"')}`)
  const rows = await athenaRows(connection, terminal, place, each.join(' UNION ALL '))
  return new Map(rows.map(([name, count]) => [String(name), Number(count)]))
}

async function reportOf(
  connection: Connection,
  terminal: Terminal,
  place: QueryPlace,
  { report, columns }: ReportTables,
  limit: number,
): Promise<Record<string, string | null>[]> {
  const names = columns.map((name) => quoted(name, '"')).join(', ')
  const sql = `SELECT ${names} FROM ${quoted(report, '"')} ORDER BY ${names} LIMIT ${limit}`
  const rows: QueryRow[] = await athenaRows(connection, terminal, place, sql)
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])))
}

/** A name as SQL: Athena's DDL quotes with backticks, its queries with double quotes. */
function quoted(name: string, quote: '`' | '"'): string {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Problem(`"${name}" cannot be a name in Athena.`)
  return `${quote}${name}${quote}`
}

interface Status {
  stacks: readonly { name: string; status: string; changed: Date | null }[]
  lastExecution: Awaited<ReturnType<typeof lastExecutionOf>> | null
  tables: readonly { name: string; rows: number | null }[]
  report: readonly Record<string, string | null>[]
}

function statusText({ stacks, lastExecution, tables, report }: Status): string {
  const parts = [
    stacksText(stacks),
    lastExecution ? executionText(lastExecution) : 'No execution yet: pnpm aws:start\n',
    tables.length === 0
      ? 'No tables yet.\n'
      : textTable(
          ['table', 'rows'],
          tables.map(({ name, rows }) => [name, rows === null ? '' : String(rows)]),
        ),
  ]
  if (report.length > 0) {
    const columns = Object.keys(report[0]!)
    parts.push(
      textTable(
        columns,
        report.map((row) => columns.map((name) => row[name] ?? 'NULL')),
      ),
    )
  }
  return parts.join('\n')
}

const stacksText = (stacks: Status['stacks']): string =>
  textTable(
    ['stack', 'status', 'changed'],
    stacks.map(({ name, status, changed }) => [name, status, iso(changed)]),
  )

function executionText({
  arn,
  status,
  error,
  cause,
  startDate,
  stopDate,
}: NonNullable<Status['lastExecution']>): string {
  const lines = [
    `Last execution: ${status}, from ${iso(startDate)}${stopDate ? ` to ${iso(stopDate)}` : ''}`,
    `  ${arn}`,
  ]
  if (error !== undefined) lines.push(`  error: ${error}`)
  if (cause !== undefined) lines.push(`  cause: ${cause}`)
  return `${lines.join('\n')}\n`
}

const iso = (date: Date | null | undefined): string => date?.toISOString().slice(0, 19).concat('Z') ?? ''
