/** The table model alone: whoever needs no state machine does not load what one is built with. */
export { extractionsAt, type Extraction } from './extraction.js'
export type { Column, ColumnType, PartitionField, ReportColumn, ReportTable, SourceTable } from './table.js'
export { sourceTables, transactions, users, userTransactions } from './tables.js'
