import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeDurably } from './durable-file.js'
import type { Column, RowFormat } from './sql/statement.js'
import { UnavailableLakeError } from './unavailable-lake-error.js'

/** A partition of an external table: the values of its partition columns, in their order, and where its files are. */
export interface Partition {
  readonly values: readonly string[]
  readonly location: string
}

export interface ExternalTable {
  readonly kind: 'external'
  readonly columns: readonly Column[]
  readonly partitionColumns: readonly Column[]
  readonly partitions: readonly Partition[]
  readonly format: RowFormat
  readonly location: string
  readonly comment?: string
  readonly properties: Readonly<Record<string, string>>
}

/** Columns, partitions and data are in Iceberg's own metadata, at the location. */
export interface IcebergTable {
  readonly kind: 'iceberg'
  readonly location: string
  readonly properties: Readonly<Record<string, string>>
  readonly comment?: string
}

export interface View {
  readonly kind: 'view'
  readonly columns: readonly Column[]
  /** The query as written. */
  readonly sql: string
  /** Where names without a database are looked up. */
  readonly database: string
}

export type CatalogEntry = ExternalTable | IcebergTable | View

export interface Database {
  readonly location?: string
  readonly comment?: string
  readonly tables: Readonly<Record<string, CatalogEntry>>
}

/** Databases by name, tables and views by name within: a plain value, replaced whole by each change. */
export type CatalogState = Readonly<Record<string, Database>>

interface CatalogFile {
  readonly version: 1
  readonly databases: CatalogState
}

/** The lake's counterpart of AWS Glue: one JSON file, replaced whole, so that a crash leaves the old catalogue or the new. */
export class Catalog {
  readonly #path: string
  #state: CatalogState
  #writing: Promise<unknown> = Promise.resolve()

  private constructor(path: string, state: CatalogState) {
    this.#path = path
    this.#state = state
  }

  /** @throws {UnavailableLakeError} if the file is there and is not a catalogue: it is never overwritten by an empty one. */
  static async open(path: string): Promise<Catalog> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return new Catalog(path, emptyState())
    const file = parsed(text)
    if (file?.version !== 1 || typeof file.databases !== 'object' || file.databases === null)
      throw new UnavailableLakeError(
        `The lake in ${dirname(path)} cannot be opened: ${path} is not a catalogue of this version.`,
      )
    return new Catalog(path, withoutPrototypes(file.databases))
  }

  get state(): CatalogState {
    return this.#state
  }

  database(name: string): Database | undefined {
    return this.#state[name]
  }

  entry(database: string, table: string): CatalogEntry | undefined {
    return this.#state[database]?.tables[table]
  }

  /**
   * Changes the catalogue: `change` gets the state as it is then and returns the next, or throws to leave all as it
   * is. Changes run one after another; the promise settles when the file is on the disk.
   */
  update(change: (state: CatalogState) => CatalogState): Promise<void> {
    const run = this.#afterWriting(change)
    this.#writing = run.catch(() => undefined)
    return run
  }

  async #afterWriting(change: (state: CatalogState) => CatalogState): Promise<void> {
    await this.#writing
    const changed = change(this.#state)
    if (changed === this.#state) return
    const next = withoutPrototypes(changed)
    const file: CatalogFile = { version: 1, databases: next }
    await writeDurably(this.#path, `${JSON.stringify(file, null, 2)}\n`)
    this.#state = next
  }
}

function parsed(text: string): CatalogFile | undefined {
  try {
    return JSON.parse(text) as CatalogFile
  } catch {
    return undefined
  }
}

/** The state with this entry put in, or taken out if undefined. */
export function withEntry(
  state: CatalogState,
  database: string,
  table: string,
  entry: CatalogEntry | undefined,
): CatalogState {
  const found = state[database]!
  const { [table]: _, ...others } = found.tables
  return { ...state, [database]: { ...found, tables: entry ? { ...others, [table]: entry } : others } }
}

function emptyState(): CatalogState {
  return Object.create(null) as CatalogState
}

/** A database called `constructor` must not be found before it is created. */
function withoutPrototypes(databases: CatalogState): CatalogState {
  const entries = Object.entries(databases).map(([name, database]) => [
    name,
    { ...database, tables: Object.assign(Object.create(null), database.tables) as Database['tables'] },
  ])
  return Object.assign(emptyState(), Object.fromEntries(entries))
}
