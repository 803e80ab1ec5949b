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
  if (from < size)
    for await (const { cells, bytes } of csv ? csvRows(path, from) : textRows(path, from)) {
      rows.push({ Data: cells.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })
      next += bytes
      if (rows.length === most) return { rows, next }
    }
  return { rows, next: undefined }
}

interface Line {
  readonly cells: (string | null)[]
  readonly bytes: number
}

async function* textRows(path: string, from: number): AsyncIterable<Line> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { start: from })) {
    rest = Buffer.concat([rest, chunk as Buffer])
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      yield { cells: [rest.subarray(0, end).toString()], bytes: end + 1 }
      rest = rest.subarray(end + 1)
    }
  }
}

/** Reads back what {@link csvLine} wrote: a line ends at a line feed outside quotes. */
async function* csvRows(path: string, from: number): AsyncIterable<Line> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { start: from })) {
    rest = rest.length ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer)
    let start = 0
    let quoted = false
    for (let at = 0; at < rest.length; at++) {
      if (rest[at] === 34) quoted = !quoted
      else if (rest[at] === 10 && !quoted) {
        yield { cells: csvCells(rest.subarray(start, at).toString()), bytes: at + 1 - start }
        start = at + 1
      }
    }
    rest = rest.subarray(start)
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
    while (line[end + 1] === '"') end = line.indexOf('"', end + 2)
    cells.push(line.slice(at + 1, end).replaceAll('""', '"'))
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
