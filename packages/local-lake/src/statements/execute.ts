import type { Statement } from '../sql/statement.js'
import type { StatementContext } from './context.js'
import { runCreateTableAs } from './create-table-as.js'
import { createDatabase, dropDatabase, showDatabases } from './databases.js'
import { describe, showColumns, showCreateTable, showCreateView, showProperties, showTables } from './describe.js'
import { runOptimize, runVacuum } from './maintenance.js'
import { runDelete, runInsert, runMerge, runUpdate } from './modify.js'
import type { Outcome } from './outcome.js'
import { runQuery } from './query.js'
import {
  runAddColumns,
  runCreateTable,
  runDropTable,
  runPartitions,
  runRepair,
  runSetLocation,
  runSetProperties,
  showPartitions,
} from './tables.js'
import { runCreateView, runDropView } from './views.js'

/** Runs a statement. `resultsLocation` ends with a slash: a CTAS without a location puts its table below it. */
export async function execute(
  statement: Statement,
  context: StatementContext,
  resultsLocation: string,
): Promise<Outcome> {
  switch (statement.kind) {
    case 'create database':
      return createDatabase(context, statement)
    case 'drop database':
      return dropDatabase(context, statement)
    case 'create table':
      return runCreateTable(context, statement)
    case 'create table as':
      return runCreateTableAs(context, statement, resultsLocation)
    case 'create view':
      return runCreateView(context, statement)
    case 'drop table':
      return runDropTable(context, statement)
    case 'drop view':
      return runDropView(context, statement)
    case 'add columns':
      return runAddColumns(context, statement)
    case 'set location':
      return runSetLocation(context, statement)
    case 'set properties':
      return runSetProperties(context, statement)
    case 'add partitions':
    case 'drop partitions':
      return runPartitions(context, statement)
    case 'repair':
      return runRepair(context, statement)
    case 'show tables':
    case 'show views':
      return showTables(context, statement)
    case 'show databases':
      return showDatabases(context, statement)
    case 'show columns':
      return showColumns(context, statement)
    case 'show create table':
      return showCreateTable(context, statement)
    case 'show create view':
      return showCreateView(context, statement)
    case 'show partitions':
      return showPartitions(context, statement)
    case 'show properties':
      return showProperties(context, statement)
    case 'describe':
      return describe(context, statement)
    case 'query':
      return runQuery(context, statement.query)
    case 'insert':
      return runInsert(context, statement)
    case 'update':
      return runUpdate(context, statement)
    case 'delete':
      return runDelete(context, statement)
    case 'merge':
      return runMerge(context, statement)
    case 'optimize':
      return runOptimize(context, statement)
    case 'vacuum':
      return runVacuum(context, statement)
    default:
      return statement satisfies never
  }
}
