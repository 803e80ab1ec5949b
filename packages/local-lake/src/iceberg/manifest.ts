import type { PartitionField } from '../sql/statement.js'
import { type AvroField, type AvroSchema, type AvroValue, readAvro, writeAvro } from './avro.js'
import { columnsOf, currentSchema, type Metadata, partitionOf } from './metadata.js'
import { firstPartitionFieldId, partitionAvroType, partitionFieldName } from './partition.js'

/** One Parquet file of a table. */
export interface DataFile {
  /** `s3://bucket/key`. */
  readonly path: string
  /** One value a partition field, in Avro's types. */
  readonly partition: readonly AvroValue[]
  readonly rows: number
  /** Bytes. */
  readonly size: number
  /** Per column id. Bounds are in Iceberg's single-value bytes, where the lake knows them. */
  readonly valueCounts: Readonly<Record<number, number>>
  readonly nullCounts: Readonly<Record<number, number>>
  readonly lowerBounds: Readonly<Record<number, Uint8Array>>
  readonly upperBounds: Readonly<Record<number, Uint8Array>>
}

export const entryStatus = { existing: 0, added: 1, deleted: 2 } as const

/** A file's line in a manifest: since which snapshot and sequence number it belongs to the table. */
export interface ManifestEntry {
  readonly status: (typeof entryStatus)[keyof typeof entryStatus]
  readonly snapshotId: number
  /** Undefined in an entry just added: it takes the manifest's when read. */
  readonly sequence?: number
  readonly file: DataFile
}

/** A manifest's line in a manifest list. */
export interface ManifestInfo {
  readonly path: string
  readonly length: number
  readonly sequence: number
  readonly minSequence: number
  readonly snapshotId: number
  readonly counts: Readonly<Record<'added' | 'existing' | 'deleted', { readonly files: number; readonly rows: number }>>
}

/** A manifest file. @see https://iceberg.apache.org/spec/#manifests */
export function writeManifest(metadata: Metadata, entries: readonly ManifestEntry[]): Buffer {
  const partition = partitionOf(metadata)
  const spec = metadata['partition-specs'].find((found) => found['spec-id'] === metadata['default-spec-id'])!
  const header = {
    schema: JSON.stringify(currentSchema(metadata)),
    'schema-id': String(metadata['current-schema-id']),
    'partition-spec': JSON.stringify(spec.fields),
    'partition-spec-id': String(spec['spec-id']),
    'format-version': '2',
    content: 'data',
  }
  return writeAvro(
    entrySchema(metadata, partition),
    header,
    entries.map(({ status, snapshotId, sequence, file }) => ({
      status,
      snapshot_id: snapshotId,
      sequence_number: sequence ?? null,
      file_sequence_number: sequence ?? null,
      data_file: {
        content: 0,
        file_path: file.path,
        file_format: 'PARQUET',
        partition: Object.fromEntries(
          partition.map((field, index) => [partitionFieldName(field), file.partition[index] ?? null]),
        ),
        record_count: file.rows,
        file_size_in_bytes: file.size,
        value_counts: pairs(file.valueCounts),
        null_value_counts: pairs(file.nullCounts),
        lower_bounds: pairs(file.lowerBounds),
        upper_bounds: pairs(file.upperBounds),
        sort_order_id: 0,
      },
    })),
  )
}

/** The manifest's entries, deleted ones included; `sequence` is the manifest's, for entries that inherit it. */
export function readManifest(
  bytes: Buffer,
  sequence: number,
  partition: readonly PartitionField[],
): Required<ManifestEntry>[] {
  return readAvro(bytes).rows.map((row) => {
    const entry = row as Record<string, AvroValue>
    const file = entry['data_file'] as Record<string, AvroValue>
    const values = file['partition'] as Record<string, AvroValue>
    return {
      status: Number(entry['status']) as ManifestEntry['status'],
      snapshotId: Number(entry['snapshot_id']),
      sequence: entry['sequence_number'] === null ? sequence : Number(entry['sequence_number']),
      file: {
        path: file['file_path'] as string,
        partition: partition.map((field) => values[partitionFieldName(field)] ?? null),
        rows: Number(file['record_count']),
        size: Number(file['file_size_in_bytes']),
        valueCounts: record(file['value_counts'], Number),
        nullCounts: record(file['null_value_counts'], Number),
        lowerBounds: record(file['lower_bounds'], (value) => value as Uint8Array),
        upperBounds: record(file['upper_bounds'], (value) => value as Uint8Array),
      },
    }
  })
}

