import { rmSync, writeFileSync } from 'node:fs'
import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLake, type StartQueryExecutionInput } from '../src/index.js'
import { lakeForTest, moment, type TestLake } from './lake-for-test.js'

let lake: TestLake
beforeAll(async () => {
  lake = await lakeForTest({
    workGroups: { primary: {}, team: { outputLocation: 's3://team-results/x', enforced: true } },
  })
  await lake.run('CREATE DATABASE shop')
})
afterAll(() => lake.close())

const outputLocation = { ResultConfiguration: { OutputLocation: 's3://results/here/' } }
const start = (
  QueryString: string,
  more: Partial<StartQueryExecutionInput> = {},
): Promise<{ QueryExecutionId: string }> => lake.athena.startQueryExecution({ QueryString, ...outputLocation, ...more })

async function ended(id: string): Promise<Awaited<ReturnType<TestLake['run']>>> {
  for (;;) {
    const { QueryExecution } = await lake.athena.getQueryExecution({ QueryExecutionId: id })
    if (QueryExecution.Status.CompletionDateTime) return QueryExecution
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a request that is no query', () => {
  const token = 'a'.repeat(32)
  it.each<[string, Partial<StartQueryExecutionInput>, string, string]>([
    [
      'SELECT 1',
      { ClientRequestToken: 'short' },
      'INVALID_INPUT',
      'Member must have length greater than or equal to 32',
    ],
    [
      'SELECT 1',
      { ClientRequestToken: 'a'.repeat(129) },
      'INVALID_INPUT',
      'Member must have length less than or equal to 128',
    ],
    [
      'SELECT 1',
      { ClientRequestToken: 'é'.repeat(100) },
      'INVALID_INPUT',
      'clientRequestToken exceeds maximum allowed length 128',
    ],
    ['SELECT 1', { ResultConfiguration: {} }, 'INVALID_INPUT', 'No output location provided'],
    [
      'SELECT 1',
      { ResultConfiguration: { OutputLocation: 'results/' } },
      'INVALID_INPUT',
      'outputLocation is not a valid S3 path.',
    ],
    [
      'SELECT 1',
      { ResultConfiguration: { OutputLocation: 's3://results/../../up/' } },
      'INVALID_INPUT',
      'outputLocation is not a valid S3 path.',
    ],
    ['SELECT 1', { WorkGroup: 'nobody' }, 'INVALID_INPUT', 'WorkGroup is not found.'],
    [
      'SELECT 1',
      { QueryExecutionContext: { Catalog: 'other' } },
      'DATACATALOG_NOT_FOUND',
      "Catalog 'other' does not exist",
    ],
    ['SELECT 1; SELECT 2', {}, 'MALFORMED_QUERY', 'Only one sql statement is allowed. Got: SELECT 1; SELECT 2'],
    ['SELECT 1; -- done', {}, 'MALFORMED_QUERY', 'Only one sql statement is allowed'],
    [' ; ', {}, 'MALFORMED_QUERY', 'Empty sql statement: ;'],
    ['-- nothing', {}, 'MALFORMED_QUERY', 'Empty sql statement: ;'],
    ['SELEC 1', {}, 'MALFORMED_QUERY', "line 1:1: mismatched input 'SELEC'"],
    ['SELECT *\nFRM t', {}, 'MALFORMED_QUERY', 'line 2:5: mismatched input'],
    ["SELECT 'open", {}, 'MALFORMED_QUERY', "line 1:8: mismatched input '''"],
    ['SELECT 1 FROM', {}, 'MALFORMED_QUERY', "mismatched input '<EOF>'"],
    ['SELECT a::int FROM t', {}, 'MALFORMED_QUERY', "line 1:9: mismatched input '::'"],
    ['FROM t SELECT 1', {}, 'MALFORMED_QUERY', "line 1:1: mismatched input 'FROM'"],
    [
      'MERGE INTO t USING s ON a = b WHEN MATCHED THEN INSERT VALUES (1)',
      {},
      'MALFORMED_QUERY',
      "mismatched input 'INSERT'. Expecting: UPDATE",
    ],
    [
      'CREATE TABLE shop.t (a int)',
      {},
      'MALFORMED_QUERY',
      'No location was specified for table. An S3 location must be specified',
    ],
    [
      "CREATE TABLE shop.t (a int) LOCATION 's3://b/t/'",
      {},
      'MALFORMED_QUERY',
      'External keyword required for table type HIVE',
    ],
    [
      "CREATE EXTERNAL TABLE shop.t (a int) LOCATION 's3://b/t/' TBLPROPERTIES ('table_type'='ICEBERG')",
      {},
      'MALFORMED_QUERY',
      'External keyword not supported for table type ICEBERG',
    ],
    [
      "CREATE EXTERNAL TABLE shop.t (a strin) LOCATION 's3://b/t/'",
      {},
      'MALFORMED_QUERY',
      "line 1:33: Unknown type 'strin'",
    ],
    ['DROP TABLE "shop"."t"', {}, 'MALFORMED_QUERY', 'line 1:12: mismatched input \'"shop"\''],
    ['SHOW TABLES IN "shop"', {}, 'MALFORMED_QUERY', 'mismatched input \'"shop"\''],
    ['DESCRIBE shop.nothing', {}, 'INVALID_INPUT', 'Entity Not Found (Service: AmazonDataCatalog'],
    ['SELECT ?', {}, 'MALFORMED_QUERY', 'Incorrect number of parameters: expected 1 but found 0'],
  ])('%s %j is refused at once', async (sql, more, code, message) => {
    await expect(start(sql, more)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      AthenaErrorCode: code,
      message: expect.stringContaining(message) as string,
    })
  })

  it('is one of more than 262,144 bytes', async () => {
    await expect(start(`SELECT '${'x'.repeat(262_144)}'`)).rejects.toMatchObject({ AthenaErrorCode: 'INVALID_INPUT' })
  })

  it.each(['/*', '(', "''", '"a".', 'CASE ', 'array<'])('is %j many times over', async (piece) => {
    const often = piece.repeat(250_000 / piece.length)
    for (const sql of [`SELECT 1 ${often} x`, `CREATE EXTERNAL TABLE shop.t (a ${often} int) LOCATION 's3://bkt/t/'`])
      await expect(start(sql)).rejects.toMatchObject({ name: 'InvalidRequestException' })
  })

  it('is one nested too deeply', async () => {
    await expect(start(`SELECT ${'('.repeat(600)}1${')'.repeat(600)}`)).rejects.toThrow('nested too deeply')
    expect(await lake.rows(`SELECT ${'('.repeat(300)}1${')'.repeat(300)}`)).toEqual([['1']])
  })

  it('is one whose token belongs to another request', async () => {
    const first = await start('SELECT 1 AS a', { ClientRequestToken: token })
    expect(await start('SELECT 1 AS a', { ClientRequestToken: token })).toEqual(first)
    await expect(start('SELECT 2 AS a', { ClientRequestToken: token })).rejects.toMatchObject({
      AthenaErrorCode: 'IDEMPOTENT_PARAMETER_MISMATCH',
      message: 'Idempotent parameters do not match',
    })
  })
})

