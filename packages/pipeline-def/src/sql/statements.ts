import { parameters } from '../parameters.js'
import { sourceTables, transactions, users, userTransactions } from '../tables/tables.js'
import { createDatabase, createExternalTable, createIcebergTable, showTables } from './create.js'
import { mergeReport } from './merge-report.js'

const database = parameters.AthenaDatabaseName
const location = parameters.DataLocation

/** The names of the pipeline's three Athena tables. */
export const tableNames: readonly string[] = [...sourceTables, userTransactions].map(({ name }) => name)

/** The pipeline's SQL for Athena, one statement each, with `${...}` where a parameter goes. */
export const statements = {
  createDatabase: createDatabase({ database }),
  showTables: showTables(database, tableNames),
  createUsers: createExternalTable({ database, location, table: users }),
  createTransactions: createExternalTable({ database, location, table: transactions }),
  createReport: createIcebergTable({ database, location, table: userTransactions }),
  mergeReport: mergeReport({ database, users, transactions, report: userTransactions }),
} as const
