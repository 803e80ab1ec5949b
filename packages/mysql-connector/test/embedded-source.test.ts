import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHandler, embeddedSource, folderTarget, type SourceTable } from '../src/index.js'

const table: SourceTable = {
  name: 'payments',
  schema: 'shop',
  columns: [
    { name: 'id', type: 'bigint' },
    { name: 'cost', type: 'decimal(18,2)' },
    { name: 'day', type: 'date' },
    { name: 'note', type: 'string' },
  ],
  prefix: 'data/payments/',
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  primaryKey: ['id'],
}

test('embedded rows come out as rows of MySQL do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-'))
  try {
    const rows = [
      ['9223372036854775807', '10.99', '2026-01-01', 'a,b'],
      ['2', null, '9999-12-31', null],
    ]
    const options = { tables: [table], target: folderTarget(folder), log: () => undefined, env: {} }
    const handler = createHandler({ ...options, source: embeddedSource({ payments: rows }) })
    expect((await handler({ mode: 'seed' })).tables).toEqual([{ name: 'payments', rows: 2, bytes: 0, objects: [] }])
    const { tables } = await handler({})
    expect(await readFile(join(folder, tables[0]!.objects[0]!), 'utf8')).toBe(
      '9223372036854775807,10.99,2026-01-01,a\\,b\n2,\\N,9999-12-31,\\N\n',
    )
    const empty = createHandler({ ...options, source: embeddedSource({}) })
    await expect(empty({})).rejects.toMatchObject({ name: 'SourceQueryError' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
