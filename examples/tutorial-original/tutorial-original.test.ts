import { check, emit, scopesOf, statesOf, type State, type StateMachine } from 'asl-builder'
import { run } from 'asl-runner'
import { etl, tableNames } from 'pipeline-def'
import { expect, test } from 'vitest'
import original from './machine.js'

const statesIn = (machine: StateMachine) => scopesOf(machine).flatMap(({ scope }) => statesOf(scope))
const namesIn = (machine: StateMachine) => statesIn(machine).map(([name]) => name)
const stateIn = (machine: StateMachine, name: string) =>
  new Map(statesIn(machine)).get(name) as State & Record<string, any> // any: a test reads what it names
const sqlOf = (state: State & Record<string, any>): string => (state['Arguments'] ?? state['Parameters'])['QueryString']

test('is a definition that AWS accepts, kept as it is', async () => {
  expect(check(original).filter(({ severity }) => severity === 'ERROR')).toEqual([])
  await expect(emit(original, { pretty: true })).toMatchFileSnapshot('machine.asl.json')
})

test('the pipeline has the thirteen states of the original, in its order, and three to fail in', () => {
  const names = namesIn(original)
  expect(names).toHaveLength(13)
  expect(namesIn(etl).filter((name) => names.includes(name))).toEqual(names)
  const added = namesIn(etl).filter((name) => !names.includes(name))
  expect(added.map((name) => stateIn(etl, name).Type)).toEqual(['Fail', 'Fail', 'Fail'])
})

test('the original ends after its first creation without a row; the pipeline looks again and loads', () => {
  expect(stateIn(original, 'Create report table (parquet)')['End']).toBe(true)
  expect(stateIn(etl, 'Create report table (parquet)')['Next']).toBe('Show tables')
})

test('the original takes any table for its own; the pipeline asks for three names', () => {
  expect(sqlOf(stateIn(original, 'Show tables'))).toBe('show tables in ${AthenaDatabaseName}')
  expect(sqlOf(stateIn(etl, 'Show tables'))).toContain(`'${tableNames.join('|')}'`)
  expect(JSON.stringify(stateIn(original, 'CheckTable'))).toContain('"*user_transactions"')
  expect(JSON.stringify(stateIn(etl, 'CheckTable'))).toContain("= 'user_transactions'")
})

test('the original fails on a table that exists, and merges side by side', () => {
  for (const name of ['Create users table (external)', 'Create transactions table (external)']) {
    expect(sqlOf(stateIn(original, name))).not.toContain('IF NOT EXISTS')
    expect(sqlOf(stateIn(etl, name))).toContain('IF NOT EXISTS')
  }
  expect(stateIn(original, 'Check All Tables')['MaxConcurrency']).toBe(0)
  expect(stateIn(etl, 'Check All Tables')['MaxConcurrency']).toBe(1)
})

test('the original gives up at the first error; every Task of the pipeline retries, ends in time and says why', () => {
  const tasks = (machine: StateMachine) =>
    statesIn(machine).flatMap(([, state]) => (state.Type === 'Task' ? [state] : []))
  for (const task of tasks(original))
    for (const field of ['Retry', 'Catch', 'TimeoutSeconds']) expect(task).not.toHaveProperty(field)
  for (const task of tasks(etl)) {
    expect(task.TimeoutSeconds).toBeGreaterThan(0)
    for (const retrier of task.Retry ?? [])
      if (retrier.MaxAttempts !== 0) expect(retrier).toMatchObject({ BackoffRate: 2, JitterStrategy: 'FULL' })
    expect(task.Retry?.length).toBeGreaterThan(0)
    expect(task.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'] }])
  }
})

test('the original writes money as float, a bucket as text and one partition a day', () => {
  const created = (machine: StateMachine) => sqlOf(stateIn(machine, 'Create report table (parquet)'))
  expect(created(original)).toMatch(/float[^]*PARTITIONED BY \(dt\)[^]*s3:\/\/datalake/)
  expect(created(etl)).toContain('decimal(18,2)')
  expect(created(etl)).not.toMatch(/float|PARTITIONED|s3:/)
})

test('the original groups by more than it merges by, and forgets NULL keys and gone rows', () => {
  const merge = (machine: StateMachine) => sqlOf(stateIn(machine, 'Insert New parquet Data'))
  expect(merge(original)).toMatch(/GROUP BY\s+dt\s+, user_id\s+, registration_date/)
  expect(merge(original)).not.toMatch(/IS NULL|DELETE/)
  expect(merge(etl)).toMatch(/GROUP BY dt, user_id\n/)
  expect(merge(etl)).toMatch(/IS NULL[^]*THEN DELETE/)
})

/** Runs a machine on a database that has some tables, and counts the loads of the report. */
async function loads(machine: StateMachine, tables: readonly string[]) {
  const present = new Set(tables)
  let merges = 0
  let shown: string[] = []
  const statement = (sql: string) => {
    const [, pattern] = /^show tables in \S+(?: '(.*)')?$/i.exec(sql) ?? []
    const [, created] = /^CREATE (?:EXTERNAL )?TABLE (?:IF NOT EXISTS )?\S+?\.`?(\w+)/.exec(sql) ?? []
    if (/^show/i.test(sql)) shown = [...present].filter((name) => !pattern || pattern.split('|').includes(name))
    else if (created) present.add(created)
    else if (sql.startsWith('MERGE')) merges++
    return { QueryExecution: { QueryExecutionId: 'query' } }
  }
  const { status } = await run(machine, {
    tasks: {
      '*': () => ({}),
      'athena:startQueryExecution.sync': ({ QueryString }: { QueryString: string }) => statement(QueryString),
      'athena:getQueryResults': () => ({
        ResultSet: { Rows: shown.map((name) => ({ Data: [{ VarCharValue: name }] })) },
      }),
    },
  })
  return { status, merges, complete: tableNames.every((name) => present.has(name)) }
}

test.each([
  ['an empty database', [], { merges: 0, complete: true }],
  ['a stranger', ['orders'], { merges: 0, complete: false }],
  ['half a first run', ['users'], { merges: 0, complete: false }],
  ['a table whose name ends the same', [...tableNames, 'old_user_transactions'], { merges: 2, complete: true }],
])('on %s the original succeeds and is wrong, the pipeline loads once', async (_, tables, outcome) => {
  expect(await loads(original, tables)).toEqual({ status: 'SUCCEEDED', ...outcome })
  expect(await loads(etl, tables)).toEqual({ status: 'SUCCEEDED', merges: 1, complete: true })
})
