import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLake } from '../src/index.js'
import { lakeForTest, type TestLake } from './lake-for-test.js'

let lake: TestLake
beforeEach(async () => {
  lake = await lakeForTest({ folder: await mkdtemp(join(tmpdir(), 'lake-')) })
  await lake.run('CREATE DATABASE shop')
})
afterEach(async () => {
  await lake.close()
  await rm(lake.folder, { recursive: true })
})

const iceberg = (name: string): string =>
  `CREATE TABLE shop.${name} (id int) LOCATION 's3://data/${name}/' TBLPROPERTIES ('table_type'='ICEBERG')`
const external = (name: string): string =>
  `CREATE EXTERNAL TABLE shop.${name} (id int) PARTITIONED BY (dt string) STORED AS PARQUET LOCATION 's3://data/${name}/'`

const all = (statements: readonly string[]): Promise<string[]> =>
  Promise.all(statements.map((sql) => lake.failure(sql)))

describe('statements at the same time', () => {
  it('add partitions and properties without undoing each other', async () => {
    await lake.run(external('days'))
    const days = [1, 2, 3, 4]
    const ends = await all([
      ...days.map((day) => `ALTER TABLE shop.days ADD PARTITION (dt = '2026-01-0${day}')`),
      ...days.map((day) => `ALTER TABLE shop.days SET TBLPROPERTIES ('p${day}' = 'x')`),
    ])
    expect(new Set(ends)).toEqual(new Set(['SUCCEEDED']))
    expect(await lake.rows('SHOW PARTITIONS shop.days')).toEqual(days.map((day) => [`dt=2026-01-0${day}`]))
    const shown = (await lake.rows('SHOW TBLPROPERTIES shop.days')).join('\n')
    for (const day of days) expect(shown).toContain(`p${day}`)
  })

  it('drop a table once, and do not bring it back', async () => {
    for (let round = 0; round < 5; round++) {
      await lake.run(iceberg('gone'))
      const ends = await all(['DROP TABLE shop.gone', 'DROP TABLE shop.gone', 'DROP TABLE shop.gone'])
      expect(ends.filter((end) => end === 'SUCCEEDED')).toHaveLength(1)
      expect(ends.filter((end) => end.includes('Unable to fetch table gone'))).toHaveLength(2)
      await lake.run(external('gone'))
      await all(['DROP TABLE shop.gone', `ALTER TABLE shop.gone SET TBLPROPERTIES ('a' = 'b')`])
      expect(await lake.rows('SHOW TABLES IN shop')).toEqual([])
    }
  })

  it('merge the same new rows once', async () => {
    await lake.run(iceberg('sums'))
    const merge = `MERGE INTO shop.sums AS t USING (SELECT 1 AS id) AS s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)`
    const ends = await all([merge, merge, merge, merge])
    expect(await lake.rows('SELECT id FROM shop.sums')).toEqual([['1']])
    for (const end of ends) expect(end).toMatch(/^SUCCEEDED$|^ICEBERG_COMMIT_ERROR/)
  })

  it('with one token are one', async () => {
    await lake.run(iceberg('once'))
    const start = () =>
      lake.athena.startQueryExecution({
        QueryString: 'INSERT INTO shop.once VALUES (1)',
        ClientRequestToken: '0123456789abcdef0123456789abcdef',
        ResultConfiguration: { OutputLocation: 's3://results/' },
      })
    const ids = await Promise.all([start(), start(), start()])
    expect(new Set(ids.map((one) => one.QueryExecutionId)).size).toBe(1)
    while ((await stateOf(ids[0]!)) !== 'SUCCEEDED') await setImmediate()
    expect(await lake.rows('SELECT * FROM shop.once')).toEqual([['1']])
  })
})

const stateOf = async (id: { QueryExecutionId: string }): Promise<string> =>
  (await lake.athena.getQueryExecution(id)).QueryExecution.Status.State

it('a lake that closes waits for what is being started, and stops it', async () => {
  const starting = lake.athena.startQueryExecution({
    QueryString: 'CREATE DATABASE late',
    ResultConfiguration: { OutputLocation: 's3://results/' },
  })
  await lake.close()
  const again = await createLake({ folder: lake.folder })
  const { QueryExecutionId } = await starting
  const { QueryExecution } = await again.athena.getQueryExecution({ QueryExecutionId })
  expect(['CANCELLED', 'SUCCEEDED']).toContain(QueryExecution.Status.State)
  const made = await again.run('CREATE DATABASE late').then(
    () => false,
    () => true,
  )
  expect(made).toBe(QueryExecution.Status.State === 'SUCCEEDED')
  await lake.close() // it is somebody else's by now
  await expect(createLake({ folder: lake.folder })).rejects.toThrow('is already open in this process')
  await again.close()
})

it('an INSERT that fails in one partition adds rows to none', async () => {
  await lake.run(
    `CREATE EXTERNAL TABLE shop.parts (name string) PARTITIONED BY (part int)
      ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://data/parts/'`,
  )
  await lake.run(`INSERT INTO shop.parts VALUES ('a', 1), ('b', 2), ('c', 3)`)
  for (const bad of [1, 2, 3])
    expect(
      await lake.failure(
        `INSERT INTO shop.parts SELECT CASE WHEN p = ${bad} THEN 'x,y' ELSE 'ok' END, p FROM (VALUES 1, 2, 3) AS v(p)`,
      ),
    ).toContain('HIVE_WRITER_DATA_ERROR')
  expect(await lake.rows('SELECT count(*) FROM shop.parts')).toEqual([['3']])
})
