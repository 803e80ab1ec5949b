import { expect, test } from 'vitest'
import { readEvent, tablesOf } from './event.js'
import type { SourceTable } from './source-table.js'

test.each([
  [undefined, {}],
  [null, {}],
  [{}, {}],
  [
    { tables: ['users'], runId: 'nightly:2026-01-01_1.a', mode: 'seed' },
    { tables: ['users'], runId: 'nightly:2026-01-01_1.a', mode: 'seed' },
  ],
  [{ mode: 'stream' }, { mode: 'stream' }],
  [{ Records: [{ body: '{"mode":"aurora"}' }] }, { mode: 'aurora' }],
  [{ Records: [{ messageId: '1', body: '{"tables":["users"],"user":"me"}' }] }, { tables: ['users'] }],
  [{ Records: [{ body: '{\n     "registration_date": "2023-01-01",\n     "user": "mshakhomirov"\n}' }] }, {}],
])('reads %j', (event, request) => {
  expect(readEvent(event)).toEqual(request)
})

test.each([
  [{ tabels: ['users'] }, 'tabels'],
  [{ tables: [] }, 'tables'],
  [{ tables: 'users' }, 'tables'],
  [{ tables: [''] }, 'tables.0'],
  [{ runId: '../../etc' }, 'runId'],
  [{ runId: '' }, 'runId'],
  [{ runId: '..' }, 'runId'],
  [{ mode: 'drop' }, 'mode'],
  ['extract', 'event'],
  [{ Records: [] }, 'Records'],
  [{ Records: [{ body: '{}' }, { body: '{}' }] }, 'Records'],
  [{ Records: [{ body: 'select 1' }] }, 'Records[0].body'],
  [{ Records: [{ body: '"users"' }] }, 'event'],
  [{ Records: [{ body: '{"mode":"drop"}' }] }, 'mode'],
])('refuses %j and names the field', (event, field) => {
  expect(() => readEvent(event)).toThrow(
    expect.objectContaining({ name: 'InvalidEventError', message: expect.stringContaining(field) }),
  )
})

const model = ['users', 'transactions'].map((name) => ({ name })) as unknown as SourceTable[]

test('tables come in the order of the model, each once', () => {
  expect(tablesOf({}, model)).toEqual(model)
  expect(tablesOf({ tables: ['transactions', 'users', 'transactions'] }, model)).toEqual(model)
})

test.each(['Users', 'users; DROP TABLE users', 'toString', '__proto__'])('%j is refused by name', (name) => {
  expect(() => tablesOf({ tables: ['users', name] }, model)).toThrow(
    expect.objectContaining({ name: 'UnknownTableError', message: expect.stringContaining(JSON.stringify(name)) }),
  )
})
