/** The characters behind `CSVDelimiter`. */
export const delimiters: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
}

/**
 * Reads CSV as AWS's ItemReader does: values are texts, a quoted value may hold delimiters and line breaks, `""` is a quote, a backslash
 * takes a backslash, a quote or a delimiter as it is, in quotes too. The last line needs no line break, and an empty one is no row.
 */
export function readCsv(text: string, delimiter = ','): string[][] {
  const escapable = `\\"${delimiter}`
  const rows: string[][] = []
  let row: string[] = []
  let value = ''
  let isQuoted = false
  let hasContent = false
  const endValue = (): void => {
    row.push(value)
    value = ''
  }
  const endRow = (): void => {
    if (hasContent) {
      endValue()
      rows.push(row)
    }
    row = []
    value = ''
    hasContent = false
  }
  for (let index = 0; index < text.length; index += 1) {
    const next = text[index]!
    if (next === '\\') {
      hasContent = true
      // Before anything else it is dropped.
      if (index + 1 < text.length && escapable.includes(text[index + 1]!)) {
        index += 1
        value += text[index]!
      }
    } else if (isQuoted) {
      if (next !== '"') value += next
      else if (text[index + 1] === '"') {
        value += '"'
        index += 1
      } else isQuoted = false
    } else if (next === '\n' || next === '\r') {
      if (next === '\r' && text[index + 1] === '\n') index += 1
      endRow()
    } else {
      hasContent = true
      if (next === '"' && value === '') isQuoted = true
      else if (next === delimiter) endValue()
      else value += next
    }
  }
  endRow()
  return rows
}

/** Rows as objects: what is missing is empty, what is too much is dropped. */
export function rowsOf(rows: readonly (readonly string[])[], headers: readonly string[]): Record<string, string>[] {
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])))
}