it('describes a query as Athena does', async () => {
  const { QueryExecutionId } = await start(' SELECT 1 AS one ; ', {
    QueryExecutionContext: { Database: 'SHOP', Catalog: 'AwsDataCatalog' },
  })
  const execution = await ended(QueryExecutionId)
  expect(execution).toMatchObject({
    QueryExecutionId,
    Query: 'SELECT 1 AS one',
    StatementType: 'DML',
    SubstatementType: 'SELECT',
    ResultConfiguration: { OutputLocation: `s3://results/here/${QueryExecutionId}.csv` },
    QueryExecutionContext: { Database: 'shop', Catalog: 'awsdatacatalog' },
    WorkGroup: 'primary',
    Status: { State: 'SUCCEEDED', SubmissionDateTime: new Date(moment), CompletionDateTime: new Date(moment) },
  })
})

it.each([
  ['CREATE DATABASE IF NOT EXISTS shop', 'DDL', 'CREATE_DATABASE', '.txt'],
  ['SHOW TABLES IN shop', 'UTILITY', 'SHOW_TABLES', '.txt'],
  ['SHOW DATABASES', 'UTILITY', 'SHOW_DATABASES', '.txt'],
  ['VALUES 1, 2', 'DML', 'SELECT', '.csv'],
  ['DROP TABLE IF EXISTS shop.none', 'DDL', 'DROP_TABLE', '.txt'],
])('%s is %s %s and leaves a %s file', async (sql, type, kind, suffix) => {
  const execution = await ended((await start(sql)).QueryExecutionId)
  expect(execution).toMatchObject({ StatementType: type, SubstatementType: kind, Status: { State: 'SUCCEEDED' } })
  expect(execution.ResultConfiguration.OutputLocation).toBe(`s3://results/here/${execution.QueryExecutionId}${suffix}`)
})

