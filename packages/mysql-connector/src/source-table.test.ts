import { expect, test } from 'vitest'
import { checkedTables, qualifiedName, type SourceTable } from './source-table.js'

const users: SourceTable = {
  name: 'users',
  schema: 'my-schema',
  columns: [
    { name: 'id', type: 'bigint' },
    { name: 'name', type: 'string' },
  ],
  prefix: 'data/users/',
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  primaryKey: ['id'],
}

test('a table model that can work is handed back', () => {
  expect(checkedTables([users, { ...users, name: 'other', prefix: 'data/users_old/' }])).toHaveLength(2)
  expect(qualifiedName(users)).toBe('`my-schema`.`users`')
})

test.each<[string, object]>([
  ['name', { name: 'users`; DROP TABLE x' }],
  ['name', { name: '' }],
  ['schema', { schema: 'a.b' }],
  ['columns', { columns: [] }],
  ['columns.0.name', { columns: [{ name: 'a b', type: 'int' }] }],
  ['columns.0.type', { columns: [{ name: 'a', type: 'float' }] }],
  [
    'twice',
    {
      columns: [
        { name: 'id', type: 'int' },
        { name: 'ID', type: 'int' },
      ],
    },
  ],
  ['prefix', { prefix: 'data/users' }],
  ['prefix', { prefix: '/' }],
  ['prefix', { prefix: '/data/' }],
  ['prefix', { prefix: 'data//users/' }],
  ['prefix', { prefix: 'data/../users/' }],
  ['prefix', { prefix: '../' }],
  ['delimiter', { format: { serde: 'delimited', delimiter: '\n' } }],
  ['delimiter', { format: { serde: 'delimited', delimiter: '\\' } }],
  ['delimiter', { format: { serde: 'delimited', delimiter: '-' } }],
  ['delimiter', { format: { serde: 'delimited', delimiter: '0' } }],
  ['delimiter', { format: { serde: 'delimited', delimiter: '||' } }],
  ['delimiter', { format: { serde: 'delimited', delimiter: '§' } }],
  ['escape', { format: { serde: 'delimited', delimiter: ',', escape: '"' } }],
  ['serde', { format: { serde: 'parquet' } }],
  ['"email"', { primaryKey: ['email'] }],
  ['extra', { extra: 1 }],
])('%s is refused: %j', (words, change) => {
  expect(() => checkedTables([{ ...users, ...change }])).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', message: expect.stringContaining(words) }),
  )
})

test.each([['data/users/'], ['data/'], ['data/users/2026/']])(
  'a prefix %s shares objects with data/users/',
  (prefix) => {
    expect(() => checkedTables([users, { ...users, name: 'other', prefix }])).toThrow('share objects')
  },
)

test('two tables of one name, and what is no table at all', () => {
  expect(() => checkedTables([users, { ...users, prefix: 'elsewhere/' }])).toThrow('twice')
  expect(() => checkedTables([null])).toThrow('Table 0')
})
