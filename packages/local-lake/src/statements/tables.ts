import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BlobAddressError, splitAddress } from '../blob-store.js'
import {
  type CatalogEntry,
  type CatalogState,
  type ExternalTable,
  type IcebergTable,
  type Partition,
  type View,
  withEntry,
} from '../catalog.js'
import { StatementFailure } from '../failure.js'
import type { DataFile } from '../iceberg/manifest.js'
import { columnsOf, type Metadata, newMetadata, nextMetadata, type NewTable, withColumns } from '../iceberg/metadata.js'
import { partitionProblem } from '../iceberg/partition.js'
import { commit, commitMetadata, createTable, metadataName } from '../iceberg/table.js'
import { hiveType, icebergType } from '../sql/column-type.js'
import type { Column, Statement, TableName } from '../sql/statement.js'
import { pathInside } from '../local-folder-store.js'
import { committing } from './committing.js'
import type { StatementContext } from './context.js'
import { ddlFailure } from './databases.js'
import { deleteIceberg } from './drop-iceberg.js'
import { partitionLocation } from './insert-external.js'
import { listing, nothing, type Outcome } from './outcome.js'
import { textColumn } from '../athena/result-type.js'

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>

export async function runCreateTable(context: StatementContext, statement: Of<'create table'>): Promise<Outcome> {
  const { name, columns, partitionFields, partitionColumns, format, properties, comment, ifNotExists } = statement
  const { database, table } = context.nameOf(name)
  if (!context.lake.catalog.database(database))
    throw ddlFailure(`SemanticException Database does not exist: ${database}`)
  if (context.lake.catalog.entry(database, table)) {
    if (ifNotExists) return nothing
    throw ddlFailure(`AlreadyExistsException(message:Table ${table} already exist)`)
  }
  refuseRepeated([...columns, ...partitionColumns])
  const location = await checkedLocation(context, statement.location!)
  const described = comment === undefined ? {} : { comment }
  if (format) {
    const nested = columns.find(
      ({ type }) =>
        format.serde !== 'parquet' &&
        (['array', 'map', 'struct'].includes(type.kind) || (type.kind === 'scalar' && type.name === 'binary')),
    )
    if (nested)
      throw new StatementFailure(
        `NOT_SUPPORTED: This local lake does not support type ${hiveType(nested.type)} (column ${nested.name}) in a text table.`,
      )
    await register(context, name, {
      kind: 'external',
      columns,
      partitionColumns,
      partitions: [],
      format,
      location,
      properties,
      ...described,
    })
    return nothing
  }
  await createIceberg(context, name, {
    location: location.replace(/\/+$/, ''),
    columns,
    partition: partitionFields,
    properties: icebergProperties(properties),
    ...described,
  })
  return nothing
}

/**
 * Makes an Iceberg table: its rows' files, then its metadata, and last its name in the catalogue, so that a statement
 * that fails leaves no table.
 *
 * @param write Writes the first rows; without it the table is empty.
 */
export async function createIceberg(
  context: StatementContext,
  name: TableName,
  { comment, ...table }: NewTable & { readonly comment?: string },
  write?: (metadata: Metadata) => Promise<DataFile[]>,
): Promise<void> {
  for (const { name: column, type } of table.columns)
    if (icebergType(type) === undefined)
      throw new StatementFailure(`NOT_SUPPORTED: Type not supported for Iceberg: ${hiveType(type)} (column ${column})`)
  for (const field of table.partition) {
    const problem = partitionProblem(field, table.columns)
    if (problem) throw new StatementFailure(`INVALID_TABLE_PROPERTY: ${problem}`)
  }
  const now = context.now.getTime()
  const metadata = newMetadata(table, now)
  const added = (await write?.(metadata)) ?? []
  try {
    await context.lake.inTurn(async () => {
      const taken = Object.values(context.lake.catalog.state).flatMap((database) => Object.values(database.tables))
      if (taken.some((entry) => entry.kind === 'iceberg' && entry.location === table.location))
        throw new StatementFailure(`NOT_SUPPORTED: Another Iceberg table is at ${table.location}.`)
      refuseTaken(context.lake.catalog.state, context.nameOf(name))
      const created = await createTable(metadata, context.pathOf)
      context.lake.versions.delete(table.location)
      if (write) await commit(created, { operation: 'append', added, removed: new Set() }, now, context.pathOf)
      const { location, properties } = table
      await register(context, name, {
        kind: 'iceberg',
        location,
        properties,
        ...(comment !== undefined && { comment }),
      })
    })
  } catch (error) {
    for (const file of added) await rm(context.pathOf(file.path), { force: true })
    throw error
  }
}

