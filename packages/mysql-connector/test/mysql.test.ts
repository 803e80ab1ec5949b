import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportedRows, exportOptions, refusalQuery } from '../src/aurora.js'
import { folderTarget, mysqlSource, settingsFromUrl, type SourceTable } from '../src/index.js'
import { extract } from '../src/extract.js'
import { MySqlConnection, query } from '../src/mysql-connection.js'
import type { RowSource } from '../src/row-source.js'
import { readDelimited, readOpenCsv } from './serde-readers.js'
import { testServer } from './server.js'

const server = await testServer()

const nasty: SourceTable = {
  name: 'nasty',
  schema: 'values',
  columns: [
    { name: 'text', type: 'string' },
    { name: 'id', type: 'int' },
    { name: 'big', type: 'bigint' },
    { name: 'unsigned', type: 'bigint' },
    { name: 'exact', type: 'decimal(38,10)' },
    { name: 'real', type: 'double' },
    { name: 'day', type: 'date' },
    { name: 'moment', type: 'timestamp' },
    { name: 'instant', type: 'timestamp' },
    { name: 'flag', type: 'boolean' },
  ],
  prefix: 'data/values/nasty/',
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  primaryKey: ['id'],
}
const quotedNasty: SourceTable = { ...nasty, format: { serde: 'opencsv' } }

const createNasty = `CREATE TABLE \`values\`.nasty (
  id INT PRIMARY KEY, text LONGTEXT CHARACTER SET utf8mb4, big BIGINT, \`unsigned\` BIGINT UNSIGNED, exact DECIMAL(38,10),
  \`real\` DOUBLE, day DATE, moment DATETIME(6), instant TIMESTAMP(6) NULL, flag TINYINT(1))`

interface Row {
  text: string | null
  big: bigint | null
  unsigned: bigint | null
  exact: bigint | null
  real: number | null
  day: string | null
  moment: string | null
  instant: string | null
  flag: 0 | 1 | null
}

const fragment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ',',
      '"',
      '\\',
      '\\N',
      'N',
      'n',
      'r',
      '\0',
      '😀',
      "'",
      '\t',
      '\u0001',
      '""',
      '\\"',
      ' ',
      '\uFEFF',
      'é',
      '|',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 10 }) },
)
const text = fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''))
const pad = (value: number, width = 2) => String(value).padStart(width, '0')
const day = fc.oneof(
  fc.constantFrom('0001-01-01', '9999-12-31', '2024-02-29', '1970-01-01'),
  fc
    .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(-24, -14).padStart(10, '0')),
)
const time = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999_999))
  .map(([h, m, s, f]) => `${pad(h)}:${pad(m)}:${pad(s)}.${pad(f, 6)}`)
