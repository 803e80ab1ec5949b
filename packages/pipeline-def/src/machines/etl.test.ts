import { scopesOf, statesOf } from 'asl-builder'
import { describe, expect, test } from 'vitest'
import { athenaCause, FakeAthena } from '../../test/fake-athena.js'
import { simulate } from '../../test/simulate.js'
import { statements } from '../sql/statements.js'
import { etl } from './etl.js'

const names = ['users', 'transactions', 'user_transactions']
const strangers = [
  ['old_user_transactions', 'table'],
  ['users2', 'table'],
  ['my_view', 'view'],
  ['all_users', 'view'],
] as const
const subsets = Array.from({ length: 8 }, (_, bits) => names.filter((_, at) => bits & (1 << at)))

test('the seed names its ten states and the three of the Map in this order', () => {
  const [top, inner] = scopesOf(etl).map(({ scope }) =>
    statesOf(scope).flatMap(([name, { Type }]) => (Type === 'Fail' ? [] : [name])),
  )
  expect(top).toEqual([
    'HelloWorld',
    'Extract from MySQL',
    'Create Athena DB',
    'Show tables',
    'Get Show tables query results',
    'Decide what next',
    'Create users table (external)',
    'Create transactions table (external)',
    'Create report table (parquet)',
    'Check All Tables',
  ])
  expect(inner).toEqual(['CheckTable', 'Insert New parquet Data', 'passstep'])
})

describe.each([
  ['alone', []],
  ['with strangers', strangers],
] as const)('%s', (_, others) => {
  test.each(subsets.map((tables) => [tables.join(' ') || 'none', tables] as const))(
    'from the tables "%s" a run ends with all three, loaded once',
    async (_, tables) => {
      const athena = new FakeAthena([...others, ...tables.map((name) => [name, 'table'] as const)])
      const { status, entered } = await simulate(etl, {}, athena.task)
      expect(status).toBe('SUCCEEDED')
      expect([...athena.relations.keys()]).toEqual(expect.arrayContaining(names))
      expect(athena.relations.size).toBe(others.length + 3)
      expect([...athena.loaded]).toEqual(['user_transactions'])
      expect(entered.filter((name) => name === 'Insert New parquet Data')).toHaveLength(1)
      expect(entered.filter((name) => name === 'Show tables')).toHaveLength(tables.length === 3 ? 1 : 2)
    },
  )
})

test('a thousand strangers do not lengthen the list it decides by', async () => {
  const athena = new FakeAthena(Array.from({ length: 1000 }, (_, at) => [`user_transactions_${at}`, 'table']))
  const { status } = await simulate(etl, {}, athena.task)
  expect(status).toBe('SUCCEEDED')
  expect(athena.statements.filter((sql) => sql === statements.showTables)).toHaveLength(2)
})

test('views that stand for the sources are read like tables', async () => {
  const athena = new FakeAthena([
    ['users', 'view'],
    ['transactions', 'view'],
  ])
  expect(await simulate(etl, {}, athena.task)).toMatchObject({ status: 'SUCCEEDED' })
})

test.each([[[]], [['users', 'transactions']]])(
  'a view named user_transactions beside %j fails and says so',
  async (tables) => {
    const athena = new FakeAthena([['user_transactions', 'view'], ...tables.map((name) => [name, 'table'] as const)])
    const { status, error, cause, entered } = await simulate(etl, {}, athena.task)
    expect({ status, error, last: entered.at(-1) }).toEqual({
      status: 'FAILED',
      error: 'PipelineFailed',
      last: 'Pipeline failed',
    })
    expect(cause).toBe(
      '"Check All Tables" failed with ReportNotLoaded: "Insert New parquet Data" failed with States.TaskFailed: ' +
        'NOT_SUPPORTED: line 1:1: Merging into views is not supported. ' +
        'MERGE needs "user_transactions" to be an Iceberg table. If it is a view, drop or rename the view and run again.',
    )
  },
)

test('tables that stay hidden after their creation end the run instead of creating them for ever', async () => {
  const athena = new FakeAthena()
  athena.relations.set = () => athena.relations
  const { status, cause, entered } = await simulate(etl, {}, athena.task)
  expect(status).toBe('FAILED')
  expect(cause).toContain('Athena created the tables but does not list: users, transactions, user_transactions')
  expect(entered.filter((name) => name === 'Create report table (parquet)')).toHaveLength(1)
})

test.each([
  ['Lambda.ServiceException', '${lambdaArn}', 6],
  ['Lambda.TooManyRequestsException', '${MySQLLambdaArn}', 6],
  ['Lambda.ResourceNotReadyException', '${MySQLLambdaArn}', 6],
  ['SourceUnavailableError', '${MySQLLambdaArn}', 4],
  ['Athena.TooManyRequestsException', 'SHOW TABLES', 6],
  ['States.TaskFailed', 'MERGE INTO', 2],
])('%s in %s passes when it happens %i times, and not once more', async (error, startsWith, times) => {
  for (const [count, expected] of [
    [times, 'SUCCEEDED'],
    [times + 1, 'FAILED'],
  ] as const) {
    const athena = new FakeAthena()
    athena.failures.push({ startsWith, error, cause: 'try later', times: count })
    expect((await simulate(etl, {}, athena.task)).status).toBe(expected)
  }
})

test('a statement that Athena refuses to start is not tried again', async () => {
  const athena = new FakeAthena()
  const failure = {
    startsWith: 'CREATE DATABASE',
    error: 'Athena.InvalidRequestException',
    cause: 'line 1:8',
    times: 1,
  }
  athena.failures.push(failure)
  expect(await simulate(etl, {}, athena.task)).toMatchObject({
    status: 'FAILED',
    cause: '"Create Athena DB" failed with Athena.InvalidRequestException: line 1:8',
  })
})

test.each([
  ['text that is not JSON', 'plain "words"', ': plain "words"'],
  ['nothing', '', '.'],
  ["a function's error", '{"errorMessage":"no \\"users\\" here","errorType":"Error"}', ': no "users" here'],
  ['cut JSON', athenaCause('HIVE_BAD_DATA: row 1').slice(0, -3), ': HIVE_BAD_DATA: row 1'],
  ['a long text', 'x'.repeat(32_768), `: ${'x'.repeat(10_000)}`],
])('the Fail state tells the reason out of %s', async (_, cause, told) => {
  const athena = new FakeAthena()
  athena.failures.push({ startsWith: '${MySQLLambdaArn}', error: 'ExportFailed', cause, times: 1 })
  const outcome = await simulate(etl, {}, athena.task)
  expect(outcome.cause).toBe(`"Extract from MySQL" failed with ExportFailed${told}`)
})

test('the export is told its tables and an id of this execution', async () => {
  const given: unknown[] = []
  const athena = new FakeAthena()
  await simulate(etl, { anything: 1 }, (resource, args) => {
    if (!resource.startsWith('arn:')) given.push(args)
    return athena.task(resource, args)
  })
  expect(given).toEqual([{ anything: 1 }, { tables: ['users', 'transactions'], runId: 'run-1' }])
})
