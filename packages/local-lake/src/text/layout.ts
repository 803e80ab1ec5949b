import { StatementFailure } from '../failure.js'
import type { RowFormat } from '../sql/statement.js'

/** How the bytes of a text table's files are cut into rows and fields. */
export interface TextLayout {
  readonly serde: 'delimited' | 'opencsv'
  readonly separator: string
  /** Hive has no default; OpenCSV's is a backslash. */
  readonly escape: string | undefined
  /** OpenCSV only. */
  readonly quote: string | undefined
  /** The text of a field that stands for NULL; OpenCSV has none. */
  readonly nullText: string | undefined
}

/** Properties that change what Athena reads, with the only value that changes nothing. */
const unsupported: Readonly<Record<string, string>> = {
  'line.delim': '\n',
  'serialization.encoding': 'utf-8',
  'serialization.last.column.takes.rest': 'false',
  'skip.footer.line.count': '0',
  'textinputformat.record.delimiter': '\n',
  'timestamp.formats': '',
}

/**
 * @param properties The table's own, which count like those of its SerDe.
 * @throws {StatementFailure} for a property that this lake would read wrongly without.
 * @see https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html and csv-serde.html
 */
export function layoutOf(format: RowFormat, properties: Readonly<Record<string, string>>): TextLayout {
  const own: Readonly<Record<string, string>> = { ...properties, ...format.properties }
  for (const [name, value] of Object.entries(unsupported))
    if (Object.hasOwn(own, name) && own[name]!.toLowerCase() !== value)
      throw new StatementFailure(
        `NOT_SUPPORTED: This local lake does not support the property '${name}'='${own[name]}' of a text table.`,
      )
  if (format.serde === 'opencsv') return openCsvLayout(own)
  return {
    serde: 'delimited',
    separator: byteOf('field.delim', own['field.delim'] || own['serialization.format'], '\u0001')!,
    escape: byteOf('escape.delim', own['escape.delim'], undefined),
    quote: undefined,
    nullText: own['serialization.null.format'] ?? '\\N',
  }
}

function openCsvLayout(own: Readonly<Record<string, string>>): TextLayout {
  const separator = own['separatorChar']?.[0] ?? ','
  const quote = own['quoteChar']?.[0] ?? '"'
  // Hive takes this escape for "none given", and its reader then has a backslash.
  const escape = (own['escapeChar']?.[0] ?? '"') === '"' ? '\\' : own['escapeChar']![0]!
  if (separator === quote || separator === escape || quote === escape)
    throw new StatementFailure('HIVE_INVALID_METADATA: The separator, quote, and escape characters must be different!')
  return { serde: 'opencsv', separator, escape, quote, nullText: undefined }
}

/** Hive's reading of a delimiter: a number is a byte's, of other texts the first byte counts. */
function byteOf<None extends string | undefined>(name: string, text: string | undefined, none: None): string | None {
  if (!text) return none
  const number = /^-?\d{1,3}$/.test(text) ? Number(text) : undefined
  const byte = number === undefined || number < -128 || number > 127 ? text.charCodeAt(0) : number
  if (byte >= 0 && byte < 128) return String.fromCharCode(byte)
  throw new StatementFailure(
    `NOT_SUPPORTED: This local lake does not support '${name}'='${text}': it is no ASCII character.`,
  )
}
