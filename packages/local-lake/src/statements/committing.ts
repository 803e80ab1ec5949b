import { CommitConflict, type TableVersion } from '../iceberg/table.js'
import type { StatementContext } from './context.js'

/**
 * Runs what commits to an Iceberg table while no other statement commits, makes or deletes one.
 *
 * @param base What the statement read.
 * @param commit Gets the table as it is now.
 * @throws {CommitConflict} if the table that was read is gone. Its location may be another table's by now.
 */
export function committing<Result>(
  context: StatementContext,
  base: TableVersion,
  commit: (now: TableVersion) => Promise<Result>,
): Promise<Result> {
  const { location, 'table-uuid': uuid } = base.metadata
  return context.lake.inTurn(async () => {
    const entries = Object.values(context.lake.catalog.state).flatMap(({ tables }) => Object.values(tables))
    const entry = entries.find((one) => one.kind === 'iceberg' && one.location === location)
    const now = entry?.kind === 'iceberg' ? await context.loadIceberg(entry) : undefined
    if (now?.metadata['table-uuid'] !== uuid)
      throw new CommitConflict(`The table in ${location} was dropped meanwhile.`)
    return commit(now!)
  })
}
