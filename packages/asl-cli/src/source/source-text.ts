/** Text, and where each of its characters stands in the file the user wrote. */
export interface SourceText {
  readonly text: string
  /** The offset in the file, in UTF-16 code units, of the character at `offset` of `text`. */
  offsetInFile(offset: number): number
}

/** The text of a whole file. */
export function fileText(text: string): SourceText {
  return { text, offsetInFile: (offset) => offset }
}

/** A piece of text made of others: literal pieces keep their own places, the rest of `text` stands where `at` does. */
export type Piece = { text: string; source: SourceText; start: number; fixed?: boolean }

/** One text from pieces that follow each other; a `fixed` piece was not written as it reads and stands at its `start`. */
export function joined(pieces: readonly Piece[]): SourceText {
  const starts: number[] = []
  let length = 0
  for (const piece of pieces) {
    starts.push(length)
    length += piece.text.length
  }
  return {
    text: pieces.map((piece) => piece.text).join(''),
    offsetInFile(offset) {
      const index = lastAtMost(starts, offset)
      const piece = pieces[index]
      if (!piece) return 0
      const within = piece.fixed ? 0 : Math.min(offset - starts[index]!, piece.text.length)
      return piece.source.offsetInFile(piece.start + within)
    },
  }
}

/** The last index whose number is at most `value`, or -1; `numbers` ascend. */
export function lastAtMost(numbers: ArrayLike<number>, value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** A place in a file as editors count: lines and columns from 1, columns in UTF-16 code units, the end exclusive. */
export interface Region {
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** Turns offsets in a text into lines and columns. */
export function regionIn(text: string): (start: number, end: number) => Region {
  let lineStarts: number[] | undefined
  return (start, end) => {
    lineStarts ??= lineStartsOf(text)
    const line = lastAtMost(lineStarts, start)
    const endLine = lastAtMost(lineStarts, Math.max(start, end))
    return {
      line: line + 1,
      column: start - lineStarts[line]! + 1,
      endLine: endLine + 1,
      endColumn: Math.max(start, end) - lineStarts[endLine]! + 1,
    }
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
