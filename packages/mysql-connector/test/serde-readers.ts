/** A row as a reader gives it back: text, or `null` for NULL. */
type ReadRow = (string | null)[]

/**
 * What Hive's LazySimpleSerDe makes of a text file, written from its Java sources: lines end at LF, CR or CRLF; fields are
 * cut at delimiters that no escape precedes; a field that is exactly `\N` is NULL; an escape gives the next byte, with `r`
 * and `n` standing for CR and LF.
 */
export function readDelimited(bytes: Buffer, delimiter: string, escape?: string): ReadRow[] {
  return linesOf(bytes).map((line) => {
    const row: ReadRow = []
    let raw: string[] = []
    const end = () => {
      row.push(raw.join('') === String.raw`\N` ? null : unescaped(raw, escape))
      raw = []
    }
    const characters = [...line]
    for (let at = 0; at < characters.length; at += 1) {
      const character = characters[at]!
      if (character === escape && at + 1 < characters.length) raw.push(character, characters[(at += 1)]!)
      else if (character === delimiter) end()
      else raw.push(character)
    }
    end()
    return row
  })
}

function unescaped(raw: readonly string[], escape: string | undefined): string {
  let text = ''
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw[at]!
    if (character !== escape || at + 1 === raw.length) text += character
    else {
      const next = raw[(at += 1)]!
      text += next === 'r' ? '\r' : next === 'n' ? '\n' : next
    }
  }
  return text
}

/**
 * What OpenCSVSerDe (opencsv 2.3) makes of it: a quote opens and closes, a doubled quote inside is one; a backslash inside
 * quotes escapes a quote or a backslash and vanishes before anything else; there is no NULL.
 */
export function readOpenCsv(bytes: Buffer): string[][] {
  return linesOf(bytes).map((line) => {
    const row: string[] = []
    let text = ''
    let isQuoted = false
    for (let at = 0; at < line.length; at += 1) {
      const character = line[at]!
      const next = line[at + 1]
      if (character === '\\') {
        if (isQuoted && (next === '"' || next === '\\')) text += line[(at += 1)]!
      } else if (character === '"') {
        if (isQuoted && next === '"') text += line[(at += 1)]!
        else isQuoted = !isQuoted
      } else if (character === ',' && !isQuoted) {
        row.push(text)
        text = ''
      } else text += character
    }
    if (isQuoted) throw new Error(`a quote is left open in ${line}`)
    row.push(text)
    return row
  })
}

/** Lines as Hadoop's LineRecordReader cuts them; a byte order mark at the start of the file is dropped. */
function linesOf(bytes: Buffer): string[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes) // drops the mark, refuses what is not UTF-8
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}
