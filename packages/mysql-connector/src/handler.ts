import { randomUUID } from 'node:crypto'
import { ConfigurationError, OutOfTimeError, wordsOf } from './errors.js'
import { readEvent, tablesOf, type ConnectorEvent, type Strategy } from './event.js'
import { extract, type ExtractedTable } from './extract.js'
import { jsonLog, type Log } from './log.js'
import { settingsFromEnvironment } from './mysql-settings.js'
import { mysqlSource } from './mysql-source.js'
import type { ObjectTarget } from './object-target.js'
import type { RowSource } from './row-source.js'
import { checkedTables, type SourceTable } from './source-table.js'

/** What an invocation returns. */
export interface ConnectorResult {
  runId: string
  /** One entry per table, in the table model's order. */
  tables: ExtractedTable[]
}

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  awsRequestId?: string
  getRemainingTimeInMillis?: () => number
}

/** A Lambda handler that keeps its connection between invocations. */
export interface Handler {
  (event: unknown, context?: InvocationContext): Promise<ConnectorResult>
  /** Lets go of the connection; the next invocation makes a new one. */
  close(): Promise<void>
}

export interface HandlerOptions {
  /** The tables it may copy. */
  tables: readonly SourceTable[]
  /** Default: MySQL as `MYSQL_SECRET_ARN`, `MYSQL_HOST` and `MYSQL_PORT` say, else `MYSQL_URL`. */
  source?: RowSource
  /** Default: the bucket. */
  target?: ObjectTarget
  /** The bucket that the tables' prefixes lie in. Default: `DATA_BUCKET`. */
  bucket?: string
  /** Default: `EXTRACT_STRATEGY`, else `stream`. */
  strategy?: Strategy
  /** Default: whether `EXTRACT_GZIP` is `true`. */
  gzip?: boolean
  /** Default: lines of JSON on standard output. */
  log?: Log
  /** Default: the process's environment. */
  env?: NodeJS.ProcessEnv
}

/** Milliseconds kept back to abort uploads and answer before Lambda ends the process. */
const farewell = 5000

/**
 * Makes the Lambda handler: `{ tables?, runId?, mode? }` in, {@link ConnectorResult} out.
 *
 *     export const handler = createHandler({ tables })
 *
 * An invocation either copies every table it was asked for or rejects with a named ConnectorError.
 *
 * @throws ConfigurationError when the table model cannot work.
 */
export function createHandler(options: HandlerOptions): Handler {
  const tables = checkedTables(options.tables)
  const env = options.env ?? process.env
  const log = options.log ?? jsonLog((line) => process.stdout.write(line))
  let source = options.source
  let target = options.target

  let last: Promise<unknown> = Promise.resolve()

  /** One invocation at a time, as Lambda has it: there is one connection, and a failure cuts it. */
  const handle = (event: unknown, context?: InvocationContext): Promise<ConnectorResult> => {
    const result = last.then(() => invoke(event, context))
    last = result.catch(() => undefined)
    return result
  }

  async function invoke(event: unknown, context: InvocationContext = {}): Promise<ConnectorResult> {
    const started = performance.now()
    let runId = context.awsRequestId ?? randomUUID()
    const say: Log = (level, message, fields) => log(level, message, { runId, ...fields })
    try {
      const request = readEvent(event)
      runId = request.runId ?? runId
      const asked = tablesOf(request, tables)
      const result = { runId, tables: await run(request, runId, asked, context, say) }
      say('info', 'done', { ms: Math.round(performance.now() - started), tables: result.tables })
      return result
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error'
      say('error', 'failed', { ms: Math.round(performance.now() - started), error: name, cause: wordsOf(error) })
      throw error
    }
  }

  async function run(
    request: ConnectorEvent,
    runId: string,
    asked: readonly SourceTable[],
    context: InvocationContext,
    say: Log,
  ): Promise<ExtractedTable[]> {
    source ??= mysqlSource(settingsFromEnvironment(env))
    const { signal, done } = deadline(context)
    try {
      if (request.mode !== 'seed') return await extracted(source, request.mode, runId, asked, signal, say)
      const counts = await source.seed(asked, signal)
      return asked.map(({ name }, index) => ({ name, rows: counts[index]!, bytes: 0, objects: [] }))
    } finally {
      done()
    }
  }

  async function extracted(
    from: RowSource,
    mode: Strategy | undefined,
    runId: string,
    asked: readonly SourceTable[],
    signal: AbortSignal | undefined,
    say: Log,
  ): Promise<ExtractedTable[]> {
    target ??= await bucketTarget(options.bucket ?? required(env, 'DATA_BUCKET'))
    const strategy = mode ?? options.strategy ?? strategyIn(env)
    const gzip = options.gzip ?? gzipIn(env)
    say('info', 'extracting', { tables: asked.map((table) => table.name), strategy, target: target.description })
    return extract({
      tables: asked,
      source: from,
      target,
      runId,
      strategy,
      gzip,
      log: say,
      ...(signal ? { signal } : {}),
    })
  }

  return Object.assign(handle, {
    async close() {
      await source?.close()
    },
  })
}

async function bucketTarget(bucket: string): Promise<ObjectTarget> {
  const { s3Target } = await import('./s3-target.js') // a third of the memory, for those who write to S3
  return s3Target({ bucket })
}

/** A signal that fires shortly before Lambda would end the process, without a word to the caller. */
function deadline(context: InvocationContext): { signal?: AbortSignal; done: () => void } {
  const remaining = context.getRemainingTimeInMillis?.()
  if (remaining === undefined) return { done: () => undefined }
  const controller = new AbortController()
  const late = () =>
    controller.abort(
      new OutOfTimeError('The invocation is about to time out; nothing was replaced. Give it more time.'),
    )
  const timer = setTimeout(late, Math.max(0, remaining - farewell))
  return { signal: controller.signal, done: () => clearTimeout(timer) }
}

function strategyIn(env: NodeJS.ProcessEnv): Strategy {
  const strategy = env['EXTRACT_STRATEGY'] || 'stream'
  if (strategy === 'stream' || strategy === 'aurora') return strategy
  throw new ConfigurationError('EXTRACT_STRATEGY is "stream" or "aurora".')
}

function gzipIn(env: NodeJS.ProcessEnv): boolean {
  const gzip = env['EXTRACT_GZIP'] || 'false'
  if (gzip === 'true' || gzip === 'false') return gzip === 'true'
  throw new ConfigurationError('EXTRACT_GZIP is "true" or "false".')
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]
  if (!value) throw new ConfigurationError(`${name} is not set.`)
  return value
}
