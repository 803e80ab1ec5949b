import { type ColumnType, duckdbType, quoteName, quotePath, quoteText } from '../sql/column-type.js'
import type { Column } from '../sql/statement.js'
import type { TextLayout } from './layout.js'
import type { TextFile } from './text-files.js'

/** No field holds this, so no field is NULL by it. */
const nothing = '\u0001\u0002NULL\u0002\u0001'

/**
 * Bytes that DuckDB makes room for in a line, if the files have no longer ones. Its buffers grow with it: with room for
 * 16 MB a line it reads a file of 28 MB on one core, and for half as long again.
 */
const usualLine = 2_097_152

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
      `max_line_size = ${Math.max(usualLine, ...read.map((file) => file.longestLine))}`,
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

function fieldValue({ name, type }: Column, serde: TextLayout['serde']): string {
  const text = quoteName(name)
  if (serde === 'opencsv') return openCsvValue(text, type)
  if (type.kind === 'varchar' || type.kind === 'char') return `left(${text}, ${type.length})`
  if (type.kind === 'decimal') return `TRY_CAST(${text} AS ${duckdbType(type)})`
  if (type.kind !== 'scalar') return text
  switch (type.name) {
    case 'string':
      return text
    case 'boolean':
      return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      // DuckDB rounds 1.5 and reads 1e3; in a column of whole numbers Athena has no number there.
      return `CASE WHEN contains(${text}, '.') OR contains(${text}, 'e') OR contains(${text}, 'E') THEN NULL ELSE TRY_CAST(${text} AS ${duckdbType(type)}) END`
    case 'date':
      // DuckDB takes a time behind the date, and slashes.
      return `CASE WHEN strlen(${text}) > 10 OR contains(${text}, '/') THEN NULL ELSE TRY_CAST(${text} AS DATE) END`
    default:
      return `TRY_CAST(${text} AS ${duckdbType(type)})`
  }
}

/** OpenCSV: numbers must be numbers, dates are days and times milliseconds since 1970. */
function openCsvValue(text: string, type: ColumnType): string {
  if (type.kind !== 'scalar' || type.name === 'string')
    return type.kind === 'decimal' ? numberOrError(text, duckdbType(type)) : text
  if (type.name === 'date') return `(DATE '1970-01-01' + ${numberOrError(text, 'INTEGER')})`
  if (type.name === 'timestamp') return `epoch_ms(${numberOrError(text, 'BIGINT')})`
  return numberOrError(text, duckdbType(type))
}

function numberOrError(text: string, type: string): string {
  return `CASE WHEN ${text} IS NOT NULL AND TRY_CAST(${text} AS ${type}) IS NULL
    THEN error('HIVE_BAD_DATA: Error parsing field value ''' || ${text} || ''' for a column of type ${type.toLowerCase()}') ELSE TRY_CAST(${text} AS ${type}) END`
}
