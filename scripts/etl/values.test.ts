import * as fc from 'fast-check'
import { createHandler, folderTarget, type SourceTable } from 'mysql-connector'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bucket } from './places.js'
import { mySqlForTest, PipelineForTest } from './pipeline-for-test.js'

// Every value on its way from MySQL through the connector's file and the external table into the Iceberg table and out again.

const server = await mySqlForTest()

const columns = [
  { name: 'id', type: 'int' },
  { name: 'text', type: 'string' },
  { name: 'big', type: 'bigint' },
  { name: 'exact', type: 'decimal(38,10)' },
  { name: 'day', type: 'date' },
  { name: 'moment', type: 'timestamp' },
  { name: 'instant', type: 'timestamp' },
  { name: 'flag', type: 'boolean' },
] as const
const delimited: SourceTable = {
  name: 'nasty',
  schema: 'nasties',
  columns,
  primaryKey: ['id'],
  prefix: 'data/nasties/nasty/',
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
}
const opencsv: SourceTable = { ...delimited, prefix: 'data/nasties/quoted/', format: { serde: 'opencsv' } }
const names = columns.map(({ name }) => name)
const typed = columns.map(({ name, type }) => `${name} ${type}`).join(', ')

type Row = Record<Exclude<(typeof names)[number], 'id'>, string | null>

const fragment = fc.oneof(
  fc.constantFrom(',', '"', '""', '\\', '\\"', '\\N', 'N', 'n', 'r', '\0', '\t', '\u0001', "'", ' ', '😀', 'é'),
  fc.string({ unit: 'binary', maxLength: 10 }),
)
const text = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join('').replaceAll(/[\r\n]/g, '')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '\\N', 'a\nb', 'a\rb', '\uFEFFx') },
)
const most = 10n ** 38n - 1n
const day = fc.oneof(
  fc.constantFrom('0001-01-01', '9999-12-31', '1970-01-01', '2024-02-29', '1582-10-10'),
  fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map(dayOf),
)
const time = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999)).map(timeOf)
const maybe = (value: fc.Arbitrary<string>) => fc.option(value, { freq: 5 })
const row: fc.Arbitrary<Row> = fc.record({
  text: maybe(text),
  big: maybe(fc.oneof(fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n), fc.bigInt(-99n, 99n)).map(String)),
  exact: maybe(fc.oneof(fc.constantFrom(most, -most, 1n, 0n), fc.bigInt(-most, most)).map(decimalOf)),
  day: maybe(day),
  moment: maybe(fc.tuple(day, time).map((parts) => parts.join(' '))),
  instant: maybe(
    fc
      .tuple(
        fc.date({ min: new Date('1970-01-02'), max: new Date('2037-12-31'), noInvalidDate: true }).map(dayOf),
        time,
      )
      .map((parts) => parts.join(' ')),
  ),
  flag: maybe(fc.constantFrom('0', '1')),
})

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function timeOf([hours, minutes, seconds, milliseconds]: readonly number[]): string {
  const two = (value = 0) => String(value).padStart(2, '0')
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(milliseconds).padStart(3, '0')}`
}

function decimalOf(unscaled: bigint): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(11, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`
}

