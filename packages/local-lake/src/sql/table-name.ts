import type { Reader } from './reader.js'
import { SqlError } from './sql-error.js'
import type { TableName } from './statement.js'

/** `db.table`, `catalog.db.table` or `table`. */
export function readTableName(reader: Reader): TableName {
  const parts = [reader.name()]
  while (reader.accepts('.')) parts.push(reader.name())
  if (parts.length === 3 && parts[0] !== 'awsdatacatalog') throw new SqlError(`Catalog '${parts[0]}' does not exist`)
  if (parts.length > 3) reader.fail()
  const table = parts.at(-1)!
  const database = parts.at(-2)
  return database === undefined ? { table } : { database, table }
}
