import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLake, type Lake, type LakeOptions } from '../src/index.js'

/** 2026-03-04 05:06:07.089 UTC. */
export const moment = Date.UTC(2026, 2, 4, 5, 6, 7, 89)

export interface TestLake extends Lake {
  readonly folder: string
  /** Rows of a query below its header; NULL is null. */
  rows(sql: string, database?: string): Promise<(string | null)[][]>
  /** Why a statement fails. */
  failure(sql: string, database?: string): Promise<string>
}

/** A lake in a new temporary folder, or in the one given. */
export async function lakeForTest(options: Partial<LakeOptions> = {}): Promise<TestLake> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'lake-')))
  const lake = await createLake({ clock: { now: () => moment }, ...options, folder })
  const inDatabase = (database: string | undefined): { database?: string } =>
    database === undefined ? {} : { database }
  return {
    ...lake,
    folder,
    async rows(sql, database) {
      const { QueryExecutionId } = await lake.run(sql, inDatabase(database))
      const rows: (string | null)[][] = []
      let NextToken: string | undefined
      do {
        const page = await lake.athena.getQueryResults({
          QueryExecutionId,
          ...(NextToken !== undefined && { NextToken }),
        })
        rows.push(...page.ResultSet.Rows.map((row) => row.Data.map((cell) => cell.VarCharValue ?? null)))
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return /^\s*(?:show|desc)/i.test(sql) ? rows : rows.slice(1)
    },
    async failure(sql, database) {
      return lake.run(sql, inDatabase(database)).then(
        (execution) => execution.Status.State,
        (error: Error) => error.message,
      )
    },
    async close() {
      await lake.close()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
