import { TaskError, type TaskFunction } from 'asl-runner'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bucket, places } from './places.js'
import { tutorialRows } from './example-rows.js'
import { mySqlForTest, PipelineForTest } from './pipeline-for-test.js'

const server = await mySqlForTest()
const database = places.AthenaDatabaseName
const report = `${database}.user_transactions`

describe.skipIf(!server)('a run that fails says why, and the next one repairs everything', () => {
  let pipeline: PipelineForTest
  beforeAll(() => void (pipeline = new PipelineForTest(server!)))
  afterAll(() => pipeline.close())
  beforeEach(async () => {
    await pipeline.emptyLake()
    await pipeline.setRows(tutorialRows('2026-03-04'))
  })

  /** Expects the pipeline to end in its Fail state. Returns the Cause. */
  async function failingRun(tasks: Record<string, TaskFunction> = {}): Promise<string | undefined> {
    const { status, error, cause, states } = await pipeline.run(tasks)
    expect({ status, error, last: states.at(-1) }).toEqual({
      status: 'FAILED',
      error: 'PipelineFailed',
      last: 'Pipeline failed',
    })
    return cause
  }

  test('a MERGE that cannot be: the report is another kind of table', async () => {
    await pipeline.lake.run(`CREATE DATABASE ${database}`)
    await pipeline.lake.run(`CREATE EXTERNAL TABLE ${report} (dt date) LOCATION 's3://${bucket}/other/'`)
    expect(await failingRun()).toMatch(
      /^"Check All Tables" failed with ReportNotLoaded: "Insert New parquet Data" failed/,
    )
    await pipeline.lake.run(`DROP TABLE ${report}`)
    await pipeline.runAndCompare()
  })

  test('a MERGE whose sums do not fit leaves the report as it was', async () => {
    const before = await pipeline.runAndCompare()
    await pipeline.mysql(
      `INSERT INTO myschema.transactions VALUES (8, 1, 9999999999999999.99, '2026-03-04'), (9, 1, 1, '2026-03-03')`,
    )
    expect(await failingRun()).toMatch(/"Insert New parquet Data" failed with States.TaskFailed: .*decimal\(18, ?2\)/i)
    await pipeline.mysql('DELETE FROM myschema.transactions WHERE transaction_id > 7')
    expect(await pipeline.compare()).toEqual(before)
    await pipeline.runAndCompare()
  })

  test.each([
    ['a MERGE', 'Insert New parquet Data', 'States.TaskFailed'],
    ['a query', 'Show tables', 'Athena.InternalServerException'],
    ['a DDL statement', 'Create transactions table (external)', 'States.TaskFailed'],
    ['the results', 'Get Show tables query results', 'Athena.TooManyRequestsException'],
    ['the connector', 'Extract from MySQL', 'Lambda.ServiceException'],
    ['the first function', 'HelloWorld', 'Lambda.Unknown'],
  ])('%s that fails for good, with every retry', async (_, state, error) => {
    let calls = 0
    const fails: TaskFunction = () => {
      calls += 1
      throw new TaskError(error, 'the disk is full')
    }
    const cause = await failingRun({ [state]: fails })
    expect(cause).toContain(`"${state}" failed with ${error}: the disk is full`)
    expect(calls).toBe({ 'States.TaskFailed': 3, 'Lambda.Unknown': 1 }[error] ?? 7)
    await pipeline.runAndCompare()
  })

  test('a source table that is gone, and a column whose type changed', async () => {
    const before = await pipeline.runAndCompare()
    await pipeline.mysql('RENAME TABLE myschema.transactions TO myschema.hidden')
    expect(await failingRun()).toMatch(/^"Extract from MySQL" failed with SourceQueryError: .*myschema\.transactions/)
    await pipeline.mysql('RENAME TABLE myschema.hidden TO myschema.transactions')
    expect(await pipeline.compare()).toEqual(before)

    await pipeline.mysql('ALTER TABLE myschema.transactions MODIFY user_id VARCHAR(20)')
    expect(await failingRun()).toMatch(/^"Extract from MySQL" failed with ColumnMismatchError: .*user_id/)
    await pipeline.mysql('ALTER TABLE myschema.transactions MODIFY user_id BIGINT')
    await pipeline.runAndCompare()
  })

  test('a MySQL that goes away in the middle is tried again, then named', async () => {
    const { source } = pipeline
    let tries = 0
    pipeline.source = {
      ...source,
      atOneMoment: (work, signal) => {
        tries += 1
        return source.atOneMoment(async (snapshot) => {
          await snapshot.run('KILL CONNECTION_ID()').catch(() => undefined)
          return work(snapshot)
        }, signal)
      },
    }
    expect(await failingRun()).toMatch(/^"Extract from MySQL" failed with SourceUnavailableError: /)
    expect(tries).toBe(5)
    pipeline.source = source
    await pipeline.runAndCompare()
  })
})