it('a workgroup that is enforced decides where results go', async () => {
  const { QueryExecutionId } = await start('SELECT 1', { WorkGroup: 'team' })
  expect((await ended(QueryExecutionId)).ResultConfiguration.OutputLocation).toBe(
    `s3://team-results/x/${QueryExecutionId}.csv`,
  )
})

describe('results', () => {
  it('have a header, types, NULL and the empty text apart, and a CSV file', async () => {
    const { QueryExecutionId } = await lake.run(
      `SELECT 1 AS id, CAST(NULL AS varchar) AS nothing, '' AS empty, 'a"b,\nc' AS text, DECIMAL '1.50' AS price, 10.5E0 AS x, true AS yes, DATE '0001-01-01' AS d`,
      outputLocationOf(),
    )
    const results = await lake.athena.getQueryResults({ QueryExecutionId })
    expect(results.UpdateCount).toBe(0)
    expect(results.ResultSet.Rows.map((row) => row.Data)).toEqual([
      ['id', 'nothing', 'empty', 'text', 'price', 'x', 'yes', 'd'].map((VarCharValue) => ({ VarCharValue })),
      [
        { VarCharValue: '1' },
        {},
        ...['', 'a"b,\nc', '1.50', '10.5', 'true', '0001-01-01'].map((VarCharValue) => ({ VarCharValue })),
      ],
    ])
    expect(
      results.ResultSet.ResultSetMetadata!.ColumnInfo.map(({ Name, Type, Precision, Scale }) => [
        Name,
        Type,
        Precision,
        Scale,
      ]),
    ).toEqual([
      ['id', 'integer', 10, 0],
      ['nothing', 'varchar', 2147483647, 0],
      ['empty', 'varchar', 2147483647, 0],
      ['text', 'varchar', 2147483647, 0],
      ['price', 'decimal', 3, 2],
      ['x', 'double', 17, 0],
      ['yes', 'boolean', 0, 0],
      ['d', 'date', 0, 0],
    ])
    const csv = await readFile(join(lake.folder, `s3/results/here/${QueryExecutionId}.csv`), 'utf8')
    expect(csv).toBe(
      '"id","nothing","empty","text","price","x","yes","d"\n"1",,"","a""b,\nc","1.50","10.5","true","0001-01-01"\n',
    )
  })

  it.each<[string, string[]]>([
    [
      'SELECT 1, 2 AS Two, 3 AS "A b", NULL, count(*), max(x) FROM (VALUES 1) AS t(x)',
      ['_col0', 'Two', 'A b', '_col3', '_col4', '_col5'],
    ],
    ['VALUES (1, 2)', ['_col0', '_col1']],
    [
      'SELECT t.x, x > x, CAST(x AS date), current_date, true FROM (SELECT current_date AS x) t',
      ['x', '_col1', '_col2', '_col3', '_col4'],
    ],
    ['SELECT * FROM (SELECT 1 AS one, 2 AS two)', ['one', 'two']],
  ])('%s names its columns %j', async (sql, names) => {
    const { QueryExecutionId } = await lake.run(sql)
    const { ResultSet } = await lake.athena.getQueryResults({ QueryExecutionId })
    expect(ResultSet.Rows[0]!.Data.map((cell) => cell.VarCharValue)).toEqual(names)
  })

  it('keep a byte order mark that begins a text, in rows and in lists', async () => {
    const texts = `chr(65279) || 'x', chr(65279), ARRAY[chr(65279)], chr(65279) || 'longer than twelve bytes'`
    expect(await lake.rows(`SELECT ${texts}`)).toEqual([
      ['\uFEFFx', '\uFEFF', '[\uFEFF]', '\uFEFFlonger than twelve bytes'],
    ])
  })

  it('of an empty SELECT are the header alone', async () => {
    const { QueryExecutionId } = await lake.run('SELECT 1 AS a WHERE false')
    expect((await lake.athena.getQueryResults({ QueryExecutionId })).ResultSet.Rows).toEqual([
      { Data: [{ VarCharValue: 'a' }] },
    ])
  })

  it('come in pages; a full page always has a token', async () => {
    const { QueryExecutionId } = await lake.run('SELECT n FROM UNNEST(sequence(1, 1999)) AS t(n)')
    const page = (NextToken?: string, MaxResults?: number): ReturnType<TestLake['athena']['getQueryResults']> =>
      lake.athena.getQueryResults({
        QueryExecutionId,
        ...(NextToken && { NextToken }),
        ...(MaxResults && { MaxResults }),
      })
    const first = await page()
    const second = await page(first.NextToken)
    const third = await page(second.NextToken)
    expect([first, second, third].map(({ ResultSet, NextToken }) => [ResultSet.Rows.length, typeof NextToken])).toEqual(
      [
        [1000, 'string'],
        [1000, 'string'],
        [0, 'undefined'],
      ],
    )
    expect(
      [first.ResultSet.Rows[0], second.ResultSet.Rows[0], second.ResultSet.Rows.at(-1)].map(
        (row) => row!.Data[0]!.VarCharValue,
      ),
    ).toEqual(['n', '1000', '1999'])
    expect(
      (await page((await page(undefined, 1)).NextToken, 2)).ResultSet.Rows.map((row) => row.Data[0]!.VarCharValue),
    ).toEqual(['1', '2'])
    await expect(page(undefined, 1001)).rejects.toThrow('MaxResults is more than maximum allowed length 1000')
    await expect(page('!')).rejects.toThrow('Invalid NextToken')
  })

  it('of SHOW TABLES have no header, one column, and count nothing', async () => {
    await lake.run('CREATE DATABASE empty')
    const { QueryExecutionId } = await lake.run('show tables in empty')
    expect(await lake.athena.getQueryResults({ QueryExecutionId })).toEqual({
      UpdateCount: 0,
      ResultSet: {
        Rows: [],
        ResultSetMetadata: {
          ColumnInfo: [
            {
              CatalogName: 'hive',
              SchemaName: '',
              TableName: '',
              Name: 'tab_name',
              Label: 'tab_name',
              Type: 'string',
              Precision: 0,
              Scale: 0,
              Nullable: 'UNKNOWN',
              CaseSensitive: false,
            },
          ],
        },
      },
    })
  })

  it('are not there for a query that failed, was removed, or never was', async () => {
    const results = (QueryExecutionId: string): Promise<unknown> => lake.athena.getQueryResults({ QueryExecutionId })
    const failed = await ended((await start('SELECT * FROM shop.missing')).QueryExecutionId)
    expect(failed.Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringContaining('TABLE_NOT_FOUND') as string,
      AthenaError: { ErrorCategory: 2, ErrorType: 1301, Retryable: false },
    })
    await expect(results(failed.QueryExecutionId)).rejects.toThrow(
      'Query did not finish successfully. Final query state: FAILED',
    )
    const ddl = await ended((await start('SHOW TABLES IN missing')).QueryExecutionId)
    expect(ddl.Status.State).toBe('FAILED')
    expect(await results(ddl.QueryExecutionId)).toEqual({ ResultSet: { Rows: [] } })
    const { QueryExecutionId } = await lake.run('SELECT 1', outputLocationOf())
    await unlink(join(lake.folder, `s3/results/here/${QueryExecutionId}.csv`))
    await expect(results(QueryExecutionId)).rejects.toThrow('Could not find results')
    await expect(results('12345678-1234-1234-1234-123456789012')).rejects.toThrow(
      'QueryExecution 12345678-1234-1234-1234-123456789012 was not found',
    )
    await expect(results('../catalog')).rejects.toThrow('was not found')
  })
})

