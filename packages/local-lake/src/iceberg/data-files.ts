import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DuckDBDateValue, DuckDBDecimalValue, DuckDBTimestampValue, type DuckDBValue } from '@duckdb/node-api'
import { syncFile, syncFolder } from '../durable-file.js'
import type { Session } from '../engine.js'
import { icebergType, quoteName, quoteText } from '../sql/column-type.js'
import type { AvroValue } from './avro.js'
import type { DataFile } from './manifest.js'
import { columnsOf, type FieldColumn, type Metadata, partitionOf } from './metadata.js'
import { partitionExpression, partitionFieldName, partitionText, twosComplement } from './partition.js'

const codecs: Readonly<Record<string, string>> = {
  zstd: 'zstd',
  snappy: 'snappy',
  gzip: 'gzip',
  lz4: 'lz4_raw',
  none: 'uncompressed',
  uncompressed: 'uncompressed',
}

/** Athena writes at most this many partitions in one statement. */
export const mostPartitions = 100

export class TooManyPartitionsError extends Error {
  override readonly name = 'TooManyPartitionsError'
}

export interface WriteOptions {
  readonly session: Session
  readonly metadata: Metadata
  /** A relation DuckDB can read twice: the name of a table, and which of its rows. */
  readonly rows: string
  /** Which of the rows the statement itself made: only their partitions count against the limit. */
  readonly own?: string
  /** Staging; files move from here to the table. */
  readonly temporaryFolder: string
  /** Hears where a file will be, before it is there. */
  readonly onFile: (path: string) => void
  readonly pathOf: (address: string) => string
}

/**
 * Writes rows as Parquet files of the table, one or more a partition.
 *
 * @throws {TooManyPartitionsError}
 */
