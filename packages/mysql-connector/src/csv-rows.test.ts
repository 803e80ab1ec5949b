import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { CsvRows } from './csv-rows.js'
import type { ColumnFacts } from './row-source.js'
import type { SourceTable, TableFormat } from './source-table.js'

const varchar: ColumnFacts = { type: 253, length: 1000, decimals: 0, isUnsigned: false, isBinary: false }

function tableOf(format: TableFormat, columns = 2): SourceTable {
  const names = Array.from({ length: columns }, (_, index) => ({ name: `c${index}`, type: 'string' as const }))
  return { name: 't', schema: 's', columns: names, prefix: 'p/', format, primaryKey: [] }
}

async function written(format: TableFormat, rows: (string | Buffer | null)[][]): Promise<string> {
  const blocks: Buffer[] = []
  const table = tableOf(format, rows[0]!.length)
  const csv = new CsvRows(
    table,
    table.columns.map(() => varchar),
    async (block) => void blocks.push(block),
  )
  for (const row of rows) csv.write(row.map((value) => (typeof value === 'string' ? Buffer.from(value) : value)))
  await csv.finish()
  return Buffer.concat(blocks).toString()
}

const escaped: TableFormat = { serde: 'delimited', delimiter: ',', escape: '\\' }
const bare: TableFormat = { serde: 'delimited', delimiter: '\u0001' }
const opencsv: TableFormat = { serde: 'opencsv' }

test.each<[string, TableFormat, (string | null)[], string]>([
  ['NULL and the empty string differ', escaped, [null, ''], '\\N,\n'],
  ['the text of the NULL mark is no NULL', escaped, ['\\N', '\\'], '\\\\N,\\\\\n'],
  ['a delimiter is escaped, a quote is not', escaped, ['a,b', '"c"'], 'a\\,b,"c"\n'],
  ['NUL and other controls stay', escaped, ['\0\u0001', '\t\v'], '\0\u0001,\t\v\n'],
  ['without an escape a backslash stays', bare, ['a\\b', '\\n,'], 'a\\b\u0001\\n,\n'],
  ['quotes around everything, NULL as a text', opencsv, [null, ''], '"\\\\N",""\n'],
  ['quotes and backslashes are escaped', opencsv, ['"a"', '\\,'], '"\\"a\\"","\\\\,"\n'],
])('%s', async (_, format, row, bytes) => {
  expect(await written(format, [row])).toBe(bytes)
})

test.each<[string, TableFormat, (string | null)[]]>([
  ['holds a line break (0x0a), which LazySimpleSerDe', escaped, ['a', 'b\nc']],
  ['holds a line break (0x0d), which LazySimpleSerDe', escaped, ['a', 'b\rc']],
  ['holds a line break (0x0a), which OpenCSVSerDe', opencsv, ['a', '\n']],
  ['the text "\\N"', opencsv, ['a', '\\N']],
  ['the text "\\N"', bare, ['a', '\\N']],
  ['holds the delimiter "\u0001"', bare, ['a', '\u0001']],
])('refuses what %s cannot carry', async (words, format, row) => {
  await expect(written(format, [['x', 'y'], row])).rejects.toThrow(`Table "t", column "c1", row 2: the value`)
  await expect(written(format, [['x', 'y'], row])).rejects.toThrow(words)
})

test('refuses what a reader would drop: an empty line, a byte order mark at the start', async () => {
  await expect(written(escaped, [['']])).rejects.toThrow('an empty line')
  await expect(written(escaped, [['\uFEFFa', '']])).rejects.toThrow('byte order mark')
  expect(
    await written(escaped, [
      ['a', '\uFEFF'],
      ['\uFEFF', 'b'],
    ]),
  ).toBe('a,\uFEFF\n\uFEFF,b\n')
  expect(await written(opencsv, [['']])).toBe('""\n')
})

test('a value larger than a block is written whole', async () => {
  const large = '\\'.repeat(3 << 20)
  expect(
    await written(escaped, [
      ['a', 'b'],
      [large, large],
    ]),
  ).toBe(`a,b\n${large}${large},${large}${large}\n`)
})

test('the source has to wait while blocks are not taken, and no longer', async () => {
  let take = () => {}
  const taken = new Promise<void>((resolve) => (take = resolve))
  const table = tableOf(escaped, 1)
  const csv = new CsvRows(table, [varchar], () => taken)
  const row = [Buffer.alloc(1 << 18, 'x')]
  let rows = 0
  while (csv.write(row)) rows += 1
  expect(rows).toBeLessThan(16)
  let isDrained = false
  const drained = csv.drained().then(() => (isDrained = true))
  await sleep(5)
  expect(isDrained).toBe(false)
  take()
  await drained
  expect(csv.write(row)).toBe(true)
})

test('a block that cannot be stored is told', async () => {
  const table = tableOf(escaped, 1)
  const csv = new CsvRows(table, [varchar], async () => {
    throw new Error('disk full')
  })
  csv.write([Buffer.alloc(1 << 20, 'x')])
  csv.write([Buffer.alloc(1 << 20, 'x')])
  await expect(csv.drained()).rejects.toThrow('disk full')
  await expect(csv.finish()).rejects.toThrow('disk full')
})
