import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ColumnInfo, QueryExecution } from './shapes.js'

/** A query execution and what its results need to be read. */
export interface ExecutionRecord {
  execution: QueryExecution
  columns?: ColumnInfo[]
  updateCount?: number
}

interface TokenRecord {
  readonly id: string
  /** The members Athena compares when a token comes again. */
  readonly request: readonly (string | undefined)[]
}

/** Query executions, in memory while they run and as small files afterwards, so that a lake opened again still knows them. */
export class Executions {
  readonly #folder: string
  readonly #running = new Map<string, ExecutionRecord>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async begin(record: ExecutionRecord): Promise<void> {
    await this.#write(this.#pathOf(record.execution.QueryExecutionId), record)
    this.#running.set(record.execution.QueryExecutionId, record)
  }

  /** Never rejects: on a full disk the record stays in memory, and is lost with the process. */
  async end(record: ExecutionRecord): Promise<void> {
    await this.#write(this.#pathOf(record.execution.QueryExecutionId), record).then(
      () => this.#running.delete(record.execution.QueryExecutionId),
      () => undefined,
    )
  }

  async find(id: string): Promise<ExecutionRecord | undefined> {
    const running = this.#running.get(id)
    if (running) return running
    // The id becomes a file's name: nothing but what ids are made of.
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
    const record = await readJson<ExecutionRecord>(this.#pathOf(id))
    if (!record) return undefined
    const { Status } = record.execution
    Status.SubmissionDateTime = new Date(Status.SubmissionDateTime)
    if (Status.CompletionDateTime) Status.CompletionDateTime = new Date(Status.CompletionDateTime)
    if (Status.State === 'QUEUED' || Status.State === 'RUNNING') {
      Status.State = 'FAILED'
      Status.StateChangeReason = 'INTERNAL_ERROR: The lake was closed while the statement ran.'
      Status.AthenaError = { ErrorCategory: 1, ErrorType: 0, Retryable: true, ErrorMessage: Status.StateChangeReason }
    }
    return record
  }

  async withToken(token: string): Promise<TokenRecord | undefined> {
    return readJson<TokenRecord>(this.#tokenPath(token))
  }

  async rememberToken(token: string, record: TokenRecord): Promise<void> {
    await this.#write(this.#tokenPath(token), record)
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${id}.json`)
  }

  #tokenPath(token: string): string {
    return join(this.#folder, `token-${createHash('sha256').update(token).digest('hex')}.json`)
  }

  async #write(path: string, value: unknown): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    try {
      await writeFile(`${path}.part`, JSON.stringify(value))
      await rename(`${path}.part`, path)
    } catch (error) {
      await rm(`${path}.part`, { force: true })
      throw error
    }
  }
}

async function readJson<Value>(path: string): Promise<Value | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Value)
}
