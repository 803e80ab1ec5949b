import { expect, test } from 'vitest'
import { extractionsAt } from './extraction.js'
import { sourceTables, userTransactions } from './tables.js'

const tables = [...sourceTables, userTransactions]

test('every column of the report names source columns that exist', () => {
  const known = sourceTables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`))
  for (const { from } of userTransactions.columns) for (const name of from) expect(known).toContain(name)
})

test('keys are columns, and column names are told apart', () => {
  for (const { columns, ...table } of tables) {
    const names = columns.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const key of 'key' in table ? table.key : table.primaryKey) expect(names).toContain(key)
  }
})

test('no prefix lies in another one, so that no table reads the files of its neighbour', () => {
  for (const { prefix } of tables) {
    expect(prefix).toMatch(/^([a-z0-9_-]+\/)+$/)
    expect(tables.filter((other) => other.prefix.startsWith(prefix))).toHaveLength(1)
  }
})

test('the exporter writes below the data location what the external tables read there', () => {
  const { bucket, tables } = extractionsAt('s3://my-lake/data/')
  expect(bucket).toBe('my-lake')
  expect(tables.map(({ prefix }) => prefix)).toEqual(['data/myschema/users/', 'data/myschema/transactions/'])
  expect(extractionsAt('s3://my-lake/').tables[0]?.prefix).toBe('myschema/users/')
  for (const wrong of ['my-lake/data/', 's3://my-lake/data', 's3://my-lake//', 's3://My/', ''])
    expect(() => extractionsAt(wrong)).toThrow('is not a location')
})
