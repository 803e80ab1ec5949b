import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lakeForTest, type TestLake } from './lake-for-test.js'

let lake: TestLake
beforeAll(async () => {
  lake = await lakeForTest()
  await lake.store.put(
    's3://landing/shop/orders/a.csv',
    Buffer.from('1,10.50,2026-01-01,x\n2,20.25,2026-01-02,\\N\n3,abc,2026-02-01,z\n'),
  )
  await lake.run('CREATE DATABASE shop')
  await lake.run(`CREATE EXTERNAL TABLE shop.orders (id bigint, amount decimal(18,2), day string, note string)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://landing/shop/orders/'`)
})
afterAll(() => lake.close())

describe('a table loaded by MERGE', () => {
  const merge = `MERGE INTO shop.totals AS t
    USING (SELECT date(day) AS day, id, sum(amount) AS amount FROM shop.orders GROUP BY 1, 2) AS s
    ON (t.day = s.day AND t.id = s.id)
    WHEN MATCHED THEN UPDATE SET amount = s.amount
    WHEN NOT MATCHED THEN INSERT (day, id, amount) VALUES (s.day, s.id, s.amount)`
  const all = 'SELECT * FROM shop.totals ORDER BY id'
  const loaded = [
    ['2026-01-01', '1', '10.50'],
    ['2026-01-02', '2', '20.25'],
    ['2026-02-01', '3', null],
  ]

  it('has the rows after the first run and the second', async () => {
    await lake.run(`CREATE TABLE shop.totals (day date, id int, amount decimal(18,2)) PARTITIONED BY (month(day))
      LOCATION 's3://warehouse/totals/' TBLPROPERTIES ('table_type'='ICEBERG')`)
    expect(await lake.rows(all)).toEqual([])
    await lake.run(merge)
    expect(await lake.rows(all)).toEqual(loaded)
    await lake.run(merge)
    expect(await lake.rows(all)).toEqual(loaded)
  })

  it('is changed by INSERT, UPDATE and DELETE, each counting its rows', async () => {
    const count = async (sql: string): Promise<unknown> => {
      const { QueryExecutionId } = await lake.run(sql)
      return lake.athena.getQueryResults({ QueryExecutionId })
    }
    expect(await count(`INSERT INTO shop.totals VALUES (DATE '2026-05-05', 9, DECIMAL '1.25')`)).toMatchObject({
      UpdateCount: 1,
      ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [{ Name: 'rows', Type: 'bigint' }] } },
    })
    expect(await count('UPDATE shop.totals SET amount = amount * 2 WHERE id IN (2, 9)')).toMatchObject({
      UpdateCount: 2,
    })
    expect(await count('DELETE FROM shop.totals WHERE id = 1')).toMatchObject({ UpdateCount: 1 })
    expect(await lake.rows(all)).toEqual([
      ['2026-01-02', '2', '40.50'],
      ['2026-02-01', '3', null],
      ['2026-05-05', '9', '2.50'],
    ])
  })

  it('is compacted and vacuumed without a change to its rows', async () => {
    const before = await lake.rows(all)
    await lake.run(`INSERT INTO shop.totals VALUES (DATE '2026-05-06', 10, NULL)`)
    await lake.run('OPTIMIZE shop.totals REWRITE DATA USING BIN_PACK')
    await lake.run('VACUUM shop.totals')
    expect(await lake.rows(all)).toEqual([...before, ['2026-05-06', '10', null]])
  })
})

it('creates tables from queries: Iceberg, Parquet, partitioned', async () => {
  await lake.run(`CREATE TABLE shop.copy WITH (table_type = 'ICEBERG', location = 's3://warehouse/copy/', is_external = false, partitioning = ARRAY['id'])
    AS SELECT id, note FROM shop.orders`)
  await lake.run(
    `CREATE TABLE shop.parts WITH (format = 'PARQUET', partitioned_by = ARRAY['kind']) AS SELECT id, 'a=1/2 %' AS kind FROM shop.orders`,
  )
  expect(await lake.rows('SELECT * FROM shop.copy ORDER BY id')).toEqual([
    ['1', 'x'],
    ['2', null],
    ['3', 'z'],
  ])
  expect(await lake.rows('SELECT kind, count(*) FROM shop.parts GROUP BY kind')).toEqual([['a=1/2 %', '3']])
  expect(await lake.failure('CREATE TABLE shop.copy AS SELECT 1 AS a')).toMatch(
    /^TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.shop.copy' already exists/,
  )
})

it('looks the names of a view up where it was created', async () => {
  await lake.run('CREATE DATABASE other')
  await lake.run('CREATE VIEW v AS SELECT id, amount / 2 AS half FROM orders', { database: 'shop' })
  await lake.run('CREATE OR REPLACE VIEW other.w AS SELECT id + 1 AS next FROM shop.v')
  expect(await lake.rows('SELECT next FROM w ORDER BY 1', 'other')).toEqual([['2'], ['3'], ['4']])
  expect(await lake.rows('SHOW TABLES', 'other')).toEqual([['w']])
})
