import { isUtf8 } from 'node:buffer'
import type { TextLayout } from './layout.js'

/**
 * Whether DuckDB's CSV reader, told of no quotes and no escapes, cuts this file as Athena's SerDe does. It does not
 * when a line holds a quote or escape that counts, when a line is empty (DuckDB skips it), when lines end otherwise
 * than in \n, and when the bytes are not UTF-8. Asked once a file, at the speed of memory.
 *
 * @returns Bytes that no line exceeds; undefined when the file is not plain.
 */
export async function plainLines(chunks: AsyncIterable<Uint8Array>, layout: TextLayout): Promise<number | undefined> {
  if (layout.separator.length !== 1 || layout.separator > '\u007f') return undefined
  const forbidden = [0, 13, ...(layout.quote ? [layout.quote.charCodeAt(0)] : [])]
  const escape = layout.escape?.charCodeAt(0)
  const nullMark =
    layout.escape !== undefined && layout.nullText?.startsWith(layout.escape) ? Buffer.from(layout.nullText) : undefined
  const ends = [10, layout.separator.charCodeAt(0)]
  let first = true
  let longest = 0
  for await (const block of lineBlocks(chunks)) {
    longest = Math.max(longest, block.length)
    if (first && block[0] === 0xef && block[1] === 0xbb) return undefined
    first = false
    if (!isUtf8(block) || forbidden.some((byte) => block.includes(byte))) return undefined
    if (block[0] === 10 || block.includes('\n\n')) return undefined
    if (escape !== undefined && !escapesOnlyNull(block, escape, nullMark, ends)) return undefined
  }
  return longest
}

function escapesOnlyNull(
  block: Buffer,
  escape: number,
  nullMark: Buffer | undefined,
  ends: readonly number[],
): boolean {
  for (let at = block.indexOf(escape); at !== -1; at = block.indexOf(escape, at + 1)) {
    if (!nullMark || !(at === 0 || ends.includes(block[at - 1]!))) return false
    const end = at + nullMark.length
    if (
      block.compare(nullMark, 0, nullMark.length, at, end) !== 0 ||
      !(end === block.length || ends.includes(block[end]!))
    )
      return false
  }
  return true
}

/** Bytes of the longest line Trino reads. */
const mostLine = 100 * 1_048_576

/** A line Athena does not read either. */
export class LongLineError extends Error {
  override readonly name = 'LongLineError'

  constructor() {
    super(`Line too long in text file: more than ${mostLine} bytes`)
  }
}

/**
 * The bytes in pieces that end with a line, the last one perhaps without.
 *
 * @throws {LongLineError}
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let rest: Buffer[] = []
  let held = 0
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const end = endOfLines(bytes)
    if (end > 0) {
      if (held + end > mostLine && held + firstLine(bytes) > mostLine) throw new LongLineError()
      yield rest.length ? Buffer.concat([...rest, bytes.subarray(0, end)]) : bytes.subarray(0, end)
      rest = []
      held = 0
    }
    if (end < bytes.length) rest.push(bytes.subarray(end))
    held += bytes.length - end
    if (held > mostLine) throw new LongLineError()
  }
  if (rest.length) yield Buffer.concat(rest)
}

/** Behind the last line break; a \r at the end may be half of one. */
function endOfLines(bytes: Buffer): number {
  const feed = bytes.lastIndexOf(10) + 1
  return feed > 0 ? feed : bytes.length > 1 ? bytes.lastIndexOf(13, bytes.length - 2) + 1 : 0
}

function firstLine(bytes: Buffer): number {
  const ends = [bytes.indexOf(10), bytes.indexOf(13)].filter((at) => at !== -1)
  return ends.length ? Math.min(...ends) : bytes.length
}