describe('stopQueryExecution', () => {
  it('ends a running query as CANCELLED', async () => {
    const { QueryExecutionId } = await start(
      'SELECT count(*) FROM UNNEST(sequence(1, 1000000)) AS a(x), UNNEST(sequence(1, 1000000)) AS b(y) WHERE x * y % 7 = 3',
    )
    const state = async (): Promise<string> =>
      (await lake.athena.getQueryExecution({ QueryExecutionId })).QueryExecution.Status.State
    await expect.poll(state).toBe('RUNNING')
    // Long enough that DuckDB is at work.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await lake.athena.stopQueryExecution({ QueryExecutionId })
    const { Status } = await ended(QueryExecutionId)
    expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Query cancelled by user' })
    expect(Status).not.toHaveProperty('AthenaError')
    await expect(lake.athena.getQueryResults({ QueryExecutionId })).rejects.toThrow('Could not find results')
  })

  it('leaves a query alone that is at its end', async () => {
    const { QueryExecutionId } = await lake.run('SELECT 1')
    await lake.athena.stopQueryExecution({ QueryExecutionId })
    expect((await ended(QueryExecutionId)).Status.State).toBe('SUCCEEDED')
  })
})

it.each([
  [
    ['1 + 1', "'it''s'", 'plain text', 'current_date'],
    ['2', "it's", 'plain text', '2026-03-04'],
  ],
  [
    ['column_name', '1; DROP TABLE x', "') OR (1=1", "DATE '2020-01-01'"],
    ['column_name', '1; DROP TABLE x', "') OR (1=1", '2020-01-01'],
  ],
])('parameters %j are values %j', async (ExecutionParameters, expected) => {
  const { QueryExecutionId } = await start('SELECT ? AS a, ? AS b, ? AS c, ? AS d', { ExecutionParameters })
  await ended(QueryExecutionId)
  const { ResultSet } = await lake.athena.getQueryResults({ QueryExecutionId })
  expect(ResultSet.Rows[1]!.Data.map((cell) => cell.VarCharValue)).toEqual(expected)
})