/** Puts a new entry into the catalogue. @throws {StatementFailure} if another statement was first. */
export async function register(context: StatementContext, name: TableName, entry: CatalogEntry): Promise<void> {
  const { database, table } = context.nameOf(name)
  await context.lake.catalog.update((state) => {
    refuseTaken(state, { database, table })
    return withEntry(state, database, table, entry)
  })
}

function refuseTaken(state: CatalogState, { database, table }: { database: string; table: string }): void {
  if (!state[database]) throw ddlFailure(`SemanticException Database does not exist: ${database}`)
  if (state[database].tables[table]) throw ddlFailure(`AlreadyExistsException(message:Table ${table} already exist)`)
}

/** `DROP TABLE`: an Iceberg table goes with its files, an external table leaves them. */
export async function runDropTable(
  context: StatementContext,
  { name, ifExists }: { name: TableName; ifExists: boolean },
): Promise<Outcome> {
  const { database, table } = context.nameOf(name)
  // Files and name in one turn: a table made meanwhile may be at the same location.
  await context.lake.inTurn(async () => {
    const dropped: IcebergTable[] = []
    await context.lake.catalog.update((state) => {
      const found = state[database]?.tables[table]
      if (!found && ifExists) return state
      if (!found) throw ddlFailure(`SemanticException Unable to fetch table ${table}. Entity Not Found`)
      if (found.kind === 'view') throw ddlFailure('SemanticException Cannot drop a view with DROP TABLE')
      if (found.kind === 'iceberg') dropped.push(found)
      return withEntry(state, database, table, undefined)
    })
    for (const one of dropped) await deleteIceberg(context, one)
  })
  return nothing
}

export async function runAddColumns(context: StatementContext, { name, columns }: Of<'add columns'>): Promise<Outcome> {
  const entry = alterable(context, name)
  if (entry.kind === 'external')
    return changeExternal(context, name, (table) => {
      refuseRepeated([...table.columns, ...table.partitionColumns, ...columns])
      return { ...table, columns: [...table.columns, ...columns] }
    })
  const base = await context.loadIceberg(entry)
  refuseRepeated([...columnsOf(base.metadata), ...columns])
  for (const column of columns)
    if (icebergType(column.type) === undefined)
      throw new StatementFailure(
        `NOT_SUPPORTED: Type not supported for Iceberg: ${hiveType(column.type)} (column ${column.name})`,
      )
  const next = withColumns(base.metadata, columns, context.now.getTime(), metadataName(base))
  await committing(context, base, () =>
    commitMetadata(next, base.number + 1, context.pathOf(`${entry.location}/metadata`)),
  )
  return nothing
}

export async function runSetProperties(
  context: StatementContext,
  { name, properties }: Of<'set properties'>,
): Promise<Outcome> {
  const entry = alterable(context, name)
  const merged = (): Promise<Outcome> =>
    change(context, name, (found) =>
      found.kind === 'view' ? found : { ...found, properties: { ...found.properties, ...properties } },
    )
  if (entry.kind === 'external') return merged()
  const base = await context.loadIceberg(entry)
  const next = {
    ...nextMetadata(base.metadata, context.now.getTime(), metadataName(base)),
    properties: { ...base.metadata.properties, ...properties },
  }
  return committing(context, base, async () => {
    await commitMetadata(next, base.number + 1, context.pathOf(`${entry.location}/metadata`))
    return merged()
  })
}

/** The table as ALTER TABLE finds it. */
function alterable(context: StatementContext, name: TableName): Exclude<CatalogEntry, View> {
  const entry = context.existing(name)
  if (entry.kind === 'view') throw ddlFailure('SemanticException Cannot alter a view with ALTER TABLE')
  return entry
}

export async function runSetLocation(
  context: StatementContext,
  { name, location }: Of<'set location'>,
): Promise<Outcome> {
  externalTable(context, name)
  const checked = await checkedLocation(context, location)
  return changeExternal(context, name, (table) => ({ ...table, location: checked }))
}

export async function runPartitions(
  context: StatementContext,
  statement: Extract<Statement, { kind: 'add partitions' | 'drop partitions' }>,
): Promise<Outcome> {
  externalTable(context, statement.name)
  const locations = await Promise.all(
    statement.partitions.map(({ location }) => location && checkedLocation(context, location)),
  )
  return changeExternal(context, statement.name, (table) => ({
    ...table,
    partitions: partitionsAfter(statement, locations, table),
  }))
}

