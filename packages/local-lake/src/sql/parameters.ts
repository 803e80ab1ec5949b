import { SqlError } from './sql-error.js'
import { type Token, tokensOf } from './tokens.js'

const constants = new Set(['null', 'true', 'false', 'current_date', 'current_timestamp', 'localtimestamp'])

/**
 * Puts the values of `ExecutionParameters` in the places of `?`. Each value is read as SQL: an expression without names
 * of columns stays one, anything else becomes text. Without a `?` values are ignored, as Athena does.
 */
export function bindParameters(tokens: readonly Token[], parameters: readonly string[]): readonly Token[] {
  const places = tokens.filter((token) => token.kind === 'symbol' && token.value === '?').length
  if (places === 0) return tokens
  if (places !== parameters.length)
    throw new SqlError(
      `INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected ${places} but found ${parameters.length}`,
    )
  let next = 0
  return tokens.flatMap((token) =>
    token.kind === 'symbol' && token.value === '?' ? valueTokens(parameters[next++]!, token) : [token],
  )
}

function valueTokens(value: string, place: Token): Token[] {
  const at = { line: place.line, column: place.column, offset: place.offset }
  const text: Token = { kind: 'string', text: `'${value.replaceAll("'", "''")}'`, value, ...at }
  let found: Token[]
  try {
    found = tokensOf(value, 'trino')
  } catch {
    return [text]
  }
  if (!found.length || !isExpression(found)) return [text]
  const sign = (value: string): Token => ({ kind: 'symbol', text: value, value, ...at })
  return [sign('('), ...found.map((token) => ({ ...token, ...at })), sign(')')]
}

/** Balanced, without `;` and `?`, and every word a constant, a call, or the type before a literal. */
function isExpression(tokens: readonly Token[]): boolean {
  let depth = 0
  for (const [index, { kind, value }] of tokens.entries()) {
    const next = tokens[index + 1]
    if (kind === 'symbol') {
      if (value === ';' || value === '?' || (value === ',' && depth === 0)) return false
      depth += value === '(' ? 1 : value === ')' ? -1 : 0
      if (depth < 0) return false
    } else if (kind === 'name') return false
    else if (
      kind === 'word' &&
      !constants.has(value) &&
      next?.kind !== 'string' &&
      !(next?.kind === 'symbol' && next.value === '(')
    )
      return false
    else if (index > 0 && kind !== 'word' && tokens[index - 1]!.kind !== 'symbol' && tokens[index - 1]!.kind !== 'word')
      return false
  }
  return depth === 0
}
