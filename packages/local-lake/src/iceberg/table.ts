import { randomUUID } from 'node:crypto'
import { access, readdir, readFile, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDurably, writeDurably } from '../durable-file.js'
import {
  type DataFile,
  entryStatus,
  type ManifestEntry,
  type ManifestInfo,
  readManifest,
  readManifestList,
  writeManifest,
  writeManifestList,
} from './manifest.js'
import { type Metadata, newSnapshotId, partitionOf, type Snapshot, snapshotOf, withSnapshot } from './metadata.js'

/** More manifests than this are written anew as one, so that reading a table stays a few small files. */
const manifestsToMerge = 30

/** A table as one committed metadata file has it. Never changes; a commit makes the next version. */
export interface TableVersion {
  readonly number: number
  readonly metadata: Metadata
  readonly manifests: readonly { readonly info: ManifestInfo; readonly entries: readonly Required<ManifestEntry>[] }[]
}

/** What a statement did to a table's files. */
export interface Change {
  readonly operation: 'append' | 'overwrite' | 'delete' | 'replace'
  readonly added: readonly DataFile[]
  /** Paths. */
  readonly removed: ReadonlySet<string>
}

/** Another writer was first. Athena calls it `ICEBERG_COMMIT_ERROR`. */
export class CommitConflict extends Error {
  override readonly name = 'CommitConflict'
}

/** Where `s3://` addresses are on this machine. */
export type PathOf = (address: string) => string

/** Writes the first metadata of a table. What an earlier table left under the location no longer counts. */
export async function createTable(metadata: Metadata, pathOf: PathOf): Promise<TableVersion> {
  const folder = pathOf(`${metadata.location}/metadata`)
  await forgetVersions(folder)
  await commitMetadata(metadata, 1, folder)
  return { number: 1, metadata, manifests: [] }
}

/** Deletes the files of a table that is no longer in the catalogue: those any snapshot names, and nothing else. */
export async function deleteTable({ metadata }: TableVersion, pathOf: PathOf): Promise<void> {
  const names = await namesIn(metadata, metadata.snapshots, pathOf)
  // The versions first: what is half deleted must not read as a table.
  await forgetVersions(pathOf(`${metadata.location}/metadata`))
  for (const path of names) await rm(path, { force: true })
  await removeEmptyFolders(pathOf(metadata.location))
}

/** Paths of all files these snapshots name. */
export async function namesIn(
  metadata: Metadata,
  snapshots: readonly Snapshot[],
  pathOf: PathOf,
): Promise<Set<string>> {
  const names = new Set<string>()
  for (const snapshot of snapshots) {
    names.add(pathOf(snapshot['manifest-list']))
    const manifests = await loadManifests(metadata, snapshot, pathOf)
    for (const { info } of manifests) names.add(pathOf(info.path))
    for (const file of liveFiles({ manifests })) names.add(pathOf(file.path))
  }
  return names
}

async function forgetVersions(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => /^v\d+\.metadata\.json$|^version-hint\.text$/.test(one)))
    await rm(join(folder, name), { force: true })
}

async function removeEmptyFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isDirectory()) await removeEmptyFolders(join(folder, entry.name))
  await rmdir(folder).catch(() => undefined)
}

/**
 * The last committed version. The hint may be one behind after a crash: the metadata file itself is the commit.
 */
export async function loadTable(location: string, pathOf: PathOf, cached?: TableVersion): Promise<TableVersion> {
  const folder = pathOf(`${location}/metadata`)
  let number = Number(await readFile(join(folder, 'version-hint.text'), 'utf8').catch(() => '1'))
  while (await exists(metadataPath(folder, number + 1))) number++
  const metadata = JSON.parse(await readFile(metadataPath(folder, number), 'utf8')) as Metadata
  if (cached?.number === number && cached.metadata['table-uuid'] === metadata['table-uuid']) return cached
  return { number, metadata, manifests: await loadManifests(metadata, snapshotOf(metadata), pathOf) }
}

/** The files that make up the table. */
export function liveFiles({ manifests }: Pick<TableVersion, 'manifests'>): DataFile[] {
  return manifests.flatMap(({ entries }) =>
    entries.filter((entry) => entry.status !== entryStatus.deleted).map((entry) => entry.file),
  )
}

export async function loadManifests(
  metadata: Metadata,
  snapshot: Snapshot | undefined,
  pathOf: PathOf,
): Promise<TableVersion['manifests']> {
  if (!snapshot) return []
  const partition = partitionOf(metadata)
  const infos = readManifestList(await readFile(pathOf(snapshot['manifest-list'])))
  return Promise.all(
    infos.map(async (info) => ({
      info,
      entries: readManifest(await readFile(pathOf(info.path)), info.sequence, partition),
    })),
  )
}

/**
 * Adds a snapshot: manifests, then the manifest list, then the metadata file, each flushed to the disk before the
 * next, and the last one's name is the commit. A crash before it leaves the table as it was, plus files nobody names.
 *
 * @throws {CommitConflict} if the table is no longer at `base`.
 */
