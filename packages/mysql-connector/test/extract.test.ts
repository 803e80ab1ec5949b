import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createHandler,
  folderTarget,
  mysqlSource,
  settingsFromUrl,
  type Handler,
  type SourceTable,
} from '../src/index.js'
import { s3Target } from '../src/s3-target.js'
import { FakeS3 } from './fake-s3.js'
import { testServer } from './server.js'

const server = await testServer()

const orders: SourceTable = {
  name: 'orders',
  schema: 'shop',
  columns: [
    { name: 'id', type: 'bigint' },
    { name: 'note', type: 'string' },
  ],
  prefix: 'data/shop/orders/',
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  primaryKey: ['id'],
  seed: [
    'CREATE SCHEMA IF NOT EXISTS shop',
    'CREATE TABLE IF NOT EXISTS shop.orders (id BIGINT, note TEXT) AS SELECT 1 AS id, CURRENT_DATE() AS note',
  ],
}
const totals: SourceTable = {
  ...orders,
  name: 'totals',
  columns: [{ name: 'n', type: 'bigint' }],
  prefix: 'data/shop/totals/',
  primaryKey: [],
  seed: ['CREATE TABLE IF NOT EXISTS shop.totals (n BIGINT) AS SELECT 1 AS n'],
}
const tables = [orders, totals]
const clock = new Date('2026-03-29T23:30:00Z')