/** @param locations Of the statement's partitions, where it gives one. */
function partitionsAfter(
  statement: Parameters<typeof runPartitions>[1],
  locations: readonly (string | undefined)[],
  table: ExternalTable,
): readonly Partition[] {
  let { partitions } = table
  for (const [index, { values }] of statement.partitions.entries()) {
    const key = table.partitionColumns.map((column) => {
      const value = values[column.name]
      if (value === undefined || Object.keys(values).length !== table.partitionColumns.length)
        throw ddlFailure('SemanticException The partition spec does not name the partition columns of the table')
      return value
    })
    const found = partitions.find((one) => one.values.join('\0') === key.join('\0'))
    if (statement.kind === 'drop partitions') {
      if (!found && !statement.lenient)
        throw ddlFailure(`SemanticException Partition not found ${JSON.stringify(values)}`)
      partitions = partitions.filter((one) => one !== found)
    } else if (!found)
      partitions = [...partitions, { values: key, location: locations[index] ?? partitionLocation(table, key) }]
    else if (!statement.lenient)
      throw ddlFailure(`AlreadyExistsException(message:Partition already exists: ${JSON.stringify(values)})`)
  }
  return partitions
}

/** `MSCK REPAIR TABLE`: folders named `column=value` below the location become partitions; for other tables it does nothing. */
export async function runRepair(context: StatementContext, { name }: Of<'repair'>): Promise<Outcome> {
  const entry = context.existing(name)
  if (entry.kind !== 'external' || !entry.partitionColumns.length) return nothing
  const found = await partitionFolders(context.pathOf(entry.location), entry.partitionColumns)
  return changeExternal(context, name, (table) => {
    const known = new Set(table.partitions.map((one) => one.values.join('\0')))
    const added: Partition[] = found
      .filter((values) => !known.has(values.join('\0')))
      .map((values) => ({ values, location: partitionLocation(table, values) }))
    return added.length ? { ...table, partitions: [...table.partitions, ...added] } : table
  })
}

async function partitionFolders(folder: string, [column, ...others]: readonly Column[]): Promise<string[][]> {
  if (!column) return [[]]
  const prefix = `${column.name}=`
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const folders = entries
    .filter((entry) => entry.isDirectory() && entry.name.toLowerCase().startsWith(prefix))
    .map((entry) => entry.name)
  const found = await Promise.all(
    folders
      .sort()
      .map(async (one) =>
        (await partitionFolders(join(folder, one), others)).map((rest) => [
          decodeURIComponent(one.slice(prefix.length)),
          ...rest,
        ]),
      ),
  )
  return found.flat()
}

export function showPartitions(context: StatementContext, { name }: { name: TableName }): Outcome {
  const table = externalTable(context, name)
  if (!table.partitionColumns.length)
    throw ddlFailure(`SemanticException Table ${name.table} is not a partitioned table`)
  const rows = table.partitions.map(({ values }) => [
    table.partitionColumns.map((column, index) => `${column.name}=${values[index]}`).join('/'),
  ])
  return listing([textColumn('partition')], rows.sort())
}

function externalTable(context: StatementContext, name: TableName): ExternalTable {
  const entry = context.existing(name)
  if (entry.kind !== 'external') throw new StatementFailure(`NOT_SUPPORTED: ${name.table} is not an external table`)
  return entry
}

/** Puts in an entry's place what `next` makes of it: of the entry as it is then, which another statement may have changed meanwhile. */
async function change(
  context: StatementContext,
  name: TableName,
  next: (entry: CatalogEntry) => CatalogEntry,
): Promise<Outcome> {
  const { database, table } = context.nameOf(name)
  await context.lake.catalog.update((state) => {
    const entry = context.existing(name)
    const changed = next(entry)
    return changed === entry ? state : withEntry(state, database, table, changed)
  })
  return nothing
}

function changeExternal(
  context: StatementContext,
  name: TableName,
  next: (table: ExternalTable) => ExternalTable,
): Promise<Outcome> {
  return change(context, name, () => next(externalTable(context, name)))
}

/** The location with one slash behind it. @throws {StatementFailure} for what is no folder in S3. */
export async function checkedLocation(context: StatementContext, location: string): Promise<string> {
  const trimmed = location.replace(/^s3[an]:/, 's3:').replace(/\/+$/, '')
  try {
    const { key } = splitAddress(trimmed)
    if (key !== '') await pathInside(context.lake.bucketsFolder, trimmed)
    if (/[*?]/.test(key)) throw new BlobAddressError(`"${location}" holds a wildcard.`)
  } catch (error) {
    if (error instanceof BlobAddressError)
      throw new StatementFailure(`INVALID_TABLE_PROPERTY: The location is not a folder in S3: ${error.message}`)
    throw error
  }
  await mkdir(context.pathOf(trimmed), { recursive: true })
  return `${trimmed}/`
}

function refuseRepeated(columns: readonly Column[]): void {
  const repeated = columns.find((column, index) => columns.findIndex((one) => one.name === column.name) !== index)
  if (repeated) throw ddlFailure(`SemanticException Duplicate column name: ${repeated.name}`)
}

function icebergProperties({ table_type: _, ...others }: Readonly<Record<string, string>>): Record<string, string> {
  return others
}