const instant = fc
  .date({ min: new Date('1970-01-02T00:00:00Z'), max: new Date('2037-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 23).replace('T', ' ')}000`)
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 6 })
const bound = 10n ** 38n - 1n

const row: fc.Arbitrary<Row> = fc.record({
  text: orNull(text),
  big: orNull(
    fc.oneof(fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 9007199254740993n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  ),
  unsigned: orNull(fc.bigInt(0n, 2n ** 63n - 1n)),
  exact: orNull(fc.oneof(fc.constantFrom(bound, -bound, 1n, 0n), fc.bigInt(-bound, bound))),
  // MariaDB stores -0 as 0
  real: orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  day: orNull(day),
  moment: orNull(fc.tuple(day, time).map((parts) => parts.join(' '))),
  instant: orNull(instant),
  flag: orNull(fc.constantFrom(0 as const, 1 as const)),
})

function decimalText(unscaled: bigint): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(11, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`
}

/** What a reader has to see, in the model's order. */
function expected(row: Row, id: number): (string | null)[] {
  const flag = row.flag === null ? null : row.flag === 1 ? 'true' : 'false'
  const exact = row.exact === null ? null : decimalText(row.exact)
  return [
    row.text,
    String(id),
    row.big?.toString() ?? null,
    row.unsigned?.toString() ?? null,
    exact,
    null,
    row.day,
    row.moment,
    row.instant,
    flag,
  ]
}

describe.skipIf(!server)('values of a real MySQL server', () => {
  let folder: string
  let source: RowSource
  let connection: Connection

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'connector-'))
    const settings = settingsFromUrl(server!.url)
    source = mysqlSource({ get: async () => settings })
    // A session unlike the connector's: what it writes must not depend on it.
    connection = await mysql.createConnection({
      uri: server!.url,
      charset: 'utf8mb4_general_ci',
      supportBigNumbers: true,
    })
    await connection.query("SET time_zone = '+05:30', sql_mode = 'STRICT_ALL_TABLES'")
    await connection.query("SET GLOBAL time_zone = '-08:00', GLOBAL sql_mode = 'ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH'")
    await connection.query('DROP SCHEMA IF EXISTS `values`')
    await connection.query('CREATE SCHEMA `values`')
    await connection.query(createNasty)
  })
  afterAll(async () => {
    await source.close()
    await connection.end()
    await server!.stop()
    await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    await connection.query('TRUNCATE TABLE `values`.nasty')
  })

  async function insert(rows: readonly Row[]): Promise<void> {
    await connection.query('TRUNCATE TABLE `values`.nasty')
    for (const [id, row] of rows.entries()) {
      const bytes = row.text === null ? null : Buffer.from(row.text)
      const exact = row.exact === null ? null : decimalText(row.exact)
      await connection.query(
        "INSERT INTO `values`.nasty (id, text, big, `unsigned`, exact, `real`, day, moment, instant, flag) VALUES (?, CONVERT(? USING utf8mb4), ?, ?, ?, ?, ?, ?, CONVERT_TZ(?, '+00:00', '+05:30'), ?)",
        [
          id,
          bytes,
          row.big?.toString(),
          row.unsigned?.toString(),
          exact,
          row.real?.toString(),
          row.day,
          row.moment,
          row.instant,
          row.flag,
        ],
      )
    }
  }

  async function csvOf(table: SourceTable): Promise<Buffer> {
    const [done] = await extract({ tables: [table], source, target: folderTarget(folder), runId: 'test' })
    const bytes = await readFile(join(folder, done!.objects[0]!))
    expect(done).toEqual({
      name: table.name,
      rows: done!.rows,
      bytes: bytes.length,
      objects: [`${table.prefix}${table.name}.csv`],
    })
    return bytes
  }

  const hasBreak = (row: Row) => /[\r\n]/.test(row.text ?? '')

  it('are read over a connection that the server closes soon after a function is gone', async () => {
    const settings = settingsFromUrl(server!.url)
    const kept = new MySqlConnection({ get: async () => settings })
    const { rows } = await query(await kept.get(), 'SELECT @@SESSION.wait_timeout, @@GLOBAL.wait_timeout')
    kept.drop()
    const [own, usual] = rows[0]!.map(Number)
    expect(own).toBe(900)
    expect(usual).toBeGreaterThan(own!)
  })

  it('come back through LazySimpleSerDe as they were, or are refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        await insert(rows)
        const refused = rows.findIndex((each, at) => hasBreak(each) || (at === 0 && each.text?.startsWith('\uFEFF')))
        if (refused >= 0) {
          const words = `Table "nasty", column "text", the row with id = "${refused}"`
          await expect(csvOf(nasty)).rejects.toMatchObject({
            name: 'UnrepresentableValueError',
            message: expect.stringContaining(words),
          })
          return
        }
        const read = readDelimited(await csvOf(nasty), ',', '\\')
        expect(read.map((each) => (each[5] === null ? null : Number(each[5])))).toEqual(rows.map((each) => each.real))
        expect(read.map((each) => each.with(5, null))).toEqual(rows.map(expected))
      }),
      { numRuns: 60 },
    )
  })

  it('come back through OpenCSVSerDe as they were, NULL as the text \\N, or are refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        await insert(rows)
        const refused = rows.findIndex((each) => hasBreak(each) || each.text === String.raw`\N`)
        if (refused >= 0) {
          await expect(csvOf(quotedNasty)).rejects.toMatchObject({
            name: 'UnrepresentableValueError',
            message: expect.stringContaining(`id = "${refused}"`),
          })
          return
        }
        const read = readOpenCsv(await csvOf(quotedNasty))
        const withNull = rows.map((each, id) => expected(each, id).map((value) => value ?? String.raw`\N`))
        expect(read.map((each) => each.with(5, ''))).toEqual(withNull.map((each) => each.with(5, '')))
      }),
      { numRuns: 40 },
    )
  })

  it.each(['0000-00-00', '2024-00-10', '2024-01-00', '2023-02-29', '2024-02-30', '2024-04-31'])(
    'are refused by both strategies where %s is no day of the calendar',
    async (noDay) => {
      const core = (connection as unknown as { connection: Parameters<typeof query>[0] }).connection
      await connection.query("SET sql_mode = 'ALLOW_INVALID_DATES'")
      const refusal = refusalQuery(nasty, await source.atOneMoment((snapshot) => snapshot.describe(nasty)))!
      const put = (id: number, column: string, value: string) =>
        connection.query(`INSERT INTO \`values\`.nasty (id, ${column}) VALUES (${id}, '${value}')`)
      for (const column of ['day', 'moment']) {
        await put(1, column, '2024-02-29')
        expect((await query(core, refusal.sql)).rows).toEqual([])
        await put(7, column, noDay)
        expect(String((await query(core, refusal.sql)).rows[0]?.[0])).toBe('7')
        await expect(csvOf(nasty)).rejects.toThrow(`column "${column}", the row with id = "7": the value ${noDay}`)
        await connection.query('TRUNCATE TABLE `values`.nasty')
      }
      await connection.query("SET sql_mode = 'STRICT_ALL_TABLES'")
    },
  )

  it.each([nasty, quotedNasty])(
    'are written byte for byte alike by the export clauses for Aurora ($format.serde)',
    async (table) => {
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
          await insert(rows)
          const core = (connection as unknown as { connection: Parameters<typeof query>[0] }).connection
          await connection.query("SET time_zone = '+00:00'")
          try {
            const facts = await source.atOneMoment((snapshot) => snapshot.describe(table))
            const refusal = refusalQuery(table, facts)!
            const found = await query(core, refusal.sql)
            const mayRefuse = rows.some((each) => /\0/.test(each.text ?? '') || each.text?.startsWith('\uFEFF'))
            let streamed: Buffer | undefined
            try {
              streamed = await csvOf(table)
            } catch (error) {
              expect(error).toMatchObject({ name: 'UnrepresentableValueError' })
            }
            if (found.rows.length > 0) {
              expect(streamed === undefined || mayRefuse).toBe(true)
              return
            }
            const file = join(server!.pid ? tmpdir() : '/tmp', `export-${process.pid}-${Math.random()}`)
            await query(core, `${exportedRows(table, facts)} INTO OUTFILE '${file}' ${exportOptions(table)}`)
            try {
              expect(await readFile(file, 'latin1')).toBe(streamed?.toString('latin1'))
            } finally {
              await rm(file)
            }
          } finally {
            await connection.query("SET time_zone = '+05:30'")
          }
        }),
        { numRuns: 40 },
      )
    },
  )
})
