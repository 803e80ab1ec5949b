import { quoteText } from '../sql/column-type.js'
import type { Metadata } from './metadata.js'

/** Tables that Athena makes of an Iceberg table's metadata, as queries for DuckDB. */
const metadataTables = {
  snapshots: (metadata: Metadata): string => {
    const rows = metadata.snapshots.map((snapshot) => {
      const summary = Object.entries(snapshot.summary)
      const list = (items: readonly string[]): string => `CAST([${items.map(quoteText).join(', ')}] AS VARCHAR[])`
      return `SELECT ${moment(snapshot['timestamp-ms'])} AS committed_at, ${snapshot['snapshot-id']}::BIGINT AS snapshot_id,
        ${snapshot['parent-snapshot-id'] ?? 'NULL'}::BIGINT AS parent_id, ${quoteText(snapshot.summary['operation'] ?? '')} AS operation,
        ${quoteText(snapshot['manifest-list'])} AS manifest_list, map(${list(summary.map(([key]) => key))}, ${list(summary.map(([, value]) => value))}) AS summary`
    })
    const columns =
      'NULL::TIMESTAMPTZ AS committed_at, NULL::BIGINT AS snapshot_id, NULL::BIGINT AS parent_id, NULL::VARCHAR AS operation, NULL::VARCHAR AS manifest_list, NULL::MAP(VARCHAR, VARCHAR) AS summary'
    return [...rows, `SELECT ${columns} WHERE false`].join(' UNION ALL ')
  },
  // No snapshot is ever rolled back here: all lead to the current one.
  history: (metadata: Metadata): string => {
    const rows = metadata.snapshots.map(
      (snapshot) =>
        `SELECT ${moment(snapshot['timestamp-ms'])} AS made_current_at, ${snapshot['snapshot-id']}::BIGINT AS snapshot_id,
        ${snapshot['parent-snapshot-id'] ?? 'NULL'}::BIGINT AS parent_id, true AS is_current_ancestor`,
    )
    const columns =
      'NULL::TIMESTAMPTZ AS made_current_at, NULL::BIGINT AS snapshot_id, NULL::BIGINT AS parent_id, NULL::BOOLEAN AS is_current_ancestor'
    return [...rows, `SELECT ${columns} WHERE false`].join(' UNION ALL ')
  },
} as const

export interface MetadataTable {
  readonly table: string
  readonly query: (metadata: Metadata) => string
}

/** What `orders$snapshots` and `orders$history` stand for; undefined for any other name. */
export function metadataTableIn(name: string): MetadataTable | undefined {
  const [, table, kind] = /^(.+)\$(snapshots|history)$/s.exec(name) ?? []
  return table === undefined ? undefined : { table, query: metadataTables[kind as keyof typeof metadataTables] }
}

function moment(milliseconds: number): string {
  return `CAST(epoch_ms(${milliseconds}::BIGINT) AS TIMESTAMPTZ)`
}
