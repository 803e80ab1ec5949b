import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkedTables,
  ConnectorError,
  embeddedSource,
  mysqlSource,
  settingsFromUrl,
  type RowSource,
  type SourceTable,
} from 'mysql-connector'
import { startMySql } from 'mysql-connector/local-server'
import { extractionsAt } from 'pipeline-def/tables'
import { places } from './places.js'
import {
  countIn,
  generatedComment,
  generatedRows,
  generatedStatements,
  tutorialRows,
  type SourceRows,
} from './example-rows.js'

/** Where the pipeline's rows come from. */
export interface PipelineSource {
  readonly rows: RowSource
  /** Which one it is, for people. */
  readonly description: string
  /** The DSN of a MySQL that was started here: it has no password. */
  readonly url?: string
  /** What people should know of it: that it is not MySQL, that tables were made. */
  readonly remarks: readonly string[]
  /** Ends what was started for it. */
  close(): Promise<void>
}

export interface SourceOptions {
  /** Where a MySQL that is started keeps its data, and where rows without a MySQL are remembered. */
  readonly folder: string
  /** Where an unpacked MySQL server is kept. */
  readonly cacheFolder: string
  /** Generated payments. Default: the rows that are there, else the tutorial's. */
  readonly count?: number | undefined
  /** Default: the variable `MYSQL_URL`. */
  readonly url?: string | undefined
}

/** A MySQL whose tables are somebody's own, and that was to be filled with generated rows. */
export class OwnTablesError extends Error {
  override readonly name = 'OwnTablesError'
}

/**
 * Opens the source of rows: the MySQL in `MYSQL_URL`, else one of this machine, else one unpacked from the distribution's
 * package, else rows held in this process. Source tables that are missing are made, with the tutorial's rows.
 *
 * @throws OwnTablesError when rows are to be generated over tables that were not.
 */
export async function openSource({ folder, cacheFolder, count, url }: SourceOptions): Promise<PipelineSource> {
  const server = await startMySql({ cacheFolder, dataFolder: join(folder, 'mysql'), ...(url && { url }) })
  if (server.url === undefined) return embedded(folder, count, server.reason)
  const settings = settingsFromUrl(server.url)
  const rows = mysqlSource({ get: async () => settings })
  const close = async () => {
    await rows.close()
    await server.stop()
  }
  try {
    const remarks = await prepare(rows, count, server.pid !== undefined).catch((error: unknown) => {
      if (!(error instanceof ConnectorError)) throw error
      return [`${error.name}: ${error.message}`] // the pipeline will meet it again, and end as it ends on AWS
    })
    return { rows, description: server.source, ...(server.pid !== undefined && { url: server.url }), remarks, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Makes the tables that are missing, or the generated ones. Returns what it did to a server that is not ours. */
async function prepare(source: RowSource, asked: number | undefined, isOurs: boolean): Promise<string[]> {
  const tables = checkedTables(extractionsAt(places.DataLocation).tables)
  const comments = await commentsOf(source, tables)
  const unfinished = [...comments.values()].find((comment) => comment.endsWith(', unfinished'))
  const count = asked ?? countIn(unfinished ?? '')
  if (count === undefined) {
    const missing = tables.filter(({ name }) => !comments.has(name))
    if (missing.length > 0) await source.seed(missing)
    if (isOurs) return []
    return missing.map(({ schema, name }) => `${schema}.${name} was missing: made, with the tutorial's rows.`)
  }
  const own = tables.filter(({ name }) => comments.has(name) && countIn(comments.get(name)!) === undefined)
  if (own.length > 0 && !isOurs) {
    const names = own.map(({ schema, name }) => `${schema}.${name}`).join(' and ')
    throw new OwnTablesError(`--rows would replace ${names}, which it did not make.`)
  }
  if (tables.every(({ name }) => comments.get(name) === generatedComment(count))) return []
  // Two thirds of the time that a transactional engine takes, for rows that can be made again.
  const statements = generatedStatements(count, isOurs ? 'MyISAM' : undefined)
  await source.seed(tables.map((table) => ({ ...table, seed: statements[table.name as keyof typeof statements] })))
  return []
}

/** The comments of those tables that exist, by name. */
async function commentsOf(source: RowSource, tables: readonly SourceTable[]): Promise<Map<string, string>> {
  const { rows } = await source.atOneMoment((snapshot) =>
    snapshot.run(
      `SELECT table_name, table_comment FROM information_schema.tables WHERE table_schema = '${tables[0]!.schema}'`,
    ),
  )
  return new Map(rows.map(([name, comment]) => [String(name), String(comment ?? '')]))
}

/** Rows in this process. What they are is remembered, so that another day sees the same ones. */
async function embedded(folder: string, count: number | undefined, reason: string): Promise<PipelineSource> {
  const path = join(folder, 'embedded-rows.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  const kept = text === undefined ? undefined : (JSON.parse(text) as { count?: number; today: string })
  const { count: rows, today } =
    count === undefined ? (kept ?? { today: new Date().toISOString().slice(0, 10) }) : { count, today: '' }
  // Whole or not at all: a run that is killed here, or finds the disk full, must not leave a part for the next one to read.
  await writeFile(`${path}.new`, JSON.stringify({ count: rows, today }))
  await rename(`${path}.new`, path)
  const held: SourceRows = rows === undefined ? tutorialRows(today) : generatedRows(rows)
  const what = rows === undefined ? "the tutorial's rows" : `${rows} generated rows`
  return {
    rows: embeddedSource(held),
    description: `embedded: ${what}, no MySQL`,
    remarks: [`There is no MySQL here (${reason}): ${what} come from this process.`],
    close: async () => undefined,
  }
}
