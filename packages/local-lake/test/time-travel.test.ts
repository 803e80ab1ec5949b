import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lakeForTest, moment, type TestLake } from './lake-for-test.js'

let lake: TestLake
let now = moment
const hour = 3_600_000
let versions: string[]
beforeAll(async () => {
  lake = await lakeForTest({ clock: { now: () => now } })
  await lake.run('CREATE DATABASE zoo')
  await lake.run(
    `CREATE TABLE zoo.animals (id int, name string) LOCATION 's3://warehouse/animals/' TBLPROPERTIES ('table_type'='ICEBERG')`,
  )
  for (const statement of [
    "INSERT INTO zoo.animals VALUES (1, 'owl'), (2, 'fox')",
    'DELETE FROM zoo.animals WHERE id = 1',
    'ALTER TABLE zoo.animals ADD COLUMNS (legs int)',
    "INSERT INTO zoo.animals VALUES (3, 'ant', 6)",
  ]) {
    await lake.run(statement)
    now += hour
  }
  versions = (await lake.rows('SELECT snapshot_id FROM zoo."animals$snapshots" ORDER BY committed_at')).map(
    ([id]) => id!,
  )
})
afterAll(() => lake.close())

describe('a table as it was', () => {
  it('at a version, with the columns it had', async () => {
    expect(versions).toHaveLength(3)
    const at = (version: number): Promise<unknown> =>
      lake.rows(`SELECT * FROM zoo.animals FOR VERSION AS OF ${versions[version]} ORDER BY id`)
    expect(await at(0)).toEqual([
      ['1', 'owl'],
      ['2', 'fox'],
    ])
    expect(await at(1)).toEqual([['2', 'fox']])
    expect(await at(2)).toEqual([
      ['2', 'fox', null],
      ['3', 'ant', '6'],
    ])
  })

  it.each<[string, string[]]>([
    ["TIMESTAMP '2026-03-04 05:06:07.089 UTC'", ['fox', 'owl']],
    ["TIMESTAMP '2026-03-04 06:06:07.088'", ['fox', 'owl']],
    ["TIMESTAMP '2026-03-04 06:06:07.089'", ['fox']],
    ["(current_timestamp - INTERVAL '1' HOUR)", ['ant', 'fox']],
    ["current_timestamp - INTERVAL '2' HOUR", ['fox']],
    ['now()', ['ant', 'fox']],
  ])('at %s', async (time, names) => {
    expect(
      await lake.rows(
        `SELECT animals.name FROM zoo.animals FOR TIMESTAMP AS OF ${time} WHERE animals.id > 0 ORDER BY 1`,
      ),
    ).toEqual(names.map((name) => [name]))
  })

  it('beside itself, under other names, and as the source of other statements', async () => {
    expect(
      await lake.rows(
        `SELECT old.name FROM zoo.animals FOR VERSION AS OF ${versions[0]} AS old LEFT JOIN animals new ON old.id = new.id WHERE new.id IS NULL`,
        'zoo',
      ),
    ).toEqual([['owl']])
    await lake.run(`CREATE TABLE zoo.first AS SELECT * FROM zoo.animals FOR VERSION AS OF ${versions[0]}`)
    await lake.run(`INSERT INTO zoo.first SELECT * FROM zoo.animals FOR VERSION AS OF ${versions[1]} t`)
    expect(await lake.rows('SELECT name, count(*) FROM zoo.first GROUP BY name ORDER BY name')).toEqual([
      ['fox', '2'],
      ['owl', '1'],
    ])
  })

  it.each<[string, RegExp]>([
    ['zoo.animals FOR VERSION AS OF 7', /^INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: 7/],
    [
      "zoo.animals FOR TIMESTAMP AS OF DATE '2020-01-01'",
      /^INVALID_ARGUMENTS: No version history table animals at or before/,
    ],
    [
      'zoo.nobody FOR VERSION AS OF 7',
      /^TABLE_NOT_FOUND: line 1:19: Table 'awsdatacatalog\.zoo\.nobody' does not exist/,
    ],
    ['zoo.animals FOR VERSION AS OF', /mismatched input '<EOF>'/],
    ['zoo."nobody$snapshots"', /^TABLE_NOT_FOUND/],
  ])('%s is refused', async (table, reason) => {
    expect(await lake.failure(`SELECT * FROM ${table}`)).toMatch(reason)
  })
})

it('"$history" tells when each version became the current one', async () => {
  expect(await lake.rows('SELECT * FROM zoo."animals$history" ORDER BY made_current_at')).toEqual([
    ['2026-03-04 05:06:07.089 UTC', versions[0], null, 'true'],
    ['2026-03-04 06:06:07.089 UTC', versions[1], versions[0], 'true'],
    ['2026-03-04 08:06:07.089 UTC', versions[2], versions[1], 'true'],
  ])
  expect(
    await lake.rows(`SELECT operation, summary['total-records'] FROM zoo."animals$snapshots" ORDER BY committed_at`),
  ).toEqual([
    ['append', '2'],
    ['delete', '1'],
    ['append', '2'],
  ])
})
