import { randomUUID } from 'node:crypto'
import type { Engine, Session } from '../engine.js'
import { failureOf, StatementFailure } from '../failure.js'
import { parse, withoutSemicolons } from '../sql/parse.js'
import { SqlError } from '../sql/sql-error.js'
import { type Statement, statementTypeOf } from '../sql/statement.js'
import { tokensOf } from '../sql/tokens.js'
import { UnsupportedError } from '../sql/unsupported.js'
import { type LakeParts, StatementContext } from '../statements/context.js'
import { execute } from '../statements/execute.js'
import { checkSyntax } from './check-syntax.js'
import { InvalidRequestException, TooManyRequestsException } from './errors.js'
import { checkToken, invalid, offsetOf, resultName, resultsLocation, type WorkGroup } from './request.js'
import { type ExecutionRecord, Executions } from './executions.js'
import { columnInfo, readResults, writeResults } from './results.js'
import type {
  Athena,
  GetQueryResultsInput,
  GetQueryResultsOutput,
  QueryExecution,
  QueryExecutionIdInput,
  StartQueryExecutionInput,
} from './shapes.js'

export interface LocalAthenaOptions {
  readonly parts: LakeParts
  readonly engine: Engine
  readonly executionsFolder: string
  readonly now: () => Date
  readonly workGroups: Readonly<Record<string, WorkGroup>>
  /** How many statements run at a time; the others are QUEUED. */
  readonly concurrency: number
}

/** As many statements may be QUEUED as in Athena's largest quota. */
const mostQueued = 200

interface Running {
  readonly record: ExecutionRecord
  readonly done: Promise<void>
  session?: Session
  cancelled: boolean
}

export class LocalAthena implements Athena {
  readonly #options: LocalAthenaOptions
  readonly #executions: Executions
  readonly #running = new Map<string, Running>()
  readonly #waiting: (() => void)[] = []
  /** Statements not yet begun: by their token those that have one. */
  readonly #starting = new Map<string | symbol, Promise<unknown>>()
  #free: number
  #closed = false

  constructor(options: LocalAthenaOptions) {
    this.#options = options
    this.#executions = new Executions(options.executionsFolder)
    this.#free = options.concurrency
  }

