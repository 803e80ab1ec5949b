import type { IcebergTable } from '../catalog.js'
import { deleteTable } from '../iceberg/table.js'
import type { StatementContext } from './context.js'

/** Deletes the files of a table, in the turn in which it was taken out of the catalogue. */
export async function deleteIceberg(context: StatementContext, table: IcebergTable): Promise<void> {
  const version = await context.loadIceberg(table)
  context.lake.versions.delete(table.location)
  await deleteTable(version, context.pathOf)
}
