import { readdirSync } from 'node:fs'
import { check, emit, type StateMachine } from 'asl-builder'
import { run } from 'asl-runner'
import { describe, expect, test } from 'vitest'
import approval from './approval.js'
import { jsonata, jsonPath } from './both-query-languages.js'
import bulkLoad from './bulk-load.js'
import choice from './choice.js'
import map from './map.js'
import parallel from './parallel-with-catch.js'
import poll from './poll-loop.js'

const folder = new URL('.', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

describe.each(files)('%s', (file) => {
  test('is a definition without a finding, and emits what is kept beside it', async () => {
    const exported = (await import(new URL(file, folder).href)) as Record<string, StateMachine>
    for (const [name, machine] of Object.entries(exported)) {
      expect(check(machine)).toEqual([])
      const golden = name === 'default' ? file.replace('.ts', '') : `${file.replace('.ts', '')}.${name}`
      await expect(emit(machine, { pretty: true })).toMatchFileSnapshot(`golden/${golden}.asl.json`)
    }
  })
})

test.each([
  [{ country: 'AT', discount: 5 }, 10, 'discount for AT'],
  [{ country: 'CH' }, 2000, 'large, at home'],
  [{ country: 'AT' }, 2000, 'as listed'],
])('a choice: %o', async (customer, total, note) => {
  const { output } = await run(choice, { input: { id: 'o-1', total, customer } })
  expect(output).toEqual({ order: 'o-1', note })
})

test('a loop asks until the query has ended', async () => {
  const states = ['QUEUED', 'RUNNING', 'SUCCEEDED']
  const { status, output } = await run(poll, {
    input: { sql: 'SELECT 1' },
    tasks: {
      Start: { Return: { QueryExecutionId: 'q-1' } },
      Ask: () => ({ QueryExecution: { QueryExecutionId: 'q-1', Status: { State: states.shift() } } }),
      Get: ({ QueryExecutionId }) => ({ got: QueryExecutionId }),
    },
  })
  expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: { got: 'q-1' } })
})

test('a loop that asks too often fails', async () => {
  const { status, error } = await run(poll, {
    input: { sql: 'SELECT 1' },
    tasks: {
      Start: { Return: { QueryExecutionId: 'q-1' } },
      Ask: { Return: { QueryExecution: { Status: { State: 'RUNNING' } } } },
    },
  })
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'QueryFailed' })
})

test('a map reads its items, and the input of the machine', async () => {
  const { output } = await run(map, {
    input: {
      bucket: 'lake',
      tables: [
        { name: 'users', files: ['a'] },
        { name: 'empty', files: [] },
      ],
    },
    tasks: { Load: ({ Payload }) => ({ Payload: { rows: Payload.from === 's3://lake/users/' ? 3 : 0 } }) },
  })
  expect(output).toEqual({ tables: ['users', 'empty'] })
})

test('a parallel yields a tuple, and its handler has the error', async () => {
  const query = (id: string) => ({ Return: { QueryExecution: { QueryExecutionId: id } } })
  const good = await run(parallel, { input: {}, tasks: { Users: query('u'), Orders: query('o') } })
  expect(good.output).toEqual({ users: 'u', orders: 'o' })
  let told: unknown
  const bad = await run(parallel, {
    input: {},
    tasks: {
      Users: query('u'),
      Orders: { Throw: { Error: 'Athena.Broken', Cause: 'no table' } },
      Notify: ({ Payload }) => {
        told = Payload.text
        return { Payload: { id: '1' } }
      },
    },
  })
  expect([bad.status, bad.error, bad.cause, told]).toEqual(['FAILED', 'RefreshFailed', 'no table', 'no table'])
})

test.each([
  ['JSONata', jsonata],
  ['JSONPath', jsonPath],
])('the same flow in %s', async (_, machine) => {
  const created: string[] = []
  const execution = (names: string[]) =>
    run(machine, {
      input: {},
      tasks: {
        'Show tables': { Return: { QueryExecution: { QueryExecutionId: 'q' } } },
        Names: { Return: { ResultSet: { Rows: names.map((VarCharValue) => ({ Data: [{ VarCharValue }] })) } } },
        Create: ({ QueryString }) => {
          created.push(QueryString)
          return { QueryExecution: { QueryExecutionId: 'c' } }
        },
      },
    })
  for (const names of [['users'], ['orders', 'users']]) expect((await execution(names)).status).toBe('SUCCEEDED')
  expect(created).toEqual([])
  for (const names of [[], ['orders'], ['old_users']]) expect((await execution(names)).status).toBe('SUCCEEDED')
  expect(created).toHaveLength(3)
})

test.each([
  [{ Return: { answer: 'yes' } }, 'SUCCEEDED', { order: 'o-1' }, 1],
  [{ Return: { answer: 'no' } }, 'SUCCEEDED', { MessageId: 'm' }, 2],
  [{ Throw: { Error: 'States.Timeout' } }, 'SUCCEEDED', { MessageId: 'm' }, 2],
  [{ Throw: { Error: 'Sqs.Gone' } }, 'FAILED', undefined, 1],
])('an approval that is answered with %o', async (answer, status, output, mails) => {
  let sent = 0
  const mail = () => {
    sent += 1
    return { MessageId: 'm' }
  }
  const execution = await run(approval, {
    input: { id: 'o-1', email: 'a@b.c', publishAt: '2025-06-01T00:00:00Z' },
    tasks: { Ask: answer, 'Send mail': mail, 'Refused: Send mail': mail },
  })
  expect([execution.status, execution.output, sent]).toEqual([status, output, mails])
  if (status === 'FAILED') expect(execution.cause).toBe('Ask: Sqs.Gone')
})

test('a file is loaded in batches, and its results are written', async () => {
  const batches: number[] = []
  const rows = Array.from({ length: 1200 }, (_, n) => `${n},5`)
  const { status } = await run(bulkLoad, {
    input: { bucket: 'lake', key: 'rows.csv', table: 'orders' },
    s3: { lake: { 'rows.csv': ['id,amount', ...rows].join('\n') } },
    tasks: {
      Load: ({ Payload }) => {
        expect(Payload.table).toBe('orders')
        batches.push(Payload.rows.length)
        return { Payload: { loaded: Payload.rows.length } }
      },
    },
  })
  expect([status, batches.toSorted((a, b) => b - a)]).toEqual(['SUCCEEDED', [500, 500, 200]])
})
