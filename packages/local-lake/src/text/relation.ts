import { duckdbType, quoteName, quotePath, quoteText } from '../sql/column-type.js'
import type { Column } from '../sql/statement.js'
import { fieldValue } from './field-value.js'
import type { TextLayout } from './layout.js'
import type { TextFile } from './text-files.js'

/** No field holds this, so no field is NULL by it. */
const nothing = '\u0001\u0002NULL\u0002\u0001'

/**
 * Bytes that DuckDB makes room for in a line, if the files have no longer ones. Its buffers grow with it: with room for
 * 16 MB a line it reads a file of 28 MB on one core, and for half as long again.
 */
const usualLine = 2_097_152

/** Bytes beside a line's own that DuckDB wants room for: a last line without a line break fails without. */
const margin = 16

/** The rows of text files, as a query for DuckDB: every field is text first, then what its column makes of it. */
export function textRelation(
  files: readonly TextFile[],
  columns: readonly Column[],
  layout: TextLayout,
  skip: number,
): string {
  const select = (plain: boolean): string[] => {
    const read = files.filter((file) => file.plain === plain)
    if (!read.length) return []
    const paths = read.map((file) => quotePath(file.path))
    // A rewritten file has one separator more than columns, so that a lone NULL is not an empty line.
    const extra = plain ? [] : [`'__lake_rest': 'VARCHAR'`]
    const options = [
      'header = false',
      'auto_detect = false',
      "compression = 'none'",
      `max_line_size = ${Math.max(usualLine, ...read.map((file) => file.longestLine + margin))}`,
      "new_line = '\\n'",
      `columns = {${[...columns.map((column) => `${quoteText(column.name)}: 'VARCHAR'`), ...extra].join(', ')}}`,
      ...(plain
        ? [
            `delim = ${quoteText(layout.separator)}`,
            "quote = ''",
            "escape = ''",
            'strict_mode = false',
            'null_padding = true',
            `nullstr = ${quoteText(layout.nullText ?? nothing)}`,
            `skip = ${skip}`,
          ]
        : ["delim = ','", `quote = '"'`, `escape = '"'`, "nullstr = ''", 'allow_quoted_nulls = false']),
    ]
    return [
      `SELECT ${columns.map((column) => quoteName(column.name)).join(', ')} FROM read_csv([${paths.join(', ')}], ${options.join(', ')})`,
    ]
  }
  const selects = [...select(true), ...select(false)]
  const values = columns.map((column) => `${fieldValue(column, layout.serde)} AS ${quoteName(column.name)}`)
  if (!selects.length) return emptyRelation(columns)
  return `SELECT ${values.join(', ')} FROM (${selects.join(' UNION ALL ')})`
}

export function emptyRelation(columns: readonly Column[]): string {
  return `SELECT ${columns.map((column) => `NULL::${duckdbType(column.type)} AS ${quoteName(column.name)}`).join(', ')} WHERE false`
}
