import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Cells, Outcome } from '../statements/outcome.js'
import { InvalidRequestException } from './errors.js'
import type { ResultColumn } from './result-type.js'
import type { ColumnInfo, Row } from './shapes.js'

/**
 * Writes a statement's result file: CSV with every value in quotes and NULL as nothing, or plain lines.
 *
 * @returns bytes.
 */
export async function writeResults(path: string, outcome: Outcome): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await pipeline(Readable.from(pieces(outcome)), createWriteStream(`${path}.part`))
  await rename(`${path}.part`, path)
}

async function* pieces({ columns, rows, header }: Outcome): AsyncIterable<Buffer> {
  const line = header ? csvLine : (cells: Cells): string => `${cells.join('\t')}\n`
  if (header) yield Buffer.from(csvLine(columns.map((column) => column.name)))
  for await (const piece of rows) yield Buffer.from(piece.map(line).join(''))
}

function csvLine(cells: Cells): string {
  return `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`
}

export interface Page {
  readonly rows: Row[]
  /** The byte where the next page begins; undefined after a page that is not full. */
  readonly next: number | undefined
}

/** At most `most` rows of a result file, from a byte on. */
export async function readResults(path: string, csv: boolean, from: number, most: number): Promise<Page> {
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  )
  if (size === undefined) throw new InvalidRequestException('Could not find results', 'RESULT_NOT_FOUND')
  const rows: Row[] = []
  let next = from
  if (from >= size) return { rows, next: undefined }
  const endOf = csv ? csvLineEnds() : (bytes: Buffer, start: number) => bytes.indexOf(10, start)
  const cellsOf = csv ? csvCells : (line: string) => [line]
  // A line may be many chunks long: each byte is looked at once.
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(path, { start: from }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = endOf(chunk, 0); end !== -1; end = endOf(chunk, start)) {
      const bytes = chunk.subarray(start, end)
      const line = rest.length ? Buffer.concat([...rest, bytes]) : bytes
      rest = []
      rows.push({ Data: cellsOf(line.toString()).map((cell) => (cell === null ? {} : { VarCharValue: cell })) })
      next += line.length + 1
      if (rows.length === most) return { rows, next }
      start = end + 1
    }
    rest.push(chunk.subarray(start))
  }
  return { rows, next: undefined }
}

/** Finds where a line that {@link csvLine} wrote ends: at a line feed outside quotes; -1 when it goes on in the next chunk. */
function csvLineEnds(): (bytes: Buffer, start: number) => number {
  let quoted = false
  return (bytes, start) => {
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === 34) quoted = !quoted
      else if (byte === 10 && !quoted) return at
    }
    return -1
  }
}

function csvCells(line: string): (string | null)[] {
  const cells: (string | null)[] = []
  for (let at = 0; at <= line.length; at++) {
    if (line[at] !== '"') {
      cells.push(null)
      continue
    }
    let end = line.indexOf('"', at + 1)
    const doubled = line[end + 1] === '"'
    while (line[end + 1] === '"') end = line.indexOf('"', end + 2)
    const cell = line.slice(at + 1, end)
    cells.push(doubled ? cell.replaceAll('""', '"') : cell)
    at = end + 1
  }
  return cells
}

export function columnInfo({ name, type, precision, scale }: ResultColumn): ColumnInfo {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: type === 'varchar',
  }
}
