/** A column's type, spelt as Athena's DDL spells it. Each one keeps every digit on the way from MySQL to Parquet. */
export type ColumnType = 'bigint' | 'date' | `decimal(${number},${number})`

/** One column of a table. */
export interface Column {
  /** Lower case letters, digits and `_`. */
  name: string
  type: ColumnType
  /** What a value means, for the data dictionary: one sentence. */
  description: string
}

/**
 * A MySQL table that is exported to text files and read through an Athena external table.
 * The exporter, the external table's DDL and the data dictionary all read this one value.
 */
export interface SourceTable {
  /** The table's name in MySQL and in Athena. */
  name: string
  /** The MySQL schema. */
  schema: string
  description: string
  columns: readonly Column[]
  /** The columns that tell rows apart, for messages and for a stable order. MySQL need not enforce them. */
  primaryKey: readonly string[]
  /** Where the files lie below the data location, with a trailing `/`: everything below it is read as rows. */
  prefix: string
  /** How a row is written. `delimited` is Hive's LazySimpleSerDe: no quotes, NULL is `\N`, special characters escaped. */
  format: { serde: 'delimited'; delimiter: string; escape: '\\' }
  /** MySQL statements that create the schema and the table with example rows, and change nothing when they exist. */
  seed: readonly string[]
}

/** An Iceberg partition: one of the transforms of a date column. */
export interface PartitionField {
  transform: 'year' | 'month' | 'day'
  column: string
}

/** An Iceberg table that holds one row per key, computed from the source tables. */
export interface ReportTable {
  name: string
  description: string
  columns: readonly ReportColumn[]
  /** The columns that tell rows apart. NULL is a value of a key like any other. */
  key: readonly string[]
  /** Where the table lies below the data location, with a trailing `/`. Athena owns what is below it. */
  prefix: string
  /** How files are split. None keeps every statement below Athena's limit of 100 partitions, whatever the history. */
  partitionedBy: readonly PartitionField[]
}

/** A column of the report, with where its values come from. */
export interface ReportColumn extends Column {
  /** Source columns, as `table.column`. */
  from: readonly `${string}.${string}`[]
  /** How the values are made of them, for the data dictionary. */
  rule: string
}
