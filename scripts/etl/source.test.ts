import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { generatedRows, generatedStatements, tutorialRows, type SourceRows } from './example-rows.js'
import { mySqlForTest, PipelineForTest } from './pipeline-for-test.js'
import { openSource, OwnTablesError, type PipelineSource } from './source.js'

const server = await mySqlForTest()

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'source-'))))
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

describe('where there is no MySQL', () => {
  beforeEach(() => {
    vi.stubEnv('MYSQL_URL', '')
    vi.stubEnv('PATH', folder) // neither a server nor anything that could get one
  })
  const open = (count?: number) => openSource({ folder, cacheFolder: join(folder, 'cache'), count })

  test("the tutorial's rows come from this process, it says so, and another day sees the same ones", async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 2, 4), toFake: ['Date'] })
    const { description, remarks, url, rows } = await open()
    expect({ description, url }).toEqual({ description: "embedded: the tutorial's rows, no MySQL", url: undefined })
    expect(remarks).toEqual([expect.stringMatching(/^There is no MySQL here \(.+\): the tutorial's rows come from/)])
    const first = await held(rows)
    expect(first).toEqual(tutorialRows('2026-03-04'))
    vi.setSystemTime(Date.UTC(2026, 2, 9))
    expect(await held((await open()).rows)).toEqual(first)
  })

  test('generated rows do as well, until others are asked for', async () => {
    expect(await held((await open(50)).rows)).toEqual(generatedRows(50))
    const again = await open()
    expect(again.description).toBe('embedded: 50 generated rows, no MySQL')
    expect(await held(again.rows)).toEqual(generatedRows(50))
  })

  test('what is remembered of them is whole at any instant', async () => {
    await open(50)
    const seen = new Set<string>()
    const progress = { isOver: false }
    const again = open(50).finally(() => (progress.isOver = true))
    while (!progress.isOver) {
      seen.add(readFileSync(join(folder, 'embedded-rows.json'), 'utf8'))
      await setImmediate()
    }
    await again
    expect([...seen]).toEqual([JSON.stringify({ count: 50, today: '' })])
  })
})

describe.skipIf(!server)('the MySQL that MYSQL_URL names', () => {
  let pipeline: PipelineForTest
  beforeAll(() => void (pipeline = new PipelineForTest(server!)))
  afterAll(() => pipeline.close())
  beforeEach(async () => {
    await pipeline.mysql('DROP SCHEMA IF EXISTS myschema')
  })

  async function opened(count?: number): Promise<PipelineSource> {
    const source = await openSource({ folder, cacheFolder: '', url: server!.url, count })
    await source.close()
    return source
  }

  test('gets the tables that it lacks, and it says so; those that it has are left alone', async () => {
    await pipeline.setRows({ users: [['7', '2020-01-01']], transactions: [] })
    await pipeline.mysql('DROP TABLE myschema.transactions')
    const { remarks } = await opened()
    expect(remarks).toEqual(["myschema.transactions was missing: made, with the tutorial's rows."])
    const { users, transactions } = await pipeline.rows()
    expect(users).toEqual([['7', '2020-01-01']])
    expect(transactions).toHaveLength(7)
    expect((await opened()).remarks).toEqual([])
  })

  test('loses no table to --rows that --rows did not make', async () => {
    await pipeline.setRows(tutorialRows('2026-03-04'))
    await expect(opened(10)).rejects.toThrow(
      new OwnTablesError('--rows would replace myschema.users and myschema.transactions, which it did not make.'),
    )
    expect(await pipeline.rows()).toEqual(tutorialRows('2026-03-04'))
    await pipeline.mysql('DROP SCHEMA myschema')
    for (const count of [10, 20]) {
      await opened(count)
      expect(inOrder(await pipeline.rows())).toEqual(inOrder(generatedRows(count)))
    }
  })

  test('gets generated rows anew that a killed run left half made', async () => {
    const { users, transactions } = generatedStatements(30)
    for (const sql of [...users, ...transactions.slice(0, 3)]) await pipeline.mysql(sql)
    await opened()
    expect(inOrder(await pipeline.rows())).toEqual(inOrder(generatedRows(30)))
  })

  test('a server that is not there is a remark, for the pipeline to fail on', async () => {
    const source = await openSource({ folder, cacheFolder: '', url: 'mysql://root:secret@127.0.0.1:1' })
    await source.close()
    expect(source.description).toBe('MYSQL_URL (127.0.0.1:1)')
    expect(source.remarks).toEqual([expect.stringMatching(/^SourceUnavailableError: MySQL at 127\.0\.0\.1:1/)])
    expect(JSON.stringify(source)).not.toContain('secret')
  })
})

/** What the source would hand the connector. */
async function held(source: PipelineSource['rows']): Promise<SourceRows> {
  const rows: Record<string, (string | null)[][]> = { users: [], transactions: [] }
  await source.atOneMoment(async (snapshot) => {
    for (const name of Object.keys(rows)) {
      const table = { name, schema: 'myschema', columns: [], primaryKey: [], prefix: '' } as const
      await snapshot.read({ ...table, format: { serde: 'opencsv' } }, () => ({
        write: (row) => rows[name]!.push(row.map((value) => value && value.toString())) > 0,
        drained: async () => undefined,
      }))
    }
  })
  return rows as unknown as SourceRows
}

const inOrder = (rows: SourceRows) => Object.values(rows).map((table) => table.map((row) => row.join()).sort())
