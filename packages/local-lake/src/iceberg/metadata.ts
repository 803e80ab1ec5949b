import { randomBytes, randomUUID } from 'node:crypto'
import { fromIceberg, icebergType } from '../sql/column-type.js'
import type { Column, PartitionField } from '../sql/statement.js'
import { firstPartitionFieldId, parseTransform, partitionFieldName, transformText } from './partition.js'

/** @see https://iceberg.apache.org/spec/#snapshots */
export interface Snapshot {
  readonly 'snapshot-id': number
  readonly 'parent-snapshot-id'?: number
  readonly 'sequence-number': number
  /** Milliseconds since 1970. */
  readonly 'timestamp-ms': number
  readonly summary: Readonly<Record<string, string>>
  readonly 'manifest-list': string
  readonly 'schema-id': number
}

interface Schema {
  readonly type: 'struct'
  readonly 'schema-id': number
  readonly fields: readonly {
    readonly id: number
    readonly name: string
    readonly required: boolean
    readonly type: string
    readonly doc?: string
  }[]
}

interface PartitionSpec {
  readonly 'spec-id': number
  readonly fields: readonly {
    readonly name: string
    readonly transform: string
    readonly 'source-id': number
    readonly 'field-id': number
  }[]
}

/**
 * A table's metadata file, format version 2.
 *
 * Snapshot ids are whole numbers below 2^53, so that JSON readers that know only doubles keep every digit.
 *
 * @see https://iceberg.apache.org/spec/#table-metadata-fields
 */
export interface Metadata {
  readonly 'format-version': 2
  readonly 'table-uuid': string
  readonly location: string
  readonly 'last-sequence-number': number
  readonly 'last-updated-ms': number
  readonly 'last-column-id': number
  readonly 'current-schema-id': number
  readonly schemas: readonly Schema[]
  readonly 'default-spec-id': number
  readonly 'partition-specs': readonly PartitionSpec[]
  readonly 'last-partition-id': number
  readonly 'default-sort-order-id': number
  readonly 'sort-orders': readonly { readonly 'order-id': number; readonly fields: readonly [] }[]
  readonly properties: Readonly<Record<string, string>>
  /** -1: no snapshot yet. */
  readonly 'current-snapshot-id': number
  readonly refs: Readonly<Record<string, { readonly 'snapshot-id': number; readonly type: 'branch' }>>
  readonly snapshots: readonly Snapshot[]
  readonly 'snapshot-log': readonly { readonly 'timestamp-ms': number; readonly 'snapshot-id': number }[]
  readonly 'metadata-log': readonly { readonly 'timestamp-ms': number; readonly 'metadata-file': string }[]
}

/** A column and the number by which data files know it, whatever it is called. */
export interface FieldColumn extends Column {
  readonly id: number
}

export interface NewTable {
  readonly location: string
  readonly columns: readonly Column[]
  readonly partition: readonly PartitionField[]
  readonly properties: Readonly<Record<string, string>>
}

/** The first metadata of a table: no snapshot. */
export function newMetadata({ location, columns, partition, properties }: NewTable, now: number): Metadata {
  const fields = columns.map((column, index) => schemaField(column, index + 1))
  return {
    'format-version': 2,
    'table-uuid': randomUUID(),
    location,
    'last-sequence-number': 0,
    'last-updated-ms': now,
    'last-column-id': fields.length,
    'current-schema-id': 0,
    schemas: [{ type: 'struct', 'schema-id': 0, fields }],
    'default-spec-id': 0,
    'partition-specs': [
      {
        'spec-id': 0,
        fields: partition.map((field, index) => ({
          name: partitionFieldName(field),
          transform: transformText(field),
          'source-id': columns.findIndex((column) => column.name === field.column) + 1,
          'field-id': firstPartitionFieldId + index,
        })),
      },
    ],
    'last-partition-id': firstPartitionFieldId + partition.length - 1,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties,
    'current-snapshot-id': -1,
    refs: {},
    snapshots: [],
    'snapshot-log': [],
    'metadata-log': [],
  }
}

export function currentSchema(metadata: Metadata): Schema {
  return metadata.schemas.find((schema) => schema['schema-id'] === metadata['current-schema-id'])!
}

export function columnsOf(metadata: Metadata): FieldColumn[] {
  return currentSchema(metadata).fields.map(({ id, name, type, doc }) => ({
    id,
    name,
    type: fromIceberg(type),
    ...(doc !== undefined && { comment: doc }),
  }))
}

export function partitionOf(metadata: Metadata): PartitionField[] {
  const { fields } = currentSchema(metadata)
  const spec = metadata['partition-specs'].find((found) => found['spec-id'] === metadata['default-spec-id'])!
  return spec.fields.map((field) =>
    parseTransform(fields.find((column) => column.id === field['source-id'])!.name, field.transform),
  )
}

export function snapshotOf(metadata: Metadata): Snapshot | undefined {
  return metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === metadata['current-snapshot-id'])
}

/** The metadata after a snapshot; `previousFile` goes into the log. */
export function withSnapshot(metadata: Metadata, snapshot: Snapshot, previousFile: string): Metadata {
  const id = snapshot['snapshot-id']
  return {
    ...nextMetadata(metadata, snapshot['timestamp-ms'], previousFile),
    'last-sequence-number': snapshot['sequence-number'],
    'current-snapshot-id': id,
    refs: { main: { 'snapshot-id': id, type: 'branch' } },
    snapshots: [...metadata.snapshots, snapshot],
    'snapshot-log': [...metadata['snapshot-log'], { 'timestamp-ms': snapshot['timestamp-ms'], 'snapshot-id': id }],
  }
}

/** The metadata with columns added behind the others, under a new schema; old files read them as NULL. */
export function withColumns(
  metadata: Metadata,
  columns: readonly Column[],
  now: number,
  previousFile: string,
): Metadata {
  const schema = currentSchema(metadata)
  const first = metadata['last-column-id'] + 1
  const next: Schema = {
    type: 'struct',
    'schema-id': Math.max(...metadata.schemas.map((one) => one['schema-id'])) + 1,
    fields: [...schema.fields, ...columns.map((column, index) => schemaField(column, first + index))],
  }
  return {
    ...nextMetadata(metadata, now, previousFile),
    'last-column-id': metadata['last-column-id'] + columns.length,
    'current-schema-id': next['schema-id'],
    schemas: [...metadata.schemas, next],
  }
}

/** The same table, a version later. */
export function nextMetadata(metadata: Metadata, now: number, previousFile: string): Metadata {
  return {
    ...metadata,
    'last-updated-ms': now,
    'metadata-log': [
      ...metadata['metadata-log'],
      { 'timestamp-ms': metadata['last-updated-ms'], 'metadata-file': previousFile },
    ].slice(-100),
  }
}

export function newSnapshotId(): number {
  return Number(randomBytes(8).readBigUInt64BE() >> 12n) + 1
}

function schemaField(column: Column, id: number): Schema['fields'][number] {
  return {
    id,
    name: column.name,
    required: false,
    type: icebergType(column.type)!,
    ...(column.comment !== undefined && { doc: column.comment }),
  }
}