export async function commit(base: TableVersion, change: Change, now: number, pathOf: PathOf): Promise<TableVersion> {
  const { metadata } = base
  const id = newSnapshotId()
  const sequence = metadata['last-sequence-number'] + 1
  const parent = snapshotOf(metadata)
  const manifestFolder = `${metadata.location}/metadata`
  const write = async (entries: readonly ManifestEntry[]): Promise<TableVersion['manifests'][number]> => {
    const path = `${manifestFolder}/${randomUUID()}-m0.avro`
    const bytes = writeManifest(metadata, entries)
    await writeDurably(pathOf(path), bytes)
    const full = entries.map((entry) => ({ ...entry, sequence: entry.sequence ?? sequence }))
    return {
      info: {
        path,
        length: bytes.length,
        snapshotId: id,
        sequence,
        minSequence: Math.min(...full.map((entry) => entry.sequence)),
        counts: countsOf(entries),
      },
      entries: full,
    }
  }
  const carried = (entries: readonly Required<ManifestEntry>[]): ManifestEntry[] =>
    entries
      .filter((entry) => entry.status !== entryStatus.deleted)
      .map((entry) =>
        change.removed.has(entry.file.path)
          ? { ...entry, status: entryStatus.deleted, snapshotId: id }
          : { ...entry, status: entryStatus.existing },
      )
  const manifests: TableVersion['manifests'][number][] = []
  if (base.manifests.length >= manifestsToMerge)
    manifests.push(await write(base.manifests.flatMap((manifest) => carried(manifest.entries))))
  else
    for (const manifest of base.manifests) {
      const entries = carried(manifest.entries)
      if (entries.some((entry) => entry.status === entryStatus.deleted)) manifests.push(await write(entries))
      else if (entries.length) manifests.push(manifest)
    }
  if (change.added.length)
    manifests.push(await write(change.added.map((file) => ({ status: entryStatus.added, snapshotId: id, file }))))
  const list = `${manifestFolder}/snap-${id}-1-${randomUUID()}.avro`
  const snapshot: Snapshot = {
    'snapshot-id': id,
    ...(parent && { 'parent-snapshot-id': parent['snapshot-id'] }),
    'sequence-number': sequence,
    // Snapshots of one table have rising times, even when the clock stands still.
    'timestamp-ms': Math.max(now, metadata['last-updated-ms']),
    summary: summaryOf(change, base),
    'manifest-list': list,
    'schema-id': metadata['current-schema-id'],
  }
  await writeDurably(
    pathOf(list),
    writeManifestList(
      { id, parent: parent?.['snapshot-id'], sequence },
      manifests.map((manifest) => manifest.info),
    ),
  )
  const next = withSnapshot(metadata, snapshot, metadataName(base))
  await commitMetadata(next, base.number + 1, pathOf(manifestFolder))
  return { number: base.number + 1, metadata: next, manifests }
}

/** `s3://.../metadata/v3.metadata.json`. */
export function metadataName({ number, metadata }: Pick<TableVersion, 'number' | 'metadata'>): string {
  return `${metadata.location}/metadata/v${number}.metadata.json`
}

/** @throws {CommitConflict} if this version exists already. */
export async function commitMetadata(metadata: Metadata, number: number, folder: string): Promise<void> {
  if (!(await createDurably(metadataPath(folder, number), `${JSON.stringify(metadata, null, 1)}\n`)))
    throw new CommitConflict(`Version ${number} of the table in ${metadata.location} is there already.`)
  // The commit is made: a disk that is full now must not make it seem to have failed. Readers look for later versions.
  await writeDurably(join(folder, 'version-hint.text'), String(number)).catch(() => undefined)
}

function metadataPath(folder: string, number: number): string {
  return join(folder, `v${number}.metadata.json`)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function countsOf(entries: readonly ManifestEntry[]): ManifestInfo['counts'] {
  const of = (status: ManifestEntry['status']): { files: number; rows: number } => {
    const found = entries.filter((entry) => entry.status === status)
    return { files: found.length, rows: found.reduce((sum, entry) => sum + entry.file.rows, 0) }
  }
  return { added: of(entryStatus.added), existing: of(entryStatus.existing), deleted: of(entryStatus.deleted) }
}

function summaryOf({ operation, added, removed }: Change, base: TableVersion): Record<string, string> {
  const before = liveFiles(base)
  const gone = before.filter((file) => removed.has(file.path))
  const rows = (files: readonly DataFile[]): number => files.reduce((sum, file) => sum + file.rows, 0)
  return {
    operation,
    'added-data-files': String(added.length),
    'deleted-data-files': String(gone.length),
    'added-records': String(rows(added)),
    'deleted-records': String(rows(gone)),
    'total-data-files': String(before.length - gone.length + added.length),
    'total-records': String(rows(before) - rows(gone) + rows(added)),
    'total-delete-files': '0',
  }
}

/** Names of the files in a folder of the table and below it, relative to the folder. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