describe.skipIf(!server)('extraction from a real MySQL server', () => {
  let folder: string
  let admin: Connection
  let handler: Handler
  const open: Handler[] = []
  let log: { level: string; message: string; fields?: Record<string, unknown> }[]

  beforeAll(async () => {
    admin = await mysql.createConnection(server!.url)
    await admin.query("SET GLOBAL time_zone = '+09:00'")
  })
  afterAll(async () => {
    await admin.end()
    await server!.stop()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'extract-'))
    log = []
    handler = handlerFor(folderTarget(folder))
    await admin.query('DROP SCHEMA IF EXISTS shop')
    await handler({ mode: 'seed' })
    return async () => {
      for (const each of open.splice(0)) await each.close()
      await rm(folder, { recursive: true })
    }
  })

  function handlerFor(
    target: ReturnType<typeof folderTarget>,
    more: Partial<Parameters<typeof createHandler>[0]> = {},
  ) {
    const settings = settingsFromUrl(server!.url)
    const source = mysqlSource({ get: async () => settings }, () => clock)
    const made = createHandler({
      tables,
      source,
      target,
      env: {},
      log: (level, message, fields) => void log.push({ level, message, ...(fields ? { fields } : {}) }),
      ...more,
    })
    open.push(made)
    return made
  }

  const csv = (table: SourceTable, name = `${table.name}.csv`) => readFile(join(folder, table.prefix, name), 'utf8')
  const fill = async (rows: number) => {
    await admin.query('TRUNCATE TABLE shop.orders')
    await admin.query(
      `INSERT INTO shop.orders WITH RECURSIVE d AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM d WHERE n < 99)
       SELECT a.n + 100 * b.n + 10000 * c.n, REPEAT('x', 100) FROM d a, d b, d c WHERE c.n < ${Math.ceil(rows / 10_000)}`,
    )
  }

  it('returns what it wrote, one object a table', async () => {
    expect(await handler({ runId: 'r-1' })).toEqual({
      runId: 'r-1',
      tables: [
        { name: 'orders', rows: 1, bytes: 13, objects: ['data/shop/orders/orders.csv'] },
        { name: 'totals', rows: 1, bytes: 2, objects: ['data/shop/totals/totals.csv'] },
      ],
    })
    expect(await csv(orders)).toBe('1,2026-03-29\n')
  })

  it('seeds by the pinned clock in UTC, and twice changes nothing', async () => {
    await admin.query('INSERT INTO shop.orders VALUES (2, NULL)')
    expect((await handler({ mode: 'seed' })).tables).toEqual([
      { name: 'orders', rows: 2, bytes: 0, objects: [] },
      { name: 'totals', rows: 1, bytes: 0, objects: [] },
    ])
    await handler({})
    expect(await csv(orders)).toBe('1,2026-03-29\n2,\\N\n')
  })

  it('takes the tables that are asked for, and the Lambda request id as run id', async () => {
    const event = { Records: [{ body: '{"tables":["totals"],"user":"me"}' }] }
    const result = await handler(event, { awsRequestId: 'request-7' })
    expect(result).toMatchObject({ runId: 'request-7', tables: [{ name: 'totals' }] })
    expect(await readdir(join(folder, 'data/shop'))).toEqual(['totals'])
  })

  it('streams when the event says so, whatever the environment says', async () => {
    const ours = handlerFor(folderTarget(folder), { env: { EXTRACT_STRATEGY: 'aurora' } })
    await expect(ours({})).rejects.toMatchObject({ name: 'ConfigurationError' })
    expect((await ours({ mode: 'stream' })).tables).toHaveLength(2)
  })

  it('compresses when told, and the former object goes', async () => {
    await handler({})
    await handlerFor(folderTarget(folder), { gzip: true })({ tables: ['orders'] })
    expect(await readdir(join(folder, orders.prefix))).toEqual(['orders.csv.gz'])
    expect(gunzipSync(await readFile(join(folder, orders.prefix, 'orders.csv.gz'))).toString()).toBe('1,2026-03-29\n')
  })

  it('does not guess whether to compress', async () => {
    const ours = (gzip: string) => handlerFor(folderTarget(folder), { env: { EXTRACT_GZIP: gzip } })
    await expect(ours('TRUE')({})).rejects.toMatchObject({ name: 'ConfigurationError' })
    expect((await ours('true')({})).tables[0]?.objects).toEqual(['data/shop/orders/orders.csv.gz'])
    expect((await ours('')({})).tables[0]?.objects).toEqual(['data/shop/orders/orders.csv'])
  })

  it('replaces the rows of a longer run', async () => {
    await fill(10_000)
    expect((await handler({})).tables[0]?.rows).toBe(10_000)
    await admin.query('DELETE FROM shop.orders WHERE id > 0')
    await handler({})
    expect((await csv(orders)).split('\n')).toHaveLength(2)
  })

  it('reads all tables at one moment', async () => {
    const settings = settingsFromUrl(server!.url)
    const source = mysqlSource({ get: async () => settings })
    const before = Number((await source.seed([totals]))[0])
    const counts = await source.atOneMoment(async (snapshot) => {
      await snapshot.describe(orders)
      await admin.query('INSERT INTO shop.orders VALUES (99, NULL)')
      await admin.query('INSERT INTO shop.totals VALUES (99)')
      const count = async (name: string) =>
        Number((await snapshot.run(`SELECT COUNT(*) FROM shop.${name}`)).rows[0]?.[0])
      return [await count('orders'), await count('totals')]
    })
    expect(counts).toEqual([1, before])
    await source.close()
  })

  it('an invocation is not disturbed by another one that fails beside it', async () => {
    await fill(20_000)
    await admin.query("INSERT INTO shop.orders VALUES (-1, 'two\nlines')")
    const asked = ['totals', 'orders', 'totals', 'orders', 'totals']
    const results = await Promise.allSettled(asked.map((name) => handler({ tables: [name] })))
    expect(results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as Error).name))).toEqual(
      asked.map((name) => (name === 'totals' ? 'done' : 'UnrepresentableValueError')),
    )
    await handler({ tables: ['totals'] })
  })

  it('replaces no table when one of them is refused', async () => {
    await handler({})
    await admin.query("INSERT INTO shop.orders VALUES (2, 'new')")
    await admin.query('ALTER TABLE shop.totals MODIFY n DOUBLE')
    await expect(handler({})).rejects.toMatchObject({
      name: 'ColumnMismatchError',
      message: 'Column "n" of table "totals" is DOUBLE in MySQL, which bigint cannot hold.',
    })
    expect(await csv(orders)).toBe('1,2026-03-29\n')
    expect(await readdir(join(folder, '.incoming'))).toEqual([])
  })

  it.each([
    ['DROP TABLE shop.totals', 'SourceQueryError', `Table "totals": Table 'shop.totals' doesn't exist`],
    ['ALTER TABLE shop.totals RENAME COLUMN n TO m', 'SourceQueryError', `Table "totals": Unknown column 'n'`],
  ])('%s fails the invocation', async (sql, name, words) => {
    await admin.query(sql)
    await expect(handler({})).rejects.toMatchObject({ name, message: expect.stringContaining(words) })
    expect(log.at(-1)).toMatchObject({ level: 'error', fields: { error: name, runId: expect.any(String) } })
  })

  it('a table that changes while others are read is worth a retry', async () => {
    const settled = folderTarget(folder)
    const ours = handlerFor({
      ...settled,
      async replace(prefix, name) {
        if (name === 'totals.csv') await admin.query('TRUNCATE TABLE shop.totals') // what DDL does to a snapshot
        return settled.replace(prefix, name)
      },
    })
    await expect(ours({})).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: expect.stringContaining('Reading table "totals": Table definition has changed'),
    })
    expect(await readdir(join(folder, 'data')).catch(() => [])).toEqual([])
  })

  it('names the row that cannot be carried', async () => {
    await admin.query("INSERT INTO shop.orders VALUES (7, 'two\nlines')")
    await expect(handler({})).rejects.toThrow(
      'Table "orders", column "note", the row with id = "7": the value holds a line break (0x0a), which LazySimpleSerDe cannot carry.',
    )
  })

  it('keeps every digit of FLOAT, and zero dates are refused', async () => {
    await admin.query("SET SESSION sql_mode = ''")
    await admin.query('CREATE TABLE shop.floats (f FLOAT, d DATE)')
    await admin.query("INSERT INTO shop.floats VALUES (16777217, '2024-01-01'), (0.1, '2024-01-01')")
    const floats: SourceTable = {
      ...totals,
      name: 'floats',
      columns: [
        { name: 'f', type: 'double' },
        { name: 'd', type: 'date' },
      ],
    }
    const ours = handlerFor(folderTarget(folder), { tables: [floats] })
    await ours({})
    const read = (await csv(floats)).split('\n').map((line) => Number(line.split(',')[0]))
    expect(read.slice(0, 2)).toEqual([Math.fround(16777217), Math.fround(0.1)])
    await admin.query("INSERT INTO shop.floats VALUES (1, '0000-00-00')")
    await expect(ours({})).rejects.toThrow('Table "floats", column "d", row 3: the value 0000-00-00 is no day.')
  })

  const connectionsOf = async () =>
    (await admin.query<mysql.RowDataPacket[]>('SHOW PROCESSLIST'))[0]
      .map((row) => Number(row['Id']))
      .filter((id) => id !== admin.threadId)

  it('keeps its connection, and makes a new one when it has died', async () => {
    const [first] = await connectionsOf()
    await handler({})
    expect(await connectionsOf()).toEqual([first])
    await admin.query(`KILL ${first}`)
    await handler({})
    expect(await connectionsOf()).not.toContain(first)
  })

  it('a connection lost in the middle fails the invocation and leaves the former object', async () => {
    await handler({})
    await fill(300_000)
    const slow = folderTarget(folder)
    let isKilled = false
    const killing: typeof slow = {
      ...slow,
      async replace(prefix, name) {
        const replacement = await slow.replace(prefix, name)
        return {
          ...replacement,
          async write(bytes) {
            if (!isKilled) {
              isKilled = true
              for (const id of await connectionsOf()) await admin.query(`KILL ${id}`).catch(() => undefined)
            }
            await replacement.write(bytes)
          },
        }
      },
    }
    const ours = handlerFor(killing)
    await expect(ours({})).rejects.toMatchObject({ name: 'SourceUnavailableError' })
    expect(await csv(orders)).toBe('1,2026-03-29\n')
    expect(await readdir(join(folder, '.incoming'))).toEqual([])
    await ours({ tables: ['totals'] })
  })

  it('a connection lost after the last row fails the invocation by name', async () => {
    const settled = folderTarget(folder)
    const ours = handlerFor({
      ...settled,
      async replace(prefix, name) {
        const replacement = await settled.replace(prefix, name)
        return {
          ...replacement,
          async complete() {
            await replacement.complete()
            if (name !== 'totals.csv') return
            for (const id of await connectionsOf()) await admin.query(`KILL ${id}`).catch(() => undefined)
          },
        }
      },
    })
    await expect(ours({})).rejects.toMatchObject({ name: 'SourceUnavailableError' })
    expect(await readdir(join(folder, '.incoming'))).toEqual([])
    await ours({ tables: ['orders'] })
  })

  it('a target that fails in the middle fails the invocation, and the next run repairs it', async () => {
    await fill(300_000)
    const s3 = new FakeS3()
    s3.put('data/shop/orders/orders.csv', 'old')
    const ours = handlerFor(s3Target({ bucket: 'lake', client: s3.client }))
    let parts = 0
    s3.before = (operation) => {
      if (operation === 'UploadPart' && (parts += 1) === 2)
        throw Object.assign(new Error('no'), { name: 'InternalError' })
    }
    await expect(ours({})).rejects.toMatchObject({
      name: 'TargetError',
      message: expect.stringContaining('UploadPart'),
    })
    expect([...s3.objects.keys()]).toEqual(['data/shop/orders/orders.csv'])
    expect(s3.uploads.size).toBe(0)
    const { tables: done } = await ours({})
    expect(done[0]).toMatchObject({ rows: 300_000, bytes: s3.objects.get('data/shop/orders/orders.csv')!.length })
    expect(s3.objects.get('data/shop/totals/totals.csv')?.toString()).toBe('1\n')
  })

  it('stops in order before Lambda ends the process', async () => {
    await handler({})
    await fill(300_000)
    const stuck = folderTarget(folder)
    const ours = handlerFor({
      ...stuck,
      replace: async (prefix, name) => ({
        ...(await stuck.replace(prefix, name)),
        write: () => new Promise(() => undefined),
      }),
    })
    await expect(ours({}, { getRemainingTimeInMillis: () => 5300 })).rejects.toMatchObject({ name: 'OutOfTimeError' })
    expect(await csv(orders)).toBe('1,2026-03-29\n')
    expect(await readdir(join(folder, '.incoming'))).toEqual([])
  })

  it('stops in order while it waits for a server that says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const source = mysqlSource({ get: async () => ({ ...settingsFromUrl(server!.url), port }) })
    const ours = handlerFor(folderTarget(folder), { source })
    await expect(ours({}, { getRemainingTimeInMillis: () => 5100 })).rejects.toMatchObject({ name: 'OutOfTimeError' })
    silent.close()
  })

  it('stops in order while another session locks a table', async () => {
    await admin.query('LOCK TABLES shop.orders WRITE, shop.totals WRITE')
    const soon = { getRemainingTimeInMillis: () => 5100 }
    try {
      for (const mode of ['stream', 'seed'])
        await expect(handler({ mode }, soon)).rejects.toMatchObject({ name: 'OutOfTimeError' })
    } finally {
      await admin.query('UNLOCK TABLES')
    }
    expect((await handler({ mode: 'seed' })).tables).toHaveLength(2)
  })

  it('Aurora without S3, or a server that is no Aurora, fails by name', async () => {
    await expect(handler({ mode: 'aurora' })).rejects.toMatchObject({ name: 'ConfigurationError' })
    const s3 = new FakeS3()
    const ours = handlerFor(s3Target({ bucket: 'lake', client: s3.client, region: 'eu-west-1' }))
    await expect(ours({ mode: 'aurora' })).rejects.toMatchObject({
      name: 'SourceQueryError',
      message: expect.stringMatching(/^Exporting table "orders": .*S3/),
    })
    expect(s3.uploads.size).toBe(0)
  })

  it('a login that is refused, a server that is not there', async () => {
    const gone = createHandler({
      tables,
      target: folderTarget(folder),
      env: { MYSQL_URL: 'mysql://me:hush@127.0.0.1:1' },
      log: () => undefined,
    })
    const error: Error = (await gone({}).catch((caught: Error) => caught)) as Error
    expect(error).toMatchObject({ name: 'SourceUnavailableError', message: expect.stringContaining('127.0.0.1:1') })
    expect(`${error.message}${error.stack}`).not.toContain('hush')
    await expect(createHandler({ tables, env: {}, log: () => undefined })({})).rejects.toMatchObject({
      name: 'ConfigurationError',
    })
  })
})
