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

/** The bytes in pieces that end with a line, the last one perhaps without. */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const end = bytes.lastIndexOf(10) + 1
    if (end === 0) {
      rest.push(bytes)
      continue
    }
    yield rest.length ? Buffer.concat([...rest, bytes.subarray(0, end)]) : bytes.subarray(0, end)
    rest = end < bytes.length ? [bytes.subarray(end)] : []
  }
  if (rest.length) yield Buffer.concat(rest)
}
