import { rm, stat } from 'node:fs/promises'
import { StatementFailure } from '../failure.js'
import { writeDataFiles } from '../iceberg/data-files.js'
import { nextMetadata, snapshotOf } from '../iceberg/metadata.js'
import { icebergRelation } from '../iceberg/relation.js'
import { commitMetadata, filesUnder, liveFiles, namesIn, metadataName, type TableVersion } from '../iceberg/table.js'
import type { Statement, TableName } from '../sql/statement.js'
import { UnsupportedError } from '../sql/unsupported.js'
import { committing } from './committing.js'
import type { StatementContext } from './context.js'
import { publish } from './modify.js'
import { nothing, type Outcome } from './outcome.js'

/** `OPTIMIZE ... BIN_PACK`: the files of each partition that has several become one; the rows stay the same. */
export async function runOptimize(
  context: StatementContext,
  { name, where }: Extract<Statement, { kind: 'optimize' }>,
): Promise<Outcome> {
  if (where.length) throw new UnsupportedError('OPTIMIZE ... WHERE')
  const base = await icebergTable(context, name)
  const groups = new Map<string, TableVersion['manifests'][number]['entries'][number]['file'][]>()
  for (const file of liveFiles(base)) {
    const key = JSON.stringify(file.partition, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  const several = [...groups.values()].filter((files) => files.length > 1).flat()
  if (!several.length) return nothing
  const chosen = new Set(several.map((file) => file.path))
  const part: TableVersion = {
    ...base,
    manifests: base.manifests.map((manifest) => ({
      ...manifest,
      entries: manifest.entries.filter((entry) => chosen.has(entry.file.path)),
    })),
  }
  await context.session.run(`CREATE TEMP TABLE lake_target AS ${icebergRelation(part, context.pathOf)}`)
  const { session, lake, onFile, pathOf } = context
  const added = await writeDataFiles({
    session,
    metadata: base.metadata,
    rows: 'temp.main.lake_target',
    temporaryFolder: lake.temporaryFolder,
    onFile,
    pathOf,
  })
  await publish(context, base, { operation: 'replace', added, removed: chosen })
  return nothing
}

/**
 * `VACUUM`: forgets snapshots older than `vacuum_max_snapshot_age_seconds` (5 days) except the newest
 * `vacuum_min_snapshots_to_keep` (1), then deletes the files that no snapshot left names.
 */
export async function runVacuum(context: StatementContext, { name }: { name: TableName }): Promise<Outcome> {
  const base = await icebergTable(context, name)
  const { metadata } = base
  const property = (key: string, standard: number): number => {
    const value = Number(metadata.properties[key] ?? standard)
    return Number.isFinite(value) && value >= 0 ? value : standard
  }
  const oldest = context.now.getTime() - 1000 * property('vacuum_max_snapshot_age_seconds', 432_000)
  const least = Math.max(1, property('vacuum_min_snapshots_to_keep', 1))
  const snapshots = metadata.snapshots.filter(
    (snapshot, index, all) =>
      index >= all.length - least || snapshot['timestamp-ms'] >= oldest || snapshot === snapshotOf(metadata),
  )
  const kept = new Set(snapshots.map((snapshot) => snapshot['snapshot-id']))
  const mostLogs = property('vacuum_max_metadata_files_to_keep', 100)
  const advanced = nextMetadata(metadata, context.now.getTime(), metadataName(base))
  const next = {
    ...advanced,
    snapshots,
    'snapshot-log': metadata['snapshot-log'].filter((line) => kept.has(line['snapshot-id'])),
    'metadata-log': mostLogs ? advanced['metadata-log'].slice(-mostLogs) : [],
  }
  const needed = await namesIn(metadata, snapshots, context.pathOf)
  const forgotten = await namesIn(
    metadata,
    metadata.snapshots.filter((snapshot) => !kept.has(snapshot['snapshot-id'])),
    context.pathOf,
  )
  for (const line of next['metadata-log']) needed.add(context.pathOf(line['metadata-file']))
  for (const line of advanced['metadata-log']) forgotten.add(context.pathOf(line['metadata-file']))
  const folder = context.pathOf(metadata.location)
  await committing(context, base, async () => {
    await commitMetadata(next, base.number + 1, `${folder}/metadata`)
    for (const path of forgotten) if (!needed.has(path)) await rm(path, { force: true })
    for (const path of context.lake.unpublished) needed.add(path)
    await removeOrphans([`${folder}/data`, `${folder}/metadata`], needed, oldest)
  })
  return nothing
}

/** Files no snapshot names, left by statements that failed. Young ones may belong to a statement of another engine. */
async function removeOrphans(folders: readonly string[], needed: ReadonlySet<string>, oldest: number): Promise<void> {
  for (const folder of folders)
    for (const path of await filesUnder(folder)) {
      if (needed.has(path) || path.endsWith('version-hint.text') || path.endsWith('.metadata.json')) continue
      const found = await stat(path).catch(() => undefined)
      if (found && found.mtimeMs < oldest) await rm(path, { force: true })
    }
}

async function icebergTable(context: StatementContext, name: TableName): Promise<TableVersion> {
  const entry = context.existing(name)
  if (entry.kind !== 'iceberg') throw new StatementFailure(`NOT_SUPPORTED: ${name.table} is not an Iceberg table`)
  return context.loadIceberg(entry)
}
