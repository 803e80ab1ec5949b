import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { TextLayout } from './layout.js'
import { rowsOf } from './split.js'
import { lineBlocks, plainLines } from './survey.js'

/** A file of a text table as DuckDB is to read it. */
export interface TextFile {
  readonly path: string
  /** false: rewritten as CSV with quotes, header lines gone. */
  readonly plain: boolean
  /** Bytes that no line of it exceeds. */
  readonly longestLine: number
}

/** Bytes of the longest line that DuckDB is asked to read, where the lines are not known. */
const mostLine = 16_777_216

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
    const compressed = path.endsWith('.gz')
    const longestLine = compressed
      ? undefined
      : await plainLines(createReadStream(path, { highWaterMark: 1 << 20 }), layout)
    if (longestLine !== undefined) return { path, plain: true, longestLine }
    const file = { path: target, plain: false, longestLine: mostLine }
    if (await exists(target)) return file
    await mkdir(this.#folder, { recursive: true })
    const source = createReadStream(path, { highWaterMark: 1 << 20 })
    const bytes = compressed ? source.pipe(createGunzip()) : source
    await pipeline(Readable.from(rewritten(bytes, layout, skip, width)), createWriteStream(`${target}.part`))
    await rename(`${target}.part`, target)
    return file
  }
}

async function* rewritten(
  bytes: AsyncIterable<Uint8Array>,
  layout: TextLayout,
  skip: number,
  width: number,
): AsyncIterable<Buffer> {
  let left = skip
  for await (const block of lineBlocks(bytes)) {
    let out = ''
    for (const fields of rowsOf(block.toString(), layout)) {
      if (left-- > 0) continue
      let line = ''
      fields.length = width
      for (const field of fields as (string | null | undefined)[])
        line +=
          field === null || field === undefined
            ? ','
            : `"${field.includes('"') ? field.replaceAll('"', '""') : field}",`
      out += `${line}\n`
    }
    yield Buffer.from(out)
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
