import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { icebergRead } from 'icebird'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lakeForTest, type TestLake } from './lake-for-test.js'

let lake: TestLake
beforeAll(async () => {
  lake = await lakeForTest()
  // The reader fetches s3://bucket/key over HTTPS; here that is the bucket's folder.
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const { hostname, pathname } = new URL(url)
    const path = join(lake.folder, 's3', hostname.replace('.s3.amazonaws.com', ''), decodeURI(pathname))
    const bytes = await readFile(path).catch(() => undefined)
    if (!bytes) return new Response(null, { status: 404 })
    const range = /bytes=(\d+)-(\d*)/.exec(new Headers(init.headers).get('range') ?? '')
    if (!range) return new Response(bytes, { headers: { 'content-length': String(bytes.length) } })
    const part = bytes.subarray(Number(range[1]), range[2] ? Number(range[2]) + 1 : undefined)
    return new Response(part, { status: 206, headers: { 'content-length': String(part.length) } })
  })
  await lake.run('CREATE DATABASE zoo')
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await lake.close()
})

async function readBack(table: string): Promise<Record<string, unknown>[]> {
  const rows = (await icebergRead({ tableUrl: `s3://warehouse/${table}` })) as Record<string, unknown>[]
  return rows.sort((a, b) => Number(a['id']) - Number(b['id']))
}

describe('an independent Iceberg reader', () => {
  it('sees the same rows after each kind of write', async () => {
    await lake.run(`CREATE TABLE zoo.animals (id bigint, name string, born date, weight decimal(9,3), fed timestamp, tame boolean, speed double)
      PARTITIONED BY (month(born), truncate(2, name)) LOCATION 's3://warehouse/animals/' TBLPROPERTIES ('table_type'='ICEBERG')`)
    await lake.run(`INSERT INTO zoo.animals VALUES
      (9007199254740993, 'okapi', DATE '2024-02-29', DECIMAL '250.125', TIMESTAMP '2024-03-01 12:00:00.123', true, 60.5),
      (2, NULL, NULL, NULL, NULL, NULL, NULL),
      (3, 'ocelot /é=%', DATE '1969-12-31', DECIMAL '-0.001', TIMESTAMP '1969-12-31 23:59:59.999', false, -0.5)`)
    const okapi = {
      id: 9007199254740993n,
      name: 'okapi',
      born: new Date('2024-02-29'),
      weight: 250.125,
      tame: true,
      speed: 60.5,
    }
    const ocelot = {
      id: 3n,
      name: 'ocelot /é=%',
      born: new Date('1969-12-31'),
      weight: -0.001,
      tame: false,
      speed: -0.5,
    }
    const unknown = { id: 2n }
    expect(await readBack('animals')).toMatchObject([unknown, ocelot, okapi])

    await lake.run(`UPDATE zoo.animals SET born = DATE '2025-01-01' WHERE id = 3`)
    await lake.run('DELETE FROM zoo.animals WHERE id = 2')
    expect(await readBack('animals')).toMatchObject([{ ...ocelot, born: new Date('2025-01-01') }, okapi])

    await lake.run(`MERGE INTO zoo.animals t USING (SELECT 3 AS id, 1.5 AS speed UNION ALL SELECT 7, 2.5) s ON t.id = s.id
      WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, speed) VALUES (s.id, s.speed)`)
    expect(await readBack('animals')).toMatchObject([{ id: 7n, speed: 2.5 }, okapi])

    await lake.run('ALTER TABLE zoo.animals ADD COLUMNS (legs int)')
    await lake.run(`INSERT INTO zoo.animals (id, legs) VALUES (8, 4)`)
    expect(await lake.rows('SELECT id, legs FROM zoo.animals ORDER BY id')).toEqual([
      ['7', null],
      ['8', '4'],
      ['9007199254740993', null],
    ])
  })

  it('sees a table written by CREATE TABLE AS, compacted and vacuumed', async () => {
    await lake.run(`CREATE TABLE zoo.numbers WITH (table_type = 'ICEBERG', location = 's3://warehouse/numbers/', is_external = false) AS
      SELECT n AS id FROM UNNEST(sequence(1, 1000)) AS t(n)`)
    for (const n of [1001, 1002, 1003]) await lake.run(`INSERT INTO zoo.numbers VALUES (${n})`)
    await lake.run('OPTIMIZE zoo.numbers REWRITE DATA USING BIN_PACK')
    await lake.run(`ALTER TABLE zoo.numbers SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds'='0')`)
    await lake.run('VACUUM zoo.numbers')
    expect((await readBack('numbers')).map((row) => row['id'])).toEqual(
      Array.from({ length: 1003 }, (_, index) => BigInt(index + 1)),
    )
  })
})

it('partitions by any text, at any location', async () => {
  const names = ['a*b', 'axb', '[x]', "it's", '', 'ü/..\\', '__HIVE_DEFAULT_PARTITION__', 'n'.repeat(300), '%41']
  await lake.run(
    `CREATE TABLE zoo.cages (name string, id int) PARTITIONED BY (name) LOCATION 's3://warehouse/ca ges [1]/' TBLPROPERTIES ('table_type'='ICEBERG')`,
  )
  await lake.run(
    `INSERT INTO zoo.cages VALUES ${[...names.map((name, id) => `('${name.replaceAll("'", "''")}', ${id})`), '(NULL, 99)'].join(', ')}`,
  )
  await lake.run('UPDATE zoo.cages SET id = id + 100 WHERE id IN (0, 6, 99)')
  const ids = [100, 1, 2, 3, 4, 5, 106, 7, 8, 199]
  const rows = await lake.rows('SELECT name, id FROM zoo.cages')
  expect(rows.sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual(
    [...names, null].map((name, index) => [name, String(ids[index])]).sort((a, b) => Number(a[1]) - Number(b[1])),
  )
})

it('adds a snapshot for each statement that changes rows, and keeps the earlier ones', async () => {
  await lake.run(`CREATE TABLE zoo.log (id int) LOCATION 's3://warehouse/log/' TBLPROPERTIES ('table_type'='ICEBERG')`)
  const snapshots = async (): Promise<{ summary: { operation: string; 'total-records': string } }[]> => {
    const folder = join(lake.folder, 's3/warehouse/log/metadata')
    const hint = await readFile(join(folder, 'version-hint.text'), 'utf8')
    return JSON.parse(await readFile(join(folder, `v${hint}.metadata.json`), 'utf8')).snapshots
  }
  expect(await snapshots()).toEqual([])
  await lake.run('INSERT INTO zoo.log VALUES (1), (2)')
  await lake.run('UPDATE zoo.log SET id = 3 WHERE id = 2')
  await lake.run('UPDATE zoo.log SET id = 4 WHERE id = 2')
  await lake.run('DELETE FROM zoo.log')
  const found = await snapshots()
  expect(found.map(({ summary }) => `${summary.operation} ${summary['total-records']}`)).toEqual([
    'append 2',
    'overwrite 2',
    'delete 0',
  ])
})