it('a lake opened again knows its tables, rows and queries', async () => {
  const first = await createLake({ folder: join(lake.folder, 'again') })
  await first.run('CREATE DATABASE d')
  await first.run(`CREATE TABLE d.t (a int) LOCATION 's3://warehouse/t/' TBLPROPERTIES ('table_type'='ICEBERG')`)
  await first.run('CREATE VIEW d.v AS SELECT a + 1 AS b FROM d.t')
  await first.run('INSERT INTO d.t VALUES (41)')
  const { QueryExecutionId } = await first.run('SELECT b FROM d.v')
  await expect(createLake({ folder: join(lake.folder, 'again'), fresh: true })).rejects.toThrow('already open')
  await first.close()
  const second = await createLake({ folder: join(lake.folder, 'again') })
  for (const id of [QueryExecutionId, (await second.run('SELECT b FROM d.v')).QueryExecutionId]) {
    const { ResultSet } = await second.athena.getQueryResults({ QueryExecutionId: id })
    expect(ResultSet.Rows[1]).toEqual({ Data: [{ VarCharValue: '42' }] })
  }
  await second.close()
})

it('a fresh lake knows nothing of what was there, readable or not', async () => {
  const folder = join(lake.folder, 'fresh')
  const first = await createLake({ folder })
  await first.run('CREATE DATABASE d')
  await first.run(`CREATE TABLE d.t (a int) LOCATION 's3://warehouse/t/' TBLPROPERTIES ('table_type'='ICEBERG')`)
  await first.close()
  await writeFile(join(folder, 'catalog.json'), '{"databases": ')
  await expect(createLake({ folder })).rejects.toThrow(/catalog/)
  const second = await createLake({ folder, fresh: true })
  expect((await readdir(folder)).sort()).toEqual(['lake.lock', 's3', 'tmp'])
  expect(await readdir(join(folder, 's3'))).toEqual([])
  await second.run('CREATE DATABASE d')
  await second.close()
})

function outputLocationOf(): { outputLocation: string } {
  return { outputLocation: 's3://results/here/' }
}

it('a disk that takes no record of the end costs the record, not the process', async () => {
  const own = await lakeForTest()
  const { QueryExecutionId } = await own.athena.startQueryExecution({
    QueryString: 'SELECT count(*) FROM UNNEST(sequence(1, 3000000))',
    ...outputLocation,
  })
  rmSync(join(own.folder, 'athena'), { recursive: true })
  writeFileSync(join(own.folder, 'athena'), 'not a folder')
  let state = 'QUEUED'
  while (state === 'QUEUED' || state === 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, 5))
    state = (await own.athena.getQueryExecution({ QueryExecutionId })).QueryExecution.Status.State
  }
  await own.close()
  expect(state).toBe('SUCCEEDED')
})

it('a value far longer than a piece of the file is read back, with its quotes and line breaks', async () => {
  const { QueryExecutionId } = await lake.run(
    `SELECT array_join(repeat('"a",' || chr(10) || '""', 300000), '') AS long, 7 AS n`,
  )
  const { ResultSet } = await lake.athena.getQueryResults({ QueryExecutionId })
  expect(ResultSet.Rows[1]!.Data.map((cell) => cell.VarCharValue)).toEqual(['"a",\n""'.repeat(300_000), '7'])
})
