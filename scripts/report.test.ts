import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { createLake, type Lake } from 'local-lake'
import { statements } from 'pipeline-def'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The pipeline's statements on a lake here, held to a plain computation over the same rows.

interface User {
  id: number | null
  registration_date: string | null
}
interface Transaction {
  user_id: number | null
  /** Cents. */
  cost: number | null
  dt: string | null
}

let folder: string
let lake: Lake
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'))
  lake = await createLake({ folder })
  for (const sql of [
    statements.createDatabase,
    statements.createUsers,
    statements.createTransactions,
    statements.createReport,
  ])
    await run(sql)
})
afterAll(async () => {
  await lake.close()
  await rm(folder, { recursive: true })
})

const run = (sql: string) =>
  lake.run(sql.replaceAll('${AthenaDatabaseName}', 'mydatabase').replaceAll('${DataLocation}', 's3://lake/data/'))

/** Replaces the rows of a source table by what the exporter would write. */
async function write(
  table: 'users' | 'transactions',
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const text = rows.map((row) => `${row.map((value) => value ?? '\\N').join(',')}\n`).join('')
  await lake.store.put(`s3://lake/data/myschema/${table}/${table}.csv`, Buffer.from(text))
}

async function load(users: readonly User[], transactions: readonly Transaction[]): Promise<(string | null)[][]> {
  await write(
    'users',
    users.map(({ id, registration_date }) => [id, registration_date]),
  )
  await write(
    'transactions',
    transactions.map(({ user_id, cost, dt }, at) => [at, user_id, cost === null ? null : money(cost), dt]),
  )
  await run(statements.mergeReport)
  const { QueryExecutionId } = await run('SELECT * FROM mydatabase.user_transactions')
  const { ResultSet } = await lake.athena.getQueryResults({ QueryExecutionId })
  return ResultSet.Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? null))
}

/** The report as anybody would compute it. */
function expected(users: readonly User[], transactions: readonly Transaction[]): (string | null)[][] {
  const report = new Map<string, { dt: string | null; user_id: number | null; cost: number | null }>()
  for (const { dt, user_id, cost } of transactions) {
    const key = JSON.stringify([dt, user_id])
    const row = report.get(key) ?? { dt, user_id, cost: null }
    if (cost !== null) row.cost = (row.cost ?? 0) + cost
    report.set(key, row)
  }
  return [...report.values()].map(({ dt, user_id, cost }) => {
    const dates = users
      .filter(({ id }) => id !== null && id === user_id)
      .flatMap((user) => user.registration_date ?? [])
    const earliest = dates.sort()[0] ?? null
    return [dt, user_id === null ? null : String(user_id), cost === null ? null : money(cost), earliest]
  })
}

const money = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
const sorted = (rows: (string | null)[][]) => rows.map((row) => JSON.stringify(row)).sort()

// Few ids and days, so that rows meet; among them those that stand for NULL in the MERGE's condition.
const id = fc.constantFrom(null, 0, 1, 2, 9_007_199_254_740_991)
const day = fc.constantFrom(null, '1970-01-01', '2024-02-29', '2024-03-01', '0001-01-01', '9999-12-31')
const cents = fc.option(fc.integer({ min: -100_000, max: 10_000_000_000 }))
const users = fc.array(fc.record({ id, registration_date: day }), { maxLength: 6 })
const transactions = fc.array(fc.record({ user_id: id, cost: cents, dt: day }), { maxLength: 12 })

test('after every load the report equals its sources, whatever it held before', async () => {
  await fc.assert(
    fc.asyncProperty(users, transactions, async (users, transactions) => {
      expect(sorted(await load(users, transactions))).toEqual(sorted(expected(users, transactions)))
    }),
    { numRuns: 40 },
  )
})

test('a load without a change writes nothing', async () => {
  const rows = [
    { user_id: 1, cost: 1099, dt: '2024-03-01' },
    { user_id: null, cost: null, dt: null },
  ]
  await load([], rows)
  const { QueryExecutionId } = await run(statements.mergeReport)
  expect(await lake.athena.getQueryResults({ QueryExecutionId })).toMatchObject({ UpdateCount: 0 })
})

test('a hundred and thirty-seven years of days load in one statement', async () => {
  const rows = Array.from({ length: 50_000 }, (_, at) => ({
    user_id: 1,
    cost: 100,
    dt: new Date(Date.UTC(1900, 0, 1 + at)).toISOString().slice(0, 10),
  }))
  await write(
    'transactions',
    rows.map(({ user_id, cost, dt }, at) => [at, user_id, money(cost), dt]),
  )
  await run(statements.mergeReport)
  const { QueryExecutionId } = await run('SELECT count(*), sum(total_cost_usd) FROM mydatabase.user_transactions')
  const { ResultSet } = await lake.athena.getQueryResults({ QueryExecutionId })
  expect(ResultSet.Rows[1]?.Data).toEqual([{ VarCharValue: '50000' }, { VarCharValue: '50000.00' }])
})
