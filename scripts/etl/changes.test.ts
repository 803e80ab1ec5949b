import { readdir } from 'node:fs/promises'
import * as fc from 'fast-check'
import { checkedTables } from 'mysql-connector'
import { extractionsAt, sourceTables } from 'pipeline-def'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { generatedRows, generatedStatements, tutorialRows, type SourceRows } from './example-rows.js'
import { mySqlForTest, PipelineForTest } from './pipeline-for-test.js'

const server = await mySqlForTest()

describe.skipIf(!server)('after a run the report is what a plain computation makes of the source rows', () => {
  let pipeline: PipelineForTest
  beforeAll(() => void (pipeline = new PipelineForTest(server!)))
  afterAll(() => pipeline.close())
  beforeEach(() => pipeline.emptyLake())

  test("an empty lake, with the tutorial's rows", async () => {
    await pipeline.setRows(tutorialRows('2026-03-04'))
    expect(await pipeline.runAndCompare()).toEqual([
      { dt: '2026-02-28', user_id: '1', total_cost_usd: '55.99', registration_date: '2026-03-04' },
      { dt: '2026-03-01', user_id: '1', total_cost_usd: '4.99', registration_date: '2026-03-04' },
      { dt: '2026-03-01', user_id: '2', total_cost_usd: '4.99', registration_date: '2026-03-03' },
      { dt: '2026-03-02', user_id: '1', total_cost_usd: '5.99', registration_date: '2026-03-04' },
      { dt: '2026-03-03', user_id: '1', total_cost_usd: '15.99', registration_date: '2026-03-04' },
      { dt: '2026-03-04', user_id: '1', total_cost_usd: '10.99', registration_date: '2026-03-04' },
      { dt: '2026-03-04', user_id: '2', total_cost_usd: '4.99', registration_date: '2026-03-03' },
    ])
  })

  test('a second run changes nothing, not even a file of the report', async () => {
    await pipeline.setRows(tutorialRows('2026-03-04'))
    const first = await pipeline.runAndCompare()
    const files = await reportFiles()
    expect(files.length).toBeGreaterThan(0)
    expect(await pipeline.runAndCompare()).toEqual(first)
    expect(await reportFiles()).toEqual(files)
  })

  test('new, changed and deleted source rows', async () => {
    await pipeline.setRows(tutorialRows('2026-03-04'))
    await pipeline.runAndCompare()
    for (const change of [
      `INSERT INTO myschema.transactions VALUES (8, 1, 0.01, '2026-03-05'), (9, 2, 100, '2026-03-04')`,
      `UPDATE myschema.transactions SET total_cost = -3.50 WHERE transaction_id = 1`,
      `UPDATE myschema.transactions SET dt = '2020-01-01' WHERE transaction_id = 2`,
      `UPDATE myschema.transactions SET user_id = NULL WHERE transaction_id = 3`,
      `DELETE FROM myschema.transactions WHERE transaction_id = 4`,
      `INSERT INTO myschema.users VALUES (3, '2026-01-01')`,
      `UPDATE myschema.users SET registration_date = '2019-12-31' WHERE id = 2`,
      `DELETE FROM myschema.users WHERE id = 1`,
      `UPDATE myschema.users SET registration_date = NULL`,
      `DELETE FROM myschema.transactions`,
    ]) {
      await pipeline.mysql(change)
      await pipeline.runAndCompare()
    }
  })

  test('a NULL user, an orphan payment, a user with two registration dates', async () => {
    await pipeline.setRows({
      users: [
        ['1', '2026-01-02'],
        ['1', '2026-01-01'],
        ['1', null],
        [null, '2025-01-01'],
      ],
      transactions: [
        ['1', '1', '1.00', '2026-03-01'],
        ['2', '1', '2.00', '2026-03-01'],
        ['3', null, '4.00', '2026-03-01'],
        ['4', null, '8.00', '2026-03-01'],
        ['5', '404', '16.00', '2026-03-01'],
        ['6', null, '32.00', null],
        ['7', '0', null, null],
        ['8', null, '64.00', '1970-01-01'],
      ],
    })
    const rows = await pipeline.runAndCompare()
    expect(rows).toContainEqual({
      dt: '2026-03-01',
      user_id: '1',
      total_cost_usd: '3.00',
      registration_date: '2026-01-01',
    })
    expect(rows).toContainEqual({
      dt: '2026-03-01',
      user_id: null,
      total_cost_usd: '12.00',
      registration_date: null,
    })
    expect(await pipeline.runAndCompare()).toEqual(rows)
  })

  test('four hundred days of generated history, then other rows in their place', async () => {
    const fill = async (count: number) => {
      for (const sql of Object.values(generatedStatements(count)).flat()) await pipeline.mysql(sql)
    }
    await fill(20_000)
    const rows = await pipeline.runAndCompare()
    expect(new Set(rows.map(({ dt }) => dt)).size).toBe(400)
    await fill(3000)
    await pipeline.runAndCompare()
  })

  test('any rows, whatever the report held before', async () => {
    // Few ids and days, so that rows meet; among them those that stand for NULL in the MERGE's condition.
    const id = fc.constantFrom(null, '0', '1', '2', '-9223372036854775808', '9223372036854775807')
    const day = fc.constantFrom(null, '1970-01-01', '2024-02-29', '0001-01-01', '9999-12-31')
    const cost = fc.constantFrom(null, '0.00', '0.01', '-0.01', '10.99', '99999999999999.99', '-99999999999999.99')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(id, day), { maxLength: 6 }),
        fc.array(fc.tuple(fc.constant('1'), id, cost, day), { maxLength: 12 }),
        async (users, transactions) => {
          await pipeline.setRows({ users, transactions })
          await pipeline.runAndCompare()
        },
      ),
      { numRuns: 25, seed: 6 },
    )
  })

  test.each([1, 10, 997, 10_000])('MySQL makes %i generated payments as this process does', async (count) => {
    for (const sql of Object.values(generatedStatements(count)).flat()) await pipeline.mysql(sql)
    const inOrder = (rows: SourceRows) => Object.values(rows).map((table) => table.map((row) => row.join()).sort())
    expect(inOrder(await pipeline.rows())).toEqual(inOrder(generatedRows(count)))
  })

  test("MySQL makes the tutorial's rows as this process does", async () => {
    for (const { schema, name } of sourceTables) await pipeline.mysql(`DROP TABLE IF EXISTS ${schema}.${name}`)
    await pipeline.source.seed(checkedTables(extractionsAt('s3://lake/data/').tables))
    const [[today]] = (await pipeline.mysql('SELECT CURRENT_DATE()')) as [[string]]
    expect(await pipeline.rows()).toEqual(tutorialRows(today))
  })

  /** The files of the report's table, names and all. */
  async function reportFiles(): Promise<string[]> {
    const files = await readdir(pipeline.lake.bucketFolder, { recursive: true })
    return files.filter((name) => name.includes('iceberg')).sort()
  }
})
