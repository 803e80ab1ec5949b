import type { SourceTable } from './table.js'
import { sourceTables } from './tables.js'

/** What the exporter needs to know of a source table, and nothing else: its columns in file order, where and how. */
export interface Extraction extends Omit<SourceTable, 'description' | 'columns'> {
  columns: readonly { name: string; type: string }[]
}

/**
 * The source tables as the exporter takes them, below a data location.
 *
 *     extractionsAt('s3://lake/data/') // { bucket: 'lake', tables: [{ name: 'users', prefix: 'data/myschema/users/', ... }, ...] }
 *
 * @throws RangeError when the location is no S3 URI with a trailing `/`.
 */
export function extractionsAt(location: string): { bucket: string; tables: readonly Extraction[] } {
  const [, bucket, folder] = /^s3:\/\/([a-z0-9.-]{3,63})\/((?:[^/\p{Cc}]+\/)*)$/u.exec(location) ?? []
  if (bucket === undefined) throw new RangeError(`"${location}" is not a location like s3://bucket/data/`)
  const tables = sourceTables.map(({ description: _, columns, prefix, ...table }) => ({
    ...table,
    columns: columns.map(({ name, type }) => ({ name, type })),
    prefix: `${folder}${prefix}`,
  }))
  return { bucket, tables }
}