describe.skipIf(!server)(
  'values keep every byte and digit from MySQL to the Iceberg table, or are refused by name',
  () => {
    let pipeline: PipelineForTest
    beforeAll(async () => {
      pipeline = new PipelineForTest(server!)
      await pipeline.emptyLake()
      // A server whose settings are none of the connector's.
      await pipeline.mysql(`SET GLOBAL time_zone = '-08:00'`)
      await pipeline.mysql(`SET GLOBAL sql_mode = 'ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH'`)
      await pipeline.mysql('CREATE SCHEMA nasties')
      await pipeline.mysql(
        `CREATE TABLE nasties.nasty (id INT PRIMARY KEY, text LONGTEXT CHARACTER SET utf8mb4, big BIGINT, exact DECIMAL(38,10),
        day DATE, moment DATETIME(3), instant TIMESTAMP(3) NULL, flag TINYINT(1))`,
      )
      await pipeline.lake.run('CREATE DATABASE nasties')
      await pipeline.lake.run(
        `CREATE EXTERNAL TABLE nasties.delimited (${typed}) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ESCAPED BY '\\\\'
        LOCATION 's3://${bucket}/${delimited.prefix}'`,
      )
      await pipeline.lake.run(
        `CREATE EXTERNAL TABLE nasties.opencsv (${names.map((name) => `${name} string`).join(', ')})
        ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' LOCATION 's3://${bucket}/${opencsv.prefix}'`,
      )
      await pipeline.lake.run(
        `CREATE TABLE nasties.kept (${typed}) LOCATION 's3://${bucket}/kept/' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
      )
    })
    afterAll(() => pipeline.close())

    async function insert(rows: readonly Row[]): Promise<void> {
      await pipeline.mysql('TRUNCATE TABLE nasties.nasty')
      const values = rows.map(({ text, big, exact, day, moment, instant, flag }, id) => {
        const bytes =
          text === null ? 'NULL' : text === '' ? `''` : `CONVERT(x'${Buffer.from(text).toString('hex')}' USING utf8mb4)`
        const quoted = [day, moment, instant].map((value) => (value === null ? 'NULL' : `'${value}'`))
        return `(${[id, bytes, big ?? 'NULL', exact ?? 'NULL', ...quoted, flag ?? 'NULL'].join()})`
      })
      await pipeline.mysql(`INSERT INTO nasties.nasty VALUES ${values.join()}`)
    }

    /** Copies the rows to the Iceberg table and reads them there. */
    async function through(table: SourceTable, select: string): Promise<(string | null)[][]> {
      const target = folderTarget(pipeline.lake.bucketFolder)
      await createHandler({ tables: [table], source: pipeline.source, target, log: () => {} })({ tables: ['nasty'] })
      await pipeline.lake.run('DELETE FROM nasties.kept')
      await pipeline.lake.run(`INSERT INTO nasties.kept SELECT ${select} FROM nasties.${table.format.serde}`)
      const { QueryExecutionId } = await pipeline.lake.run('SELECT * FROM nasties.kept ORDER BY id')
      const { ResultSet } = await pipeline.lake.athena.getQueryResults({ QueryExecutionId })
      return ResultSet.Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? null))
    }

    const expected = (row: Row, id: number) => [
      String(id),
      row.text,
      row.big,
      row.exact,
      row.day,
      row.moment,
      row.instant,
      row.flag && (row.flag === '1' ? 'true' : 'false'),
    ]

    async function holds(
      rows: readonly Row[],
      table: SourceTable,
      select: string,
      refuses: (row: Row, at: number) => boolean,
    ) {
      await insert(rows)
      const refused = rows.findIndex(refuses)
      if (refused < 0) expect(await through(table, select)).toEqual(rows.map(expected))
      else
        await expect(through(table, select)).rejects.toMatchObject({
          name: 'UnrepresentableValueError',
          message: expect.stringContaining(`Table "nasty", column "text", the row with id = "${refused}": the value `),
        })
    }

    const rows = fc.array(row, { minLength: 1, maxLength: 8 })
    const breaks = ({ text }: Row) => /[\r\n]/.test(text ?? '')

    test('LazySimpleSerDe, which has no way to write a line break', async () => {
      await fc.assert(
        fc.asyncProperty(rows, (rows) => holds(rows, delimited, '*', breaks)),
        { numRuns: 40, seed: 7 },
      )
    })

    test('OpenCSVSerDe, which has no NULL and refuses the text that stands for it', async () => {
      const select = columns.map(({ name, type }) => {
        const value = `nullif(${name}, '\\N')`
        return type === 'string' ? value : `CAST(${value} AS ${type === 'int' ? 'integer' : type})`
      })
      await fc.assert(
        fc.asyncProperty(rows, (rows) =>
          holds(rows, opencsv, select.join(', '), (row) => breaks(row) || row.text === '\\N'),
        ),
        { numRuns: 40, seed: 8 },
      )
    })
  },
)
