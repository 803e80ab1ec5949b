export { parameters, type ParameterName } from './parameters.js'
export { statements, tableNames } from './sql/statements.js'
export { sourceTables, transactions, users, userTransactions } from './tables/tables.js'
export type { Column, ColumnType, PartitionField, ReportColumn, ReportTable, SourceTable } from './tables/table.js'
