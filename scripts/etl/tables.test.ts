import { tableNames } from 'pipeline-def'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bucket, places } from './places.js'
import { tutorialRows } from './example-rows.js'
import { mySqlForTest, PipelineForTest } from './pipeline-for-test.js'

const server = await mySqlForTest()
const database = places.AthenaDatabaseName
const subsets = Array.from({ length: 8 }, (_, bits) => tableNames.filter((_, at) => bits & (1 << at)))

/** What others may have in the same database. */
const strangers = [
  `CREATE EXTERNAL TABLE ${database}.users2 (x int) LOCATION 's3://${bucket}/elsewhere/'`,
  `CREATE EXTERNAL TABLE ${database}.old_user_transactions (dt date) LOCATION 's3://${bucket}/old/'`,
  `CREATE VIEW ${database}.all_users AS SELECT 1 AS user_id`,
  `CREATE VIEW ${database}.a_user_transactions_view AS SELECT 2 AS user_id`,
]

describe.skipIf(!server)('whatever the database holds already', () => {
  let pipeline: PipelineForTest
  beforeAll(() => void (pipeline = new PipelineForTest(server!)))
  afterAll(() => pipeline.close())
  beforeEach(async () => {
    await pipeline.emptyLake()
    await pipeline.setRows(tutorialRows('2026-03-04'))
  })

  test.each(subsets.flatMap((tables) => [[tables, 'alone'] as const, [tables, 'beside others'] as const]))(
    'from the tables %j %s the next run makes the report right',
    async (tables, company) => {
      await pipeline.runAndCompare()
      await pipeline.mysql(`UPDATE myschema.transactions SET total_cost = total_cost + 1 WHERE user_id = 1`)
      for (const name of tableNames.filter((name) => !tables.includes(name)))
        await pipeline.lake.run(`DROP TABLE ${database}.${name}`)
      if (company === 'beside others') for (const sql of strangers) await pipeline.lake.run(sql)
      await pipeline.runAndCompare()
    },
  )

  test('a view named user_transactions ends in the Fail state, and without it the next run repairs everything', async () => {
    await pipeline.lake.run(`CREATE DATABASE ${database}`)
    await pipeline.lake.run(`CREATE VIEW ${database}.user_transactions AS SELECT 1 AS user_id`)
    const { status, error, cause, states } = await pipeline.run()
    expect({ status, error, last: states.at(-1) }).toEqual({
      status: 'FAILED',
      error: 'PipelineFailed',
      last: 'Pipeline failed',
    })
    expect(cause).toContain('drop or rename the view and run again')
    await pipeline.lake.run(`DROP VIEW ${database}.user_transactions`)
    await pipeline.runAndCompare()
  })
})