/** A manifest list. @see https://iceberg.apache.org/spec/#manifest-lists */
export function writeManifestList(
  snapshot: { id: number; parent: number | undefined; sequence: number },
  manifests: readonly ManifestInfo[],
): Buffer {
  const header = {
    'snapshot-id': String(snapshot.id),
    'parent-snapshot-id': String(snapshot.parent ?? 'null'),
    'sequence-number': String(snapshot.sequence),
    'format-version': '2',
  }
  return writeAvro(
    manifestListSchema,
    header,
    manifests.map(({ path, length, sequence, minSequence, snapshotId, counts }) => ({
      manifest_path: path,
      manifest_length: length,
      partition_spec_id: 0,
      content: 0,
      sequence_number: sequence,
      min_sequence_number: minSequence,
      added_snapshot_id: snapshotId,
      added_files_count: counts.added.files,
      existing_files_count: counts.existing.files,
      deleted_files_count: counts.deleted.files,
      added_rows_count: counts.added.rows,
      existing_rows_count: counts.existing.rows,
      deleted_rows_count: counts.deleted.rows,
    })),
  )
}

export function readManifestList(bytes: Buffer): ManifestInfo[] {
  return readAvro(bytes).rows.map((row) => {
    const line = row as Record<string, AvroValue>
    const count = (kind: string): { files: number; rows: number } => ({
      files: Number(line[`${kind}_files_count`]),
      rows: Number(line[`${kind}_rows_count`]),
    })
    return {
      path: line['manifest_path'] as string,
      length: Number(line['manifest_length']),
      sequence: Number(line['sequence_number']),
      minSequence: Number(line['min_sequence_number']),
      snapshotId: Number(line['added_snapshot_id']),
      counts: { added: count('added'), existing: count('existing'), deleted: count('deleted') },
    }
  })
}

function field(name: string, id: number, type: AvroSchema, optional = false): AvroField {
  return optional ? { name, type: ['null', type], default: null, 'field-id': id } : { name, type, 'field-id': id }
}

/** Avro's maps have text keys; Iceberg writes a map by column id as a list of pairs. */
function mapById(key: number, value: number, type: AvroSchema): AvroSchema {
  return {
    type: 'array',
    logicalType: 'map',
    items: {
      type: 'record',
      name: `k${key}_v${value}`,
      fields: [field('key', key, 'int'), field('value', value, type)],
    },
  }
}

function entrySchema(metadata: Metadata, partition: readonly PartitionField[]): AvroSchema {
  const columns = columnsOf(metadata)
  const partitionFields = partition.map((one, index) =>
    field(
      partitionFieldName(one),
      firstPartitionFieldId + index,
      partitionAvroType(one, columns.find((column) => column.name === one.column)!.type),
      true,
    ),
  )
  const dataFile: AvroField[] = [
    field('content', 134, 'int'),
    field('file_path', 100, 'string'),
    field('file_format', 101, 'string'),
    field('partition', 102, { type: 'record', name: 'r102', fields: partitionFields }),
    field('record_count', 103, 'long'),
    field('file_size_in_bytes', 104, 'long'),
    field('value_counts', 109, mapById(119, 120, 'long'), true),
    field('null_value_counts', 110, mapById(121, 122, 'long'), true),
    field('lower_bounds', 125, mapById(126, 127, 'bytes'), true),
    field('upper_bounds', 128, mapById(129, 130, 'bytes'), true),
    field('sort_order_id', 140, 'int', true),
  ]
  return {
    type: 'record',
    name: 'manifest_entry',
    fields: [
      field('status', 0, 'int'),
      field('snapshot_id', 1, 'long', true),
      field('sequence_number', 3, 'long', true),
      field('file_sequence_number', 4, 'long', true),
      field('data_file', 2, { type: 'record', name: 'r2', fields: dataFile }),
    ],
  }
}

const manifestListSchema: AvroSchema = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    field('manifest_path', 500, 'string'),
    field('manifest_length', 501, 'long'),
    field('partition_spec_id', 502, 'int'),
    field('content', 517, 'int'),
    field('sequence_number', 515, 'long'),
    field('min_sequence_number', 516, 'long'),
    field('added_snapshot_id', 503, 'long'),
    field('added_files_count', 504, 'int'),
    field('existing_files_count', 505, 'int'),
    field('deleted_files_count', 506, 'int'),
    field('added_rows_count', 512, 'long'),
    field('existing_rows_count', 513, 'long'),
    field('deleted_rows_count', 514, 'long'),
  ],
}

function pairs(values: Readonly<Record<number, AvroValue>>): AvroValue {
  return Object.entries(values).map(([key, value]) => ({ key: Number(key), value }))
}

function record<Value>(list: AvroValue | undefined, read: (value: AvroValue) => Value): Record<number, Value> {
  return Object.fromEntries(
    ((list ?? []) as { key: number; value: AvroValue }[]).map(({ key, value }) => [key, read(value)]),
  )
}
