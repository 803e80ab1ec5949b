import type { IcebergTable } from '../catalog.js'
import { deleteTable } from '../iceberg/table.js'
import type { StatementContext } from './context.js'

/** Deletes the files of a table already taken out of the catalogue. */
export async function deleteIceberg(context: StatementContext, table: IcebergTable): Promise<void> {
  await context.lake.inTurn(async () => {
    const version = await context.loadIceberg(table)
    context.lake.versions.delete(table.location)
    await deleteTable(version, context.pathOf)
  })
}
