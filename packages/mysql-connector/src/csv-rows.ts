import { UnrepresentableValueError } from './errors.js'
import type { ColumnFacts, RawRow, RowSink } from './row-source.js'
import type { SourceTable, TableFormat } from './source-table.js'
import { checkOf, requirementOf, type ValueCheck } from './value-check.js'

/** Bytes that are gathered before they are handed on. */
const blockBytes = 1 << 18
/** Bytes handed on and not yet taken, above which the source has to wait. */
const mostQueuedBytes = 4 * blockBytes

const [newline, carriageReturn, quote, backslash, capitalN] = [0x0a, 0x0d, 0x22, 0x5c, 0x4e]
/** What a byte inside a text value needs. */
const [asIs, escaped, refused] = [0, 1, 2]

/**
 * Rows as CSV bytes that the table's SerDe reads back to the same values; what it cannot read back is refused.
 *
 * @throws ColumnMismatchError when MySQL's columns cannot feed the model's.
 */
export class CsvRows implements RowSink {
  readonly #table: SourceTable
  readonly #take: (block: Buffer) => Promise<void>
  readonly #checks: readonly (ValueCheck | undefined)[]
  readonly #isText: readonly boolean[]
  readonly #isBoolean: readonly boolean[]
  readonly #needs: Uint8Array
  readonly #null: Buffer
  readonly #delimiter: number
  readonly #quotes: boolean
  readonly #nullText: boolean
  #block: Buffer = Buffer.allocUnsafeSlow(blockBytes)
  /** Blocks to be filled again: garbage outside of the heap is collected late. */
  readonly #free: Buffer[] = []
  #at = 0
  #queued = 0
  #taken: Promise<void> = Promise.resolve()
  #failed = false
  /** Rows taken so far. */
  rows = 0

  /** @param take Stores a block before it resolves; the block is then filled again. Called one at a time. */
  constructor(table: SourceTable, facts: readonly ColumnFacts[], take: (block: Buffer) => Promise<void>) {
    this.#table = table
    this.#take = take
    this.#checks = table.columns.map((column, index) => {
      const requirement = requirementOf(table, column, facts[index]!)
      return requirement && checkOf(requirement)
    })
    this.#isText = table.columns.map((column) => column.type === 'string')
    this.#isBoolean = table.columns.map((column) => column.type === 'boolean')
    const { format } = table
    this.#needs = needsOf(format)
    this.#quotes = format.serde === 'opencsv'
    this.#delimiter = format.serde === 'opencsv' ? 0x2c : format.delimiter.charCodeAt(0)
    // OpenCSVSerDe drops a backslash that escapes nothing, so its NULL text needs two.
    this.#null = Buffer.from(this.#quotes ? String.raw`"\\N"` : String.raw`\N`)
    this.#nullText = this.#quotes || !('escape' in format && format.escape)
  }

  write(row: RawRow): boolean {
    this.rows += 1
    let most = 1
    for (let index = 0; index < row.length; index += 1) most += (row[index]?.length ?? 0) * 2 + 6
    if (this.#at + most > this.#block.length) this.#handOn(most)
    const out = this.#block
    let at = this.#at
    for (let index = 0; index < row.length; index += 1) {
      if (index > 0) out[at++] = this.#delimiter
      const value = row[index]!
      if (value === null) {
        at += this.#null.copy(out, at)
        continue
      }
      const wrong = this.#checks[index]?.(value)
      if (wrong) throw this.#refusal(row, index, wrong)
      if (this.#quotes) out[at++] = quote
      if (this.#isText[index]) at = this.#text(row, index, value, out, at)
      else if (this.#isBoolean[index]) at += out.write(value[0] === 0x31 ? 'true' : 'false', at, 'latin1')
      else for (let i = 0; i < value.length; i += 1) out[at++] = value[i]! // shorter than what a native copy costs
      if (this.#quotes) out[at++] = quote
    }
    out[at++] = newline
    this.#at = at
    return this.#queued <= mostQueuedBytes && !this.#failed
  }

  async drained(): Promise<void> {
    await this.#taken
  }

  /** Hands on what is left and waits until everything is taken. */
  async finish(): Promise<void> {
    if (this.#at > 0) this.#handOn(0)
    await this.#taken
  }

  #text(row: RawRow, index: number, value: Buffer, out: Buffer, start: number): number {
    const needs = this.#needs
    let at = start
    for (let i = 0; i < value.length; i += 1) {
      const byte = value[i]!
      const need = needs[byte]
      if (need !== asIs) {
        if (need === refused) throw this.#refusal(row, index, nameOf(byte, this.#table.format))
        out[at++] = backslash
      }
      out[at++] = byte
    }
    if (this.#nullText && value.length === 2 && value[0] === backslash && value[1] === capitalN) {
      throw this.#refusal(row, index, String.raw`is the text "\N", which is how this format writes NULL`)
    }
    if (this.#quotes) return at
    if (value.length === 0 && row.length === 1) {
      throw this.#refusal(row, index, 'is empty and alone in its row: an empty line, which readers skip')
    }
    if (this.rows === 1 && index === 0 && value[0] === 0xef && value[1] === 0xbb && value[2] === 0xbf) {
      throw this.#refusal(row, index, 'starts the file with a byte order mark, which readers drop')
    }
    return at
  }

  #handOn(room: number): void {
    const block = this.#block
    const length = this.#at
    if (length > 0) {
      this.#queued += length
      this.#taken = this.#taken.then(() => this.#takeNext(block, length))
      this.#taken.catch(() => (this.#failed = true)) // `drained` and `finish` tell
    } else if (block.length === blockBytes) this.#free.push(block)
    this.#at = 0
    this.#block =
      room > blockBytes ? Buffer.allocUnsafeSlow(room) : (this.#free.pop() ?? Buffer.allocUnsafeSlow(blockBytes))
  }

  async #takeNext(block: Buffer, length: number): Promise<void> {
    await this.#take(block.subarray(0, length))
    this.#queued -= length
    if (block.length === blockBytes) this.#free.push(block)
  }

  #refusal(row: RawRow, index: number, wrong: string): UnrepresentableValueError {
    const { name, columns, primaryKey } = this.#table
    const key = primaryKey.map((each) => {
      const value = row[columns.findIndex((column) => column.name === each)]
      return `${each} = ${value ? JSON.stringify(value.toString('utf8', 0, 100)) : 'NULL'}`
    })
    const where = key.length > 0 ? `the row with ${key.join(', ')}` : `row ${this.rows}`
    return new UnrepresentableValueError(
      `Table "${name}", column "${columns[index]!.name}", ${where}: the value ${wrong.slice(0, 200)}.`,
    )
  }
}

function needsOf(format: TableFormat): Uint8Array {
  const needs = new Uint8Array(256)
  needs[newline] = refused
  needs[carriageReturn] = refused
  if (format.serde === 'opencsv') {
    needs[quote] = escaped
    needs[backslash] = escaped
  } else {
    needs[format.delimiter.charCodeAt(0)] = format.escape ? escaped : refused
    if (format.escape) needs[backslash] = escaped
  }
  return needs
}

function nameOf(byte: number, format: TableFormat): string {
  if (byte === newline || byte === carriageReturn) {
    const serde = format.serde === 'opencsv' ? 'OpenCSVSerDe' : 'LazySimpleSerDe'
    return `holds a line break (0x${byte.toString(16).padStart(2, '0')}), which ${serde} cannot carry`
  }
  return `holds the delimiter "${String.fromCharCode(byte)}", and the format has no escape character`
}
