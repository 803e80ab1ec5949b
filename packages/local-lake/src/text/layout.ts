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

/** @see https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html and csv-serde.html */
export function layoutOf({ serde, properties }: RowFormat): TextLayout {
  const first = (name: string): string | undefined => properties[name]?.[0]
  if (serde === 'opencsv')
    return {
      serde,
      separator: first('separatorChar') ?? ',',
      escape: first('escapeChar') ?? '\\',
      quote: first('quoteChar') ?? '"',
      nullText: undefined,
    }
  return {
    serde: 'delimited',
    separator: first('field.delim') ?? first('serialization.format') ?? '\u0001',
    escape: first('escape.delim'),
    quote: undefined,
    nullText: properties['serialization.null.format'] ?? '\\N',
  }
}
