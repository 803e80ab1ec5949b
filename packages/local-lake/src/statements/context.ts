import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { splitAddress } from '../blob-store.js'
import type { Catalog, CatalogEntry, ExternalTable, IcebergTable } from '../catalog.js'
import type { Session } from '../engine.js'
import { StatementFailure } from '../failure.js'
import { metadataTableIn } from '../iceberg/metadata-tables.js'
import { icebergRelation } from '../iceberg/relation.js'
import { liveFiles, loadManifests, loadTable, type PathOf, type TableVersion } from '../iceberg/table.js'
import { type AsOf, asOfIn } from '../sql/as-of.js'
import { duckdbType, quoteName, quotePath, quoteText } from '../sql/column-type.js'
import { rewrite } from '../sql/rewrite.js'
import type { TableName } from '../sql/statement.js'
import { type Token, tokensOf } from '../sql/tokens.js'
import { UnsupportedError } from '../sql/unsupported.js'
import { checkBlocks } from './check-blocks.js'
import { layoutOf } from '../text/layout.js'
import { emptyRelation, textRelation } from '../text/relation.js'
import { dataFilesIn, TextFiles } from '../text/text-files.js'

/** What all statements of a lake share. */
export interface LakeParts {
  readonly catalog: Catalog
  /** Buckets are folders in here. */
  readonly bucketsFolder: string
  readonly temporaryFolder: string
  readonly textFiles: TextFiles
  /** The version of each Iceberg table last read, by location: a table that has not changed is not read again. */
  readonly versions: Map<string, TableVersion>
  /** Runs these one after another: making and deleting the files of Iceberg tables, which may share a location. */
  readonly inTurn: <Result>(task: () => Promise<Result>) => Promise<Result>
  /** Paths of data files that statements still running have written: no snapshot may name them yet. */
  readonly unpublished: Set<string>
}

/** DuckDB's own views; Athena has none of these names. */
const systemViews = /^(?:pg|sqlite|duckdb|pragma)_/
const tableWords = new Set(['from', 'join', 'table'])

/** What one statement works with: the lake, its own DuckDB session, its database and its moment. */
export class StatementContext {
  readonly lake: LakeParts
  readonly session: Session
  /** Names without a database mean this one. */
  readonly database: string
  readonly now: Date
  /** Bytes of the files of all tables the statement named so far. */
  scannedBytes = 0
  readonly #written: string[] = []
  readonly #prepared = new Set<string>()

  constructor(lake: LakeParts, session: Session, database: string, now: Date) {
    this.lake = lake
    this.session = session
    this.database = database
    this.now = now
  }

  /** Where an `s3://` address is on this machine. Locations were checked when their table was created. */
  readonly pathOf: PathOf = (address) => {
    const { bucket, key } = splitAddress(address)
    return join(this.lake.bucketsFolder, bucket, ...key.split('/').filter((segment) => segment !== ''))
  }

  /** Hears of a data file before it is written. */
  readonly onFile = (path: string): void => {
    this.#written.push(path)
    this.lake.unpublished.add(path)
  }

  /** The statement is over: what it wrote is named by a snapshot now, or by none ever. */
  end(): void {
    for (const path of this.#written) this.lake.unpublished.delete(path)
  }

  nameOf(name: TableName): { database: string; table: string } {
    return { database: name.database ?? this.database, table: name.table }
  }

  entry(name: TableName): CatalogEntry | undefined {
    const { database, table } = this.nameOf(name)
    return this.lake.catalog.entry(database, table)
  }

  /** The entry, or Athena's failure for a name that is not there. */
  existing(name: TableName): CatalogEntry {
    const { database, table } = this.nameOf(name)
    if (!this.lake.catalog.database(database))
      throw new StatementFailure(`SCHEMA_NOT_FOUND: line 1:1: Schema '${database}' does not exist`)
    const entry = this.lake.catalog.entry(database, table)
    if (!entry)
      throw new StatementFailure(
        `TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.${database}.${table}' does not exist`,
      )
    return entry
  }

  async loadIceberg(table: IcebergTable): Promise<TableVersion> {
    const version = await loadTable(table.location, this.pathOf, this.lake.versions.get(table.location))
    this.lake.versions.set(table.location, version)
    return version
  }

  /** The query as DuckDB reads it, after the tables it names have been put in reach. @throws {StatementFailure} for a table that is not there. */
  async query(tokens: readonly Token[]): Promise<string> {
    const sql = this.rewrite(tokens)
    this.checkTables(sql, tokens)
    await this.prepare(tokens)
    await checkBlocks(this, tokens)
    await this.#checkTypes(this.#toCheckTypes(tokens))
    return sql
  }

  /** @throws {StatementFailure} for conditions that compare what cannot be compared. @param from What stands behind FROM. */
  async checkConditions(from: string, conditions: readonly (readonly Token[])[]): Promise<void> {
    const present = conditions.filter((tokens) => tokens.length > 0)
    if (present.length)
      await this.#checkTypes(
        `SELECT 1 FROM ${from} WHERE ${present.map((tokens) => `(${this.#toCheckTypes(tokens)})`).join(' AND ')}`,
      )
  }

  /** The same for the query or table a MERGE reads. */
  async checkSource(source: readonly Token[], alias: string): Promise<void> {
    await this.#checkTypes(`SELECT * FROM ${this.#toCheckTypes(source)} ${alias}`)
    if (source[0]?.value === '(') await checkBlocks(this, source.slice(1, -1))
  }

  #toCheckTypes(tokens: readonly Token[]): string {
    return rewrite(tokens, { now: this.now, catalog: this.session.catalog, toCheckTypes: true })
  }

  async #checkTypes(sql: string): Promise<void> {
    await this.session.check(sql).catch((error: Error) => {
      // Whatever else is wrong with this text, the statement itself tells better.
      if (/^Binder Error: Cannot (?:compare values|deduce template type)/.test(error.message)) throw error
    })
  }

