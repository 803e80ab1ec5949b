import type { TextLayout } from './layout.js'

/** A line's fields; null is NULL. */
export type Fields = (string | null)[]

/** The rows of a piece of text that ends at the end of a line, cut as Athena's SerDe cuts it. */
export function* rowsOf(text: string, layout: TextLayout): Iterable<Fields> {
  // Hadoop ends a line at \n, \r and \r\n, quoted or not.
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  const split = layout.serde === 'opencsv' ? splitOpenCsv : splitDelimited
  for (const line of lines) yield split(line, layout)
}

/** Hive's LazySimpleSerDe: no quotes; an escape character makes the next one plain, and `\n`, `\r` line breaks. */
export function splitDelimited(line: string, { separator, escape, nullText }: TextLayout): Fields {
  const raw: string[] = []
  if (escape === undefined || !line.includes(escape)) raw.push(...line.split(separator))
  else {
    let start = 0
    for (let at = 0; at < line.length; at++) {
      if (line[at] === escape) at++
      else if (line[at] === separator) {
        raw.push(line.slice(start, at))
        start = at + 1
      }
    }
    raw.push(line.slice(start))
  }
  // NULL is told before escapes are taken away, else \N would read as N.
  return raw.map((field) => (field === nullText ? null : escape === undefined ? field : unescape(field, escape)))
}

function unescape(field: string, escape: string): string {
  if (!field.includes(escape)) return field
  let out = ''
  for (let at = 0; at < field.length; at++) {
    if (field[at] !== escape || at === field.length - 1) out += field[at]
    else {
      const next = field[++at]!
      out += next === 'n' ? '\n' : next === 'r' ? '\r' : next
    }
  }
  return out
}

/**
 * What opencsv's parser does, step by step: an escape that escapes nothing is dropped, blanks before a quote too, and
 * so is a field whose quote does not end. An empty line has no fields.
 */
export function splitOpenCsv(line: string, { separator, escape, quote }: TextLayout): Fields {
  const fields: Fields = []
  if (line === '') return fields
  let field = ''
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    const next = line[at + 1]
    if (char === escape && char !== quote) {
      if (quoted && next !== undefined && (next === quote || next === escape)) {
        field += next
        at++
      }
    } else if (char === quote) {
      if (quoted && next === quote) {
        field += next
        at++
      } else {
        const inside = at > 2 && line[at - 1] !== separator && next !== undefined && next !== separator
        if (inside) field = field.trim() === '' ? '' : field + char
        quoted = !quoted
      }
    } else if (char === separator && !quoted) {
      fields.push(field)
      field = ''
    } else field += char
  }
  if (!quoted) fields.push(field)
  return fields
}
