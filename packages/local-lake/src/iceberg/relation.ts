import { duckdbType, quoteName, quotePath, quoteText } from '../sql/column-type.js'
import { columnsOf } from './metadata.js'
import { liveFiles, type PathOf, type TableVersion } from './table.js'

/**
 * The table's rows, as a query for DuckDB. Columns are found by their number, so files older than a column read it
 * as NULL. With `numbered`, the column `file_index` says from which of {@link liveFiles} a row comes.
 */
export function icebergRelation(table: TableVersion, pathOf: PathOf, numbered = false): string {
  const columns = columnsOf(table.metadata)
  const files = liveFiles(table).map((file) => quotePath(pathOf(file.path)))
  const names = columns.map((column) => quoteName(column.name)).join(', ')
  if (!files.length) {
    const empty = columns.map((column) => `NULL::${duckdbType(column.type)} AS ${quoteName(column.name)}`)
    if (numbered) empty.push('NULL::INTEGER AS file_index')
    return `SELECT ${empty.join(', ')} WHERE false`
  }
  const schema = columns.map(
    (column) =>
      `${column.id}: {name: ${quoteText(column.name)}, type: ${quoteText(duckdbType(column.type))}, default_value: NULL}`,
  )
  const options = table.metadata.schemas.length > 1 ? `, schema = MAP {${schema.join(', ')}}` : ''
  return `SELECT ${names}${numbered ? ', file_index::INTEGER AS file_index' : ''} FROM read_parquet([${files.join(', ')}], hive_partitioning = false${options})`
}
