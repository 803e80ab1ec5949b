import { duckdbType, readType } from './column-type.js'
import { Reader } from './reader.js'
import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'

/** The type behind AS in a cast, as DuckDB has it. */
export function castType(tokens: readonly Token[]): string {
  if (!tokens.length) throw new SqlError('A cast needs a type')
  const words = tokens.map((token) => token.value)
  // A type of DDL alone.
  if (words[0] === 'string')
    throw new SqlError(`line ${tokens[0]!.line}:${tokens[0]!.column}: Unknown type '${tokens[0]!.text}'`)
  if (words[0] === 'json') return 'JSON'
  if (words.slice(-3).join(' ') === 'with time zone') return 'TIMESTAMPTZ'
  if (words[0] === 'time') return 'TIME'
  const reader = new Reader(tokens)
  const type = duckdbType(readType(reader))
  reader.end()
  return type
}