  startQueryExecution = async (input: StartQueryExecutionInput): Promise<{ QueryExecutionId: string }> => {
    // Requests with one token come one after another, so that the later ones find the first one's execution.
    const key = input.ClientRequestToken ?? Symbol('without a token')
    const before = this.#starting.get(key)
    const started = before ? before.then(() => this.#start(input)) : this.#start(input)
    const settled = started.then(
      () => undefined,
      () => undefined,
    )
    this.#starting.set(key, settled)
    try {
      return await started
    } finally {
      if (this.#starting.get(key) === settled) this.#starting.delete(key)
    }
  }

  async #start(input: StartQueryExecutionInput): Promise<{ QueryExecutionId: string }> {
    if (this.#closed) throw new InvalidRequestException('The lake is closed.', 'INVALID_INPUT')
    const { QueryString: sql, ClientRequestToken: token, QueryExecutionContext: context = {} } = input
    if (token !== undefined) checkToken(token)
    const workGroup = input.WorkGroup ?? 'primary'
    const location = resultsLocation(this.#options.workGroups, workGroup, input.ResultConfiguration?.OutputLocation)
    if (Buffer.byteLength(sql) > 262_144) throw invalid('Query string is longer than 262144 bytes', 'INVALID_INPUT')
    const catalog = context.Catalog?.toLowerCase()
    if (catalog !== undefined && catalog !== 'awsdatacatalog')
      throw invalid(`Catalog '${catalog}' does not exist`, 'DATACATALOG_NOT_FOUND')
    const statement = await this.#read(sql, input.ExecutionParameters)
    const database = context.Database?.toLowerCase() ?? 'default'
    if (typeof statement !== 'string') this.#checkExistence(statement, database)
    const request = [sql, catalog, context.Database, input.ResultConfiguration?.OutputLocation]
    if (token !== undefined) {
      const earlier = await this.#executions.withToken(token)
      if (earlier && JSON.stringify(earlier.request) !== JSON.stringify(request))
        throw invalid('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH')
      if (earlier) return { QueryExecutionId: earlier.id }
    }
    if (this.#waiting.length >= mostQueued)
      throw new TooManyRequestsException(
        'You have exceeded the limit for the number of queries you can run concurrently',
      )
    const id = randomUUID()
    const types =
      typeof statement === 'string'
        ? ({ StatementType: 'DML', SubstatementType: 'UNKNOWN' } as const)
        : statementTypeOf(statement)
    const record: ExecutionRecord = {
      execution: {
        QueryExecutionId: id,
        Query: withoutSemicolons(sql),
        ...types,
        ResultConfiguration: { OutputLocation: location + resultName(id, types.SubstatementType) },
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
        QueryExecutionContext: {
          ...(context.Database !== undefined && { Database: database }),
          ...(catalog !== undefined && { Catalog: catalog }),
        },
        Status: { State: 'QUEUED', SubmissionDateTime: this.#options.now() },
        Statistics: {
          EngineExecutionTimeInMillis: 0,
          DataScannedInBytes: 0,
          TotalExecutionTimeInMillis: 0,
          QueryQueueTimeInMillis: 0,
          ServiceProcessingTimeInMillis: 0,
          ResultReuseInformation: { ReusedPreviousResult: false },
        },
        WorkGroup: workGroup,
        EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
      },
    }
    await this.#executions.begin(record)
    if (token !== undefined) await this.#executions.rememberToken(token, { id, request })
    const { promise: done, resolve } = withResolvers()
    const running: Running = { record, done, cancelled: false }
    this.#running.set(id, running)
    void this.#run(running, statement, database, location).finally(resolve)
    return { QueryExecutionId: id }
  }

  getQueryExecution = async ({
    QueryExecutionId: id,
  }: QueryExecutionIdInput): Promise<{ QueryExecution: QueryExecution }> => {
    return { QueryExecution: structuredClone((await this.#find(id)).execution) }
  }

  getQueryResults = async ({
    QueryExecutionId: id,
    NextToken,
    MaxResults = 1000,
  }: GetQueryResultsInput): Promise<GetQueryResultsOutput> => {
    if (MaxResults > 1000) throw invalid('MaxResults is more than maximum allowed length 1000', 'INVALID_INPUT')
    if (!Number.isInteger(MaxResults) || MaxResults < 1)
      throw invalid('MaxResults is less than minimum allowed length 1', 'INVALID_INPUT')
    const { execution, columns = [], updateCount } = await this.#find(id)
    const { State } = execution.Status
    if (State === 'QUEUED' || State === 'RUNNING')
      throw invalid(`Query has not yet finished. Current state: ${State}`, 'INVALID_QUERY_EXECUTION_STATE')
    if (State === 'CANCELLED') throw invalid('Could not find results', 'RESULT_NOT_FOUND')
    if (State === 'FAILED') {
      // What goes through Hive's side answers with nothing, which reads like "no tables".
      if (execution.StatementType !== 'DML' && !/VIEW|AS_SELECT/.test(execution.SubstatementType))
        return { ResultSet: { Rows: [] } }
      throw invalid('Query did not finish successfully. Final query state: FAILED', 'INVALID_QUERY_EXECUTION_STATE')
    }
    const ResultSetMetadata = { ColumnInfo: columns }
    const count = updateCount === undefined ? {} : { UpdateCount: updateCount }
    const csv = execution.SubstatementType === 'SELECT'
    if (!csv && execution.StatementType !== 'UTILITY') return { ...count, ResultSet: { Rows: [], ResultSetMetadata } }
    const from = NextToken === undefined ? 0 : offsetOf(NextToken)
    const path = this.#pathOf(execution)
    const { rows, next } = await readResults(path, csv, from, MaxResults)
    const token = next === undefined ? {} : { NextToken: Buffer.from(`${next}`).toString('base64url') }
    return { ...count, ResultSet: { Rows: rows, ResultSetMetadata }, ...token }
  }

  stopQueryExecution = async ({ QueryExecutionId: id }: QueryExecutionIdInput): Promise<Record<string, never>> => {
    await this.#find(id)
    const running = this.#running.get(id)
    if (running) {
      running.cancelled = true
      running.session?.interrupt()
    }
    return {}
  }

  /** Settles when the query is at its end. */
  async finished(id: string): Promise<QueryExecution> {
    await this.#running.get(id)?.done
    return (await this.getQueryExecution({ QueryExecutionId: id })).QueryExecution
  }

  /** Stops all queries and waits for them. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#starting.values())
    const all = [...this.#running.entries()]
    for (const [id] of all) await this.stopQueryExecution({ QueryExecutionId: id })
    await Promise.all(all.map(([, running]) => running.done))
  }

  /** The statement, or why it will fail once started. @throws {InvalidRequestException} for what is no statement at all. */
  async #read(sql: string, parameters: readonly string[] | undefined): Promise<Statement | string> {
    try {
      const statement = parse(sql, parameters)
      await checkSyntax(statement, this.#options.engine, this.#options.now())
      return statement
    } catch (error) {
      if (error instanceof SqlError) throw invalid(error.message, 'MALFORMED_QUERY')
      if (error instanceof UnsupportedError) return error.message
      throw error
    }
  }

  #checkExistence(statement: Statement, database: string): void {
    if (statement.kind !== 'describe' && statement.kind !== 'show columns') return
    const { catalog } = this.#options.parts
    if (!catalog.entry(statement.name.database ?? database, statement.name.table))
      throw invalid(
        `Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ${randomUUID()}; Proxy: null)`,
        'INVALID_INPUT',
      )
  }

  async #find(id: string): Promise<ExecutionRecord> {
    const record = await this.#executions.find(id)
    if (!record) throw invalid(`QueryExecution ${id} was not found`, 'INVALID_INPUT')
    return record
  }

  async #run(
    running: Running,
    statement: Statement | string,
    database: string,
    resultsLocation: string,
  ): Promise<void> {
    const { execution } = running.record
    const submitted = performance.now()
    let started = submitted
    try {
      await this.#turn()
      started = performance.now()
      try {
        if (running.cancelled) throw new Error('cancelled')
        execution.Status.State = 'RUNNING'
        if (typeof statement === 'string') throw new StatementFailure(statement)
        await this.#execute(running, statement, database, resultsLocation)
        execution.Status.State = 'SUCCEEDED'
      } finally {
        this.#next()
      }
    } catch (error) {
      endBadly(running, error)
    }
    execution.Status.CompletionDateTime = this.#options.now()
    const ended = performance.now()
    execution.Statistics.QueryQueueTimeInMillis = Math.round(started - submitted)
    execution.Statistics.EngineExecutionTimeInMillis = Math.round(ended - started)
    execution.Statistics.TotalExecutionTimeInMillis = Math.round(ended - submitted)
    await this.#executions.end(running.record)
    this.#running.delete(execution.QueryExecutionId)
  }

  async #execute(running: Running, statement: Statement, database: string, resultsLocation: string): Promise<void> {
    const { record } = running
    const { parts, engine, now } = this.#options
    const session = await engine.session()
    running.session = session
    if (running.cancelled) session.interrupt()
    const context = new StatementContext(parts, session, database, now())
    try {
      const outcome = await execute(statement, context, resultsLocation)
      if (!/^(?:INSERT|UPDATE|DELETE|MERGE|CREATE_TABLE_AS_SELECT)$/.test(record.execution.SubstatementType))
        await writeResults(this.#pathOf(record.execution), outcome)
      record.columns = outcome.columns.map(columnInfo)
      if (outcome.updateCount !== undefined) record.updateCount = outcome.updateCount
      record.execution.Statistics.DataScannedInBytes = context.scannedBytes
    } finally {
      context.end()
      await session.close()
    }
  }

  #pathOf(execution: QueryExecution): string {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(execution.ResultConfiguration.OutputLocation)!
    return `${this.#options.parts.bucketsFolder}/${bucket}/${key}`
  }

  async #turn(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #next(): void {
    const waiting = this.#waiting.shift()
    if (waiting) waiting()
    else this.#free++
  }
}

function endBadly({ record: { execution }, cancelled }: Running, error: unknown): void {
  if (cancelled) {
    execution.Status.State = 'CANCELLED'
    execution.Status.StateChangeReason = 'Query cancelled by user'
    return
  }
  const failure = failureOf(error, tokensSafely(execution.Query))
  execution.Status.State = 'FAILED'
  execution.Status.StateChangeReason = failure.message
  const exists = /AlreadyExistsException\(message:Table (.+) already exist\)/.exec(failure.message)
  execution.Status.AthenaError = {
    ErrorCategory: 2,
    ErrorType: failure.type,
    Retryable: false,
    ErrorMessage: exists ? `Table ${exists[1]} already exists.` : failure.message,
  }
}

function tokensSafely(sql: string): ReturnType<typeof tokensOf> {
  try {
    return tokensOf(sql, 'trino')
  } catch {
    return []
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}
