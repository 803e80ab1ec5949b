import { describe, expect, test } from 'vitest'
import type { ColumnFacts } from './row-source.js'
import type { ColumnType, SourceTable } from './source-table.js'
import { checkOf, requirementOf } from './value-check.js'

const table = {
  name: 't',
  schema: 's',
  columns: [],
  prefix: 'p/',
  format: { serde: 'opencsv' },
  primaryKey: [],
} satisfies SourceTable
const facts = (type: number, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  type,
  length: 20,
  decimals: 0,
  isUnsigned: false,
  isBinary: true,
  ...more,
})
const [int, float, bigint, date, datetime, bit, decimal, blob, varchar, geometry] = [
  3, 4, 8, 10, 12, 16, 246, 252, 253, 255,
]
const verdict = (type: ColumnType, from: ColumnFacts, value: string | Buffer) => {
  const requirement = requirementOf(table, { name: 'c', type }, from)
  return requirement && checkOf(requirement)(Buffer.from(value))
}

test.each<[ColumnType, ColumnFacts]>([
  ['int', facts(varchar)],
  ['bigint', facts(float)],
  ['bigint', facts(decimal, { decimals: 2 })],
  ['decimal(18,2)', facts(float)],
  ['date', facts(datetime)],
  ['timestamp', facts(date)],
  ['boolean', facts(varchar)],
  ['string', facts(bit)],
  ['string', facts(geometry)],
])('%s cannot hold what %j says', (type, from) => {
  expect(() => requirementOf(table, { name: 'c', type }, from)).toThrow(
    expect.objectContaining({
      name: 'ColumnMismatchError',
      message: expect.stringContaining('Column "c" of table "t" is'),
    }),
  )
})

test('no value is looked at when the type vouches for all', () => {
  expect(requirementOf(table, { name: 'c', type: 'bigint' }, facts(bigint))).toBeUndefined()
  expect(requirementOf(table, { name: 'c', type: 'int' }, facts(int))).toBeUndefined()
  expect(
    requirementOf(table, { name: 'c', type: 'decimal(18,2)' }, facts(decimal, { length: 20, decimals: 2 })),
  ).toBeUndefined()
  expect(requirementOf(table, { name: 'c', type: 'string' }, facts(varchar, { isBinary: false }))).toBeUndefined()
})

const unsigned = facts(bigint, { isUnsigned: true })
const wide = facts(decimal, { length: 42, decimals: 10 })
describe.each<[ColumnType, ColumnFacts, string[], string[]]>([
  ['bigint', unsigned, ['0', '9223372036854775807'], ['9223372036854775808', '18446744073709551615']],
  ['int', facts(bigint), ['-2147483648', '2147483647', '0'], ['2147483648', '-2147483649', '-9223372036854775808']],
  [
    'date',
    facts(date),
    ['0001-01-01', '9999-12-31', '2000-10-10', '2024-02-29', '2000-02-29', '2023-02-28', '2023-04-30', '2023-07-31'],
    ['0000-00-00', '2024-00-10', '2024-10-00', '0000-01-01', '2024-02-30', '2023-02-29', '1900-02-29', '2024-04-31'],
  ],
  [
    'timestamp',
    facts(datetime),
    ['0001-01-01 00:00:00'],
    ['0000-00-00 00:00:00', '2024-02-00 01:01:01.5', '2024-02-31 01:01:01'],
  ],
  ['boolean', facts(1), ['0', '1'], ['2', '-1', '10']],
  ['decimal(6,2)', wide, ['0.0000000000', '-9999.9900000000', '0009.1000000000'], ['10000.0000000000', '0.0010000000']],
])('%s from %j', (type, from, good, bad) => {
  test.each(good)('takes %s', (value) => expect(verdict(type, from, value)).toBeUndefined())
  test.each(bad)('refuses %s', (value) => expect(verdict(type, from, value)).toContain(String(value)))
})

test('bytes that nothing vouches for have to be UTF-8', () => {
  expect(verdict('string', facts(blob), '😀')).toBeUndefined()
  expect(verdict('string', facts(blob), Buffer.from([0xff, 0x41]))).toContain('not UTF-8')
})
