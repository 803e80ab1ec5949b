import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'

/** What Athena says of a token that cannot stand where it stands. */
export function mismatch(token: Token): SqlError {
  return new SqlError(`line ${token.line}:${token.column}: mismatched input '${token.text}'`)
}
