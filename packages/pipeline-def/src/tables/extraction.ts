import type { SourceTable } from './table.js'
import { sourceTables } from './tables.js'

/** What the exporter needs to know of a source table, and nothing else: its columns in file order, where and how. */
export interface Extraction extends Omit<SourceTable, 'description' | 'columns'> {
  columns: readonly { name: string; type: string }[]
}

/** The source tables as the exporter takes them. */
export const extractions: readonly Extraction[] = sourceTables.map(({ description: _, columns, ...table }) => ({
  ...table,
  columns: columns.map(({ name, type }) => ({ name, type })),
}))
