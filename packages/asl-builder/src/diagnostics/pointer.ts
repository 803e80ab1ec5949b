/**
 * Appends reference tokens to a JSON Pointer.
 *
 *     pointer('/States', 'a/b', 'Next') // '/States/a~1b/Next'
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function pointer(base: string, ...tokens: readonly (string | number)[]): string {
  let text = base
  for (const token of tokens) text += `/${escapeToken(token)}`
  return text
}

/** The reference tokens of a JSON Pointer: `tokensOf('/States/a~1b')` is `['States', 'a/b']`; the whole document's `/` and `''` have none. */
export function tokensOf(location: string): string[] {
  if (location === '' || location === '/') return []
  return location
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** A reference token as it stands in a JSON Pointer: `~` and `/` escaped. */
export function escapeToken(token: string | number): string {
  if (typeof token === 'number') return String(token)
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token
}
