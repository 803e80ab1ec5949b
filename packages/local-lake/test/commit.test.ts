import { access, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Catalog } from '../src/catalog.js'
import { Engine, type Session } from '../src/engine.js'
import { writeDataFiles } from '../src/iceberg/data-files.js'
import { type Change, CommitConflict, liveFiles, type TableVersion } from '../src/iceberg/table.js'
import { parse } from '../src/sql/parse.js'
import { type LakeParts, StatementContext } from '../src/statements/context.js'
import { execute } from '../src/statements/execute.js'
import { publish } from '../src/statements/modify.js'
import { TextFiles } from '../src/text/text-files.js'

let folder: string
let engine: Engine
let session: Session
let parts: LakeParts

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commit-'))
  const temporaryFolder = join(folder, 'tmp')
  const bucketsFolder = join(folder, 's3')
  for (const path of [temporaryFolder, bucketsFolder]) await mkdir(path)
  engine = await Engine.open({ folder, temporaryFolder, memoryLimit: 1 << 28 })
  session = await engine.session()
  parts = {
    catalog: await Catalog.open(join(folder, 'catalog.json')),
    bucketsFolder,
    temporaryFolder,
    textFiles: new TextFiles(join(temporaryFolder, 'text')),
    versions: new Map(),
    unpublished: new Set(),
    inTurn: (task) => task(), // one statement after another: the test is their order
  }
  await run('CREATE DATABASE shop')
  await run(create('id int'))
})
afterEach(async () => {
  await session.close()
  engine.close()
  await rm(folder, { recursive: true })
})

const statement = (): StatementContext => new StatementContext(parts, session, 'shop', new Date())
const run = (sql: string) => execute(parse(sql), statement(), 's3://results/')
const create = (columns: string): string =>
  `CREATE TABLE shop.t (${columns}) LOCATION 's3://data/t/' TBLPROPERTIES ('table_type'='ICEBERG')`
const nothingNew: Change = { operation: 'append', added: [], removed: new Set() }

/** The table as a statement reads it at its beginning. */
async function begun(): Promise<{ context: StatementContext; base: TableVersion }> {
  const context = statement()
  const entry = context.existing({ table: 't' })
  if (entry.kind !== 'iceberg') throw new Error('not Iceberg')
  return { context, base: await context.loadIceberg(entry) }
}

async function columns(): Promise<unknown> {
  const { base } = await begun()
  return base.metadata.schemas.at(-1)?.fields.map(({ name }) => name)
}

it('what was read from a table is not committed to the one that has its place', async () => {
  const { context, base } = await begun()
  await run('DROP TABLE shop.t')
  await expect(publish(context, base, nothingNew, true)).rejects.toThrow(CommitConflict)
  await run(create('name string'))
  await expect(publish(context, base, nothingNew, true)).rejects.toThrow(CommitConflict)
  expect(await columns()).toEqual(['name'])
})

it('new rows fit a table that others have added to; what was made of its rows does not', async () => {
  const { context, base } = await begun()
  await run('INSERT INTO shop.t VALUES (1)')
  await expect(publish(context, base, nothingNew)).rejects.toThrow(CommitConflict)
  await publish(context, base, nothingNew, true)
  expect((await begun()).base.number).toBe(base.number + 2)
})

it('a commit is made when its metadata is there, though the hint cannot be written', async () => {
  const hint = join(folder, 's3/data/t/metadata/version-hint.text')
  await rm(hint)
  await mkdir(join(hint, 'not-a-file'), { recursive: true })
  await run('INSERT INTO shop.t VALUES (1)')
  expect((await begun()).base.number).toBe(2)
})

it('VACUUM leaves the files of a statement that has yet to commit', async () => {
  await run(`ALTER TABLE shop.t SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds'='0')`)
  const { context, base } = await begun()
  const { onFile, pathOf } = context
  const { temporaryFolder } = parts
  const of = { session, metadata: base.metadata, rows: '(SELECT 1 AS id)', temporaryFolder, onFile, pathOf }
  const added = await writeDataFiles(of)
  await utimes(pathOf(added[0]!.path), 0, 0) // as if it had been written long before VACUUM began
  await run('VACUUM shop.t')
  await publish(context, base, { ...nothingNew, added }, true)
  context.end()
  await run('VACUUM shop.t')
  const { base: now, context: reading } = await begun()
  await access(reading.pathOf(liveFiles(now)[0]!.path))
})