  /** @param sql A query as DuckDB reads it. @param tokens What it was made of. @throws {StatementFailure} for a table that is not there. */
  checkTables(sql: string, tokens: readonly Token[]): void {
    for (const name of this.session.tablesIn(sql)) this.#checkTable(name, tokens)
  }

  #checkTable(parts: readonly string[], tokens: readonly Token[]): void {
    const [table, database = this.database, catalog] = [...parts].reverse()
    const token = tokens.find((one) => one.value === table)
    const place = token ? `line ${token.line}:${token.column}: ` : ''
    if (catalog !== undefined && catalog !== this.session.catalog)
      throw new StatementFailure(`CATALOG_NOT_FOUND: ${place}Catalog '${catalog}' does not exist`)
    if (!this.lake.catalog.database(database))
      throw new StatementFailure(`SCHEMA_NOT_FOUND: ${place}Schema '${database}' does not exist`)
    if (!this.#entryOf(database, table!))
      throw new StatementFailure(
        `TABLE_NOT_FOUND: ${place}Table 'awsdatacatalog.${database}.${asOfIn(table!)?.table ?? table}' does not exist`,
      )
  }

  rewrite(tokens: readonly Token[]): string {
    return rewrite(tokens, { now: this.now, catalog: this.session.catalog })
  }

  /** Makes a view in the session for each table these tokens may mean. A name that means a column costs a view too many. */
  async prepare(tokens: readonly Token[], database = this.database): Promise<void> {
    await this.session.use(database)
    for (const [index, token] of tokens.entries()) {
      if (token.kind !== 'word' && token.kind !== 'name') continue
      const before = tokens[index - 1]?.value ?? ''
      if (systemViews.test(token.value) && tableWords.has(before) && !this.lake.catalog.entry(database, token.value))
        throw new StatementFailure(
          `TABLE_NOT_FOUND: line ${token.line}:${token.column}: Table 'awsdatacatalog.${database}.${token.value}' does not exist`,
        )
      if (token.value === 'information_schema') throw new UnsupportedError('information_schema')
      const next = tokens[index + 1]
      const after = tokens[index + 2]
      if (next?.kind === 'symbol' && next.value === '.' && after && this.#entryOf(token.value, after.value))
        await this.#view(token.value, after.value)
      else if (this.#entryOf(database, token.value)) await this.#view(database, token.value)
      // A schema that is there says "no such table", not "no such schema".
      else if (next?.value === '.' && this.lake.catalog.database(token.value)) await this.#schema(token.value)
    }
    await this.session.use(database)
  }

  async #view(database: string, table: string): Promise<void> {
    const name = `${quoteName(database)}.${quoteName(table)}`
    if (this.#prepared.has(name)) return
    this.#prepared.add(name)
    const asOf = asOfIn(table)
    const entry = this.#entryOf(database, table)!
    const made = metadataTableIn(table)
    const relation = asOf
      ? await this.#relationAsOf(entry, asOf)
      : made && entry.kind === 'iceberg'
        ? made.query((await this.loadIceberg(entry)).metadata)
        : await this.#relation(entry)
    await this.#schema(database)
    await this.session.run(`CREATE OR REPLACE VIEW ${this.session.catalog}.${name} AS ${relation}`)
  }

  #entryOf(database: string, name: string): CatalogEntry | undefined {
    const made = metadataTableIn(name)
    if (!made) return this.lake.catalog.entry(database, asOfIn(name)?.table ?? name)
    const entry = this.lake.catalog.entry(database, made.table)
    return entry?.kind === 'iceberg' ? entry : undefined
  }

  /** The rows of an Iceberg table at a snapshot, or at the last one before a moment, with the columns it had then. */
  async #relationAsOf(entry: CatalogEntry, { table, kind, value }: AsOf): Promise<string> {
    if (entry.kind !== 'iceberg')
      throw new StatementFailure(`NOT_SUPPORTED: ${table} is not an Iceberg table: it has no earlier versions.`)
    const { number, metadata } = await this.loadIceberg(entry)
    const expression = this.rewrite(tokensOf(value, 'trino'))
    const [[wanted] = []] = await this.session.rows(
      kind === 'version'
        ? `SELECT CAST(${expression} AS VARCHAR)`
        : `SELECT epoch_ms(CAST(${expression} AS TIMESTAMPTZ))`,
    )
    const found =
      kind === 'version'
        ? metadata.snapshots.find((snapshot) => String(snapshot['snapshot-id']) === wanted)
        : metadata.snapshots.findLast((snapshot) => snapshot['timestamp-ms'] <= Number(wanted))
    if (!found)
      throw new StatementFailure(
        kind === 'version'
          ? `INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: ${String(wanted)}`
          : `INVALID_ARGUMENTS: No version history table ${table} at or before ${new Date(Number(wanted)).toISOString()}`,
      )
    const then = { ...metadata, 'current-schema-id': found['schema-id'], 'current-snapshot-id': found['snapshot-id'] }
    const version = { number, metadata: then, manifests: await loadManifests(then, found, this.pathOf) }
    for (const file of liveFiles(version)) this.scannedBytes += file.size
    return icebergRelation(version, this.pathOf)
  }

