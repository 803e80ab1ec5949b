import { expect, test } from 'vitest'
import { parameters } from '../parameters.js'
import { userTransactions } from '../tables/tables.js'
import { createIcebergTable } from './create.js'
import { statements } from './statements.js'

const each = Object.entries(statements)

test.each(each)('%s reads as its golden file', async (name, sql) => {
  await expect(`${sql}\n`).toMatchFileSnapshot(`../../test/golden/sql/${name}.sql`)
})

test.each(each)('%s is one statement, and what differs between deployments is a parameter', (_, sql) => {
  expect(sql).not.toContain(';')
  expect(sql).not.toMatch(/s3:|mydatabase/)
  const placeholders = [...sql.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1])
  expect(Object.keys(parameters)).toEqual(expect.arrayContaining(placeholders))
})

test('the report table follows a partition of the model', () => {
  const table = { ...userTransactions, partitionedBy: [{ transform: 'month', column: 'dt' }] as const }
  const data = { database: parameters.AthenaDatabaseName, location: parameters.DataLocation, table }
  expect(createIcebergTable(data)).toContain('\nPARTITIONED BY (month(`dt`))\nLOCATION')
  const bad = [{ transform: 'hour', column: 'dt' }]
  expect(() => createIcebergTable({ ...data, table: { ...table, partitionedBy: bad as never } })).toThrow('"hour"')
})