export async function writeDataFiles(options: WriteOptions): Promise<DataFile[]> {
  const { session, metadata, rows, own = 'true', temporaryFolder, onFile, pathOf } = options
  const columns = columnsOf(metadata)
  const partition = partitionOf(metadata)
  const staging = join(temporaryFolder, randomUUID())
  await mkdir(staging, { recursive: true })
  try {
    const names = columns.map((column) => quoteName(column.name)).join(', ')
    const copyOptions = [
      'FORMAT parquet',
      `COMPRESSION ${codecs[metadata.properties['write_compression']?.toLowerCase() ?? 'zstd'] ?? 'zstd'}`,
      `FIELD_IDS {${columns.map((column) => `${quoteText(column.name)}: ${column.id}`).join(', ')}}`,
      'RETURN_STATS',
    ]
    const expressions = partition.map((field) => partitionExpression(field, typeOf(columns, field.column)))
    const values: DuckDBValue[][] = []
    let query = `SELECT ${names} FROM ${rows}`
    if (partition.length) {
      const listed = expressions.map((expression, index) => `${expression} AS p${index}`).join(', ')
      await session.run(
        `CREATE OR REPLACE TEMP TABLE lake_partitions AS SELECT row_number() OVER () AS part, * FROM (SELECT ${listed}, bool_or(${own}) AS own FROM ${rows} GROUP BY ALL)`,
      )
      values.push(...(await session.rows(`SELECT * EXCLUDE (part, own) FROM temp.main.lake_partitions ORDER BY part`)))
      const [[written] = []] = await session.rows('SELECT count(*) FROM temp.main.lake_partitions WHERE own')
      if (Number(written) > mostPartitions)
        throw new TooManyPartitionsError(
          `ICEBERG_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of ${mostPartitions} open writers for partitions`,
        )
      if (!values.length) return []
      // Folders are numbered: a value may hold any character and be longer than a file name.
      const same = expressions
        .map((expression, index) => `${expression} IS NOT DISTINCT FROM q.p${index}`)
        .join(' AND ')
      query = `SELECT ${columns.map((column) => `r.${quoteName(column.name)}`).join(', ')}, q.part AS __lake_part FROM (SELECT * FROM ${rows}) r JOIN temp.main.lake_partitions q ON ${same}`
      copyOptions.push('PARTITION_BY (__lake_part)')
    } else {
      const size = Number(metadata.properties['write_target_data_file_size_bytes'] ?? 536_870_912)
      copyOptions.push(`FILE_SIZE_BYTES ${Number.isSafeInteger(size) && size > 0 ? size : 536_870_912}`)
    }
    const stats = await session.rows(
      `COPY (${query}) TO ${quoteText(join(staging, 'data'))} (${copyOptions.join(', ')})`,
    )
    const files: DataFile[] = []
    for (const [index, row] of stats.entries()) {
      const [filename, count, size, , columnStats, keys] = row as unknown as [
        string,
        bigint,
        bigint,
        bigint,
        Stats,
        { entries: { value: string }[] } | null,
      ]
      if (count === 0n) continue
      const part = keys ? values[Number(keys.entries[0]!.value) - 1]! : []
      const folder = partition
        .map(
          (field, at) => `${encodeURIComponent(partitionFieldName(field))}=${partitionText(field, part[at] ?? null)}/`,
        )
        .join('')
      const path = `${metadata.location}/data/${folder}${index}-${randomUUID()}.parquet`
      await syncFile(filename)
      await mkdir(dirname(pathOf(path)), { recursive: true })
      onFile(pathOf(path))
      await rename(filename, pathOf(path))
      files.push({
        path,
        partition: part.map(avroValue),
        rows: Number(count),
        size: Number(size),
        ...statisticsOf(columns, columnStats),
      })
    }
    const folders = new Set(files.flatMap((file) => [dirname(pathOf(file.path)), dirname(dirname(pathOf(file.path)))]))
    for (const folder of folders) await syncFolder(folder)
    return files
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Column name, quoted -> `min`, `max`, `null_count`, `num_values`, all as text. */
interface Stats {
  readonly entries: readonly {
    readonly key: string
    readonly value: { readonly entries: readonly { readonly key: string; readonly value: string }[] }
  }[]
}

type Statistics = Pick<DataFile, 'valueCounts' | 'nullCounts' | 'lowerBounds' | 'upperBounds'>

function statisticsOf(columns: readonly FieldColumn[], stats: Stats): Statistics {
  const result = { valueCounts: {}, nullCounts: {}, lowerBounds: {}, upperBounds: {} } as {
    [Key in keyof Statistics]: Record<number, never>
  }
  const put = <Key extends keyof Statistics>(
    key: Key,
    id: number,
    value: Statistics[Key][number] | undefined,
  ): void => {
    if (value !== undefined) (result[key] as Record<number, Statistics[Key][number]>)[id] = value
  }
  for (const column of columns) {
    const found = stats.entries.find((entry) => entry.key === quoteName(column.name))
    const of = (name: string): string | undefined => found?.value.entries.find((entry) => entry.key === name)?.value
    if (!found) continue
    put('valueCounts', column.id, Number(of('num_values')))
    put('nullCounts', column.id, Number(of('null_count')))
    put('lowerBounds', column.id, boundOf(column, of('min')))
    put('upperBounds', column.id, boundOf(column, of('max')))
  }
  return result
}

/** Iceberg's single-value bytes, for the types whose text is exact. @see https://iceberg.apache.org/spec/#binary-single-value-serialization */
function boundOf({ type }: FieldColumn, text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined
  const name = icebergType(type)
  if (type.kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(text)) return twosComplement(BigInt(text.replace('.', '')))
  if ((name === 'int' || name === 'long') && /^-?\d+$/.test(text)) {
    const bytes = Buffer.alloc(name === 'int' ? 4 : 8)
    if (name === 'int') bytes.writeInt32LE(Number(text))
    else bytes.writeBigInt64LE(BigInt(text))
    return bytes
  }
  if (name === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32LE(Date.parse(`${text}T00:00:00Z`) / 86_400_000)
    return bytes
  }
  return undefined
}

function avroValue(value: DuckDBValue): AvroValue {
  if (value instanceof DuckDBDateValue) return value.days
  if (value instanceof DuckDBTimestampValue) return value.micros
  if (value instanceof DuckDBDecimalValue) return decimalBytes(value)
  return value as AvroValue
}

function decimalBytes({ value, width }: DuckDBDecimalValue): Buffer {
  let size = 1
  while (2n ** BigInt(8 * size - 1) <= 10n ** BigInt(width) - 1n) size++
  return twosComplement(value, size)
}

function typeOf(columns: readonly FieldColumn[], name: string): FieldColumn['type'] {
  return columns.find((column) => column.name === name)!.type
}