  async #schema(database: string): Promise<void> {
    await this.session.run(`CREATE SCHEMA IF NOT EXISTS ${this.session.catalog}.${quoteName(database)}`)
  }

  async #relation(entry: CatalogEntry): Promise<string> {
    if (entry.kind === 'iceberg') {
      const version = await this.loadIceberg(entry)
      for (const file of liveFiles(version)) this.scannedBytes += file.size
      return icebergRelation(version, this.pathOf)
    }
    if (entry.kind === 'external') return this.#externalRelation(entry)
    const tokens = tokensOf(entry.sql, 'trino')
    await this.prepare(tokens, entry.database)
    const query = this.rewrite(tokens)
    // DuckDB binds the names of a view when it is made: in the database the view was created in.
    await this.session.use(entry.database)
    const columns = entry.columns.map(
      (column, index) => `c${index}::${duckdbType(column.type)} AS ${quoteName(column.name)}`,
    )
    const names = entry.columns.map((_, index) => `c${index}`)
    return `SELECT ${columns.join(', ')} FROM (${query}) AS v(${names.join(', ')})`
  }

  async #externalRelation(table: ExternalTable): Promise<string> {
    // Without registered partitions the table would seem to be empty.
    if (table.properties['projection.enabled']?.toLowerCase() === 'true')
      throw new UnsupportedError('partition projection')
    const columns = [...table.columns, ...table.partitionColumns]
    if (!table.partitionColumns.length) return this.#filesRelation(table, table.location)
    const parts: string[] = []
    for (const partition of table.partitions) {
      const values = table.partitionColumns.map(
        (column, index) =>
          `CAST(${quoteText(partition.values[index]!)} AS ${duckdbType(column.type)}) AS ${quoteName(column.name)}`,
      )
      parts.push(`SELECT *, ${values.join(', ')} FROM (${await this.#filesRelation(table, partition.location)})`)
    }
    return parts.length ? parts.join(' UNION ALL ') : emptyRelation(columns)
  }

  async #filesRelation(table: ExternalTable, location: string): Promise<string> {
    const paths = await dataFilesIn(this.pathOf(location))
    if (!paths.length) return emptyRelation(table.columns)
    for (const path of paths) this.scannedBytes += (await stat(path)).size
    if (table.format.serde === 'parquet') {
      const names = table.columns.map(
        (column) => `${quoteName(column.name)}::${duckdbType(column.type)} AS ${quoteName(column.name)}`,
      )
      return `SELECT ${names.join(', ')} FROM read_parquet([${paths.map(quotePath).join(', ')}], hive_partitioning = false, union_by_name = true)`
    }
    const layout = layoutOf(table.format, table.properties)
    const header = table.properties['skip.header.line.count'] ?? '0'
    if (!/^\d{1,9}$/.test(header))
      throw new StatementFailure(
        `HIVE_INVALID_METADATA: Invalid value for 'skip.header.line.count' property: ${header}`,
      )
    const skip = Number(header)
    const files = await Promise.all(
      paths.map((path) => this.lake.textFiles.prepare(path, layout, skip, table.columns.length)),
    )
    return textRelation(files, table.columns, layout, skip)
  }
}
