import { mkdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { LocalAthena } from './athena/local-athena.js'
import type { WorkGroup } from './athena/request.js'
import type { Athena, QueryExecution } from './athena/shapes.js'
import type { BlobStore } from './blob-store.js'
import { Catalog } from './catalog.js'
import { Engine } from './engine.js'
import { lockFolder } from './folder-lock.js'
import { localFolderStore } from './local-folder-store.js'
import { TextFiles } from './text/text-files.js'
import { UnavailableLakeError } from './unavailable-lake-error.js'

export interface LakeOptions {
  /** Everything the lake has is in here; it is made if it is not there. */
  readonly folder: string
  /** Deletes what the lake has, once it is this process's. Default false. */
  readonly fresh?: boolean
  /** The time, in milliseconds since 1970: of `current_date`, of snapshots and of query executions. Default: the system's. */
  readonly clock?: { now(): number }
  /** Bytes DuckDB may use before it spills to the lake's folder. Default 1 GiB. */
  readonly memoryLimit?: number
  /** Default: as many as the machine has cores. */
  readonly threads?: number
  /** Statements at a time; others wait as QUEUED. Default 4. */
  readonly concurrency?: number
  /** By name. Default: `primary`, without a results location. */
  readonly workGroups?: Readonly<Record<string, WorkGroup>>
}

export interface RunOptions {
  readonly database?: string
  /** Default `s3://athena-results/`. */
  readonly outputLocation?: string
}

/** A data lake on one machine. */
export interface Lake {
  readonly athena: Athena
  /** The lake's buckets. */
  readonly store: BlobStore
  /** Starts a statement and waits for its end, as `startQueryExecution.sync` does. Rejects with {@link QueryFailedError} unless it SUCCEEDED, and with `InvalidRequestException` if it cannot be started. */
  run(sql: string, options?: RunOptions): Promise<QueryExecution>
  /** Stops what runs and gives the folder back. */
  close(): Promise<void>
}

/** A statement that ended FAILED or CANCELLED; the message is its reason. */
export class QueryFailedError extends Error {
  override readonly name = 'QueryFailedError'
  readonly queryExecution: QueryExecution

  constructor(queryExecution: QueryExecution) {
    super(queryExecution.Status.StateChangeReason ?? queryExecution.Status.State)
    this.queryExecution = queryExecution
  }
}

/**
 * Opens the lake in a folder, or makes one there.
 *
 *     const lake = await createLake({ folder: '.lake' })
 *     await lake.run('CREATE DATABASE shop')
 *
 * Layout: `s3/<bucket>/...` the buckets, `catalog.json` databases and tables, `athena/` query executions, `tmp/` what
 * does not outlive a statement, `lake.lock` whose lake it is.
 *
 * @throws {UnavailableLakeError} while another process has the folder open, when it cannot be made, and when its catalogue is none.
 */
export async function createLake(options: LakeOptions): Promise<Lake> {
  const folder = resolve(options.folder)
  await makeFolder(folder).catch((cause: Error) => {
    throw new UnavailableLakeError(`The lake in ${folder} cannot be made: ${cause.message}`, { cause })
  })
  const unlock = await lockFolder(folder)
  try {
    const bucketsFolder = join(folder, 's3')
    const executionsFolder = join(folder, 'athena')
    const temporaryFolder = join(folder, 'tmp')
    const catalogFile = join(folder, 'catalog.json')
    const old = options.fresh ? [catalogFile, bucketsFolder, executionsFolder, temporaryFolder] : [temporaryFolder]
    for (const path of old) await rm(path, { recursive: true, force: true })
    for (const path of [bucketsFolder, temporaryFolder]) await mkdir(path, { recursive: true })
    const catalog = await Catalog.open(catalogFile)
    const engine = await Engine.open({
      folder,
      temporaryFolder: join(temporaryFolder, 'spill'),
      memoryLimit: options.memoryLimit ?? 1 << 30,
      ...(options.threads !== undefined && { threads: options.threads }),
    })
    const clock = options.clock ?? Date
    const athena = new LocalAthena({
      parts: {
        catalog,
        bucketsFolder,
        temporaryFolder,
        textFiles: new TextFiles(join(temporaryFolder, 'text')),
        versions: new Map(),
        inTurn: turns(),
        unpublished: new Set(),
      },
      engine,
      executionsFolder,
      now: () => new Date(clock.now()),
      workGroups: options.workGroups ?? { primary: {} },
      concurrency: options.concurrency ?? 4,
    })
    let closed: Promise<void> | undefined
    const close = async (): Promise<void> => {
      try {
        await athena.close()
        engine.close()
        await rm(temporaryFolder, { recursive: true, force: true })
      } finally {
        unlock()
      }
    }
    return {
      athena,
      store: localFolderStore(bucketsFolder),
      async run(sql, { database, outputLocation = 's3://athena-results/' } = {}) {
        const { QueryExecutionId } = await athena.startQueryExecution({
          QueryString: sql,
          ...(database !== undefined && { QueryExecutionContext: { Database: database } }),
          ResultConfiguration: { OutputLocation: outputLocation },
        })
        const execution = await athena.finished(QueryExecutionId)
        if (execution.Status.State !== 'SUCCEEDED') throw new QueryFailedError(execution)
        return execution
      },
      // A second call must not give back what somebody else has opened since.
      close: () => (closed ??= close()),
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Makes a folder, and those above it unless they are there. Node's own way does not end below /proc. */
async function makeFolder(path: string, parentIsThere = false): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || parentIsThere) throw error
    await makeFolder(dirname(path))
    await makeFolder(path, true)
  }
}

/** A queue: each task begins when the one before has ended, well or badly. */
function turns(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
