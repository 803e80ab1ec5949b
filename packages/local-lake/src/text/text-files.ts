import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { StatementFailure } from '../failure.js'
import { UnsupportedError } from '../sql/unsupported.js'
import type { TextLayout } from './layout.js'
import { rowsOf } from './split.js'
import { lineBlocks, LongLineError, plainLines } from './survey.js'

/** A file of a text table as DuckDB is to read it. */
export interface TextFile {
  readonly path: string
  /** false: rewritten as CSV with quotes, header lines gone. */
  readonly plain: boolean
  /** Bytes that no line of it exceeds. */
  readonly longestLine: number
}

/** Compressed as Hadoop tells by the name, and not read here. */
const otherCompression = /\.(?:bz2|deflate|lz4|lzo|snappy|zst)$/

/** The files below a folder, in order. Names that begin with `_` or `.` are not data, nor are empty files. */
export async function dataFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (/^[._]/.test(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await dataFilesIn(path)))
    else if (entry.isFile() && (await stat(path)).size > 0) files.push(path)
  }
  return files
}

/** Makes text files readable for DuckDB, and remembers what it found while a file stays the same. */
export class TextFiles {
  readonly #folder: string
  readonly #known = new Map<string, Promise<TextFile>>()

  /** @param folder Where rewritten files go; emptied when the lake opens. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @param width How many columns the table has: further fields are dropped, missing ones are NULL. */
  async prepare(path: string, layout: TextLayout, skip: number, width: number): Promise<TextFile> {
    const { size, mtimeMs, ino } = await stat(path)
    const key = createHash('sha256')
      .update(JSON.stringify([path, size, mtimeMs, ino, layout, skip, width]))
      .digest('hex')
    let found = this.#known.get(key)
    if (!found) {
      found = this.#examine(path, layout, skip, width, join(this.#folder, `${key}.csv`))
      this.#known.set(key, found)
      found.catch(() => this.#known.delete(key))
    }
    return found
  }

  async #examine(path: string, layout: TextLayout, skip: number, width: number, target: string): Promise<TextFile> {
    const [, suffix] = otherCompression.exec(path) ? /([^.]+)$/.exec(path)! : []
    if (suffix !== undefined) throw new UnsupportedError(`files compressed as .${suffix} (${basename(path)})`)
    const compressed = path.endsWith('.gz')
    try {
      const source = (): Readable => createReadStream(path, { highWaterMark: 1 << 20 })
      const longest = compressed ? undefined : await plainLines(source(), layout)
      if (longest !== undefined) return { path, plain: true, longestLine: longest }
      const bytes = compressed ? decompressed(source()) : source()
      const found = { longest: 0 }
      await mkdir(this.#folder, { recursive: true })
      const part = `${target}.part`
      await pipeline(Readable.from(rewritten(bytes, layout, skip, width, found)), createWriteStream(part))
      await rename(part, target)
      return { path: target, plain: false, longestLine: found.longest }
    } catch (error) {
      if (error instanceof LongLineError)
        throw new StatementFailure(`HIVE_BAD_DATA: ${error.message}: ${basename(path)}`)
      if (String((error as NodeJS.ErrnoException).code).startsWith('Z_'))
        throw new StatementFailure(`HIVE_BAD_DATA: Error reading ${basename(path)}: ${(error as Error).message}`)
      throw error
    }
  }
}

async function* decompressed(source: Readable): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 })
  const done = pipeline(source, gunzip)
  done.catch(() => undefined) // it is the reader of `gunzip` that gets the error
  for await (const chunk of gunzip) yield chunk as Uint8Array
  await done
}

async function* rewritten(
  bytes: AsyncIterable<Uint8Array>,
  layout: TextLayout,
  skip: number,
  width: number,
  found: { longest: number },
): AsyncIterable<Buffer> {
  let left = skip
  for await (const block of lineBlocks(bytes)) {
    let out: string[] = []
    let size = 0
    for (const fields of rowsOf(block.toString(), layout)) {
      if (left-- > 0) continue
      let line = ''
      fields.length = width
      for (const field of fields as (string | null | undefined)[])
        line +=
          field === null || field === undefined
            ? ','
            : `"${field.includes('"') ? field.replaceAll('"', '""') : field}",`
      out.push(line)
      size += line.length + 1
      // A UTF-16 unit is three bytes at most.
      if (line.length * 3 > found.longest) found.longest = Math.max(found.longest, Buffer.byteLength(line))
      if (size < 1 << 20) continue
      yield Buffer.from(`${out.join('\n')}\n`)
      out = []
      size = 0
    }
    if (out.length) yield Buffer.from(`${out.join('\n')}\n`)
  }
}
