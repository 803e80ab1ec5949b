import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tasks } from 'asl-runner'
import { mysqlSource, settingsFromUrl, type RowSource } from 'mysql-connector'
import { startMySql, type LocalMySql } from 'mysql-connector/local-server'
import { sourceTables } from 'pipeline-def'
import { expect } from 'vitest'
import { root } from '../tool.js'
import type { SourceRows } from './example-rows.js'
import { plainReport } from './plain-report.js'
import { readReport, type ReportRow } from './report.js'
import { openLake, type PipelineLake } from './lake.js'
import { runPipeline } from './run-pipeline.js'
import { Visits } from './visits.js'

/** A value for an INSERT: text as it is to be stored, or NULL. */
type Value = string | null

/**
 * A MySQL server for tests.
 *
 * @returns Nothing, with the reason printed, where there is none: an error instead when `MYSQL_REQUIRED` is set, as in CI.
 */
export async function mySqlForTest(): Promise<LocalMySql | undefined> {
  // Never the one in MYSQL_URL: the tests replace tables.
  const server = await startMySql({ cacheFolder: join(root, '.cache/mysql'), url: '' })
  if (server.url !== undefined) return server
  if (process.env['MYSQL_REQUIRED']) throw new Error(`No MySQL server: ${server.reason}`)
  console.warn(`Skipped, for there is no MySQL server: ${server.reason}`)
  return undefined
}

/** A pipeline with a MySQL, and a lake in a temporary folder that can be emptied. */
export class PipelineForTest {
  source: RowSource
  lake!: PipelineLake
  #folder: string | undefined
  readonly #server: LocalMySql

  constructor(server: LocalMySql) {
    this.#server = server
    const settings = settingsFromUrl(server.url)
    this.source = mysqlSource({ get: async () => settings })
  }

  /** Begins with a lake that has nothing. */
  async emptyLake(): Promise<void> {
    await this.#removeLake()
    this.#folder = await mkdtemp(join(tmpdir(), 'etl-'))
    this.lake = await openLake(this.#folder)
  }

  async close(): Promise<void> {
    await this.#removeLake()
    await this.source.close()
    await this.#server.stop()
  }

  async #removeLake(): Promise<void> {
    if (this.#folder === undefined) return
    await this.lake.close()
    await rm(this.#folder, { recursive: true })
  }

  /** Runs a statement in MySQL; what it returns as text. */
  async mysql(sql: string): Promise<Value[][]> {
    const { rows } = await this.source.atOneMoment((snapshot) => snapshot.run(sql))
    return rows.map((row) => row.map((value) => value && value.toString()))
  }

  /** Makes the source tables anew, with these rows. */
  async setRows(rows: SourceRows): Promise<void> {
    for (const { schema, name, columns } of sourceTables) {
      await this.mysql(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
      await this.mysql(`DROP TABLE IF EXISTS ${schema}.${name}`)
      await this.mysql(`CREATE TABLE ${schema}.${name} (${columns.map(({ name, type }) => `${name} ${type}`).join()})`)
      const values = rows[name as keyof SourceRows].map((row) => `(${row.map(literal).join()})`)
      if (values.length > 0) await this.mysql(`INSERT INTO ${schema}.${name} VALUES ${values.join()}`)
    }
  }

  /** The source rows that MySQL holds now. */
  async rows(): Promise<SourceRows> {
    return {
      users: await this.mysql('SELECT id, registration_date FROM myschema.users'),
      transactions: await this.mysql('SELECT transaction_id, user_id, total_cost, dt FROM myschema.transactions'),
    }
  }

  /** Runs the pipeline; resolves to how it ended and the states it entered. */
  async run(tasks: Tasks = {}) {
    const visits = new Visits()
    const { status, error, cause } = await runPipeline({ lake: this.lake, source: this.source, visits, tasks })
    return { status, error, cause, states: visits.all.map(({ name }) => name) }
  }

  /** Runs the pipeline and expects it to succeed and the report to be what its sources say now. */
  async runAndCompare(): Promise<ReportRow[]> {
    const { status, cause } = await this.run()
    expect({ status, cause }).toEqual({ status: 'SUCCEEDED' })
    return this.compare()
  }

  /** Expects the report to be what its sources say now, row for row. */
  async compare(): Promise<ReportRow[]> {
    const report = await readReport(this.lake)
    expect(inOrder(report)).toEqual(inOrder(plainReport(await this.rows())))
    return report
  }
}

const literal = (value: Value): string => (value === null ? 'NULL' : `'${value.replaceAll(/['\\]/g, '\\$&')}'`)
const inOrder = (report: readonly ReportRow[]): string[] => report.map((row) => JSON.stringify(row)).sort()
