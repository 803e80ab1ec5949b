/**
 * Appends reference tokens to a JSON Pointer.
 *
 *     pointer('/States', 'a/b', 'Next') // '/States/a~1b/Next'
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function pointer(base: string, ...tokens: readonly (string | number)[]): string {
  let text = base
  for (const token of tokens) text += `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`
  return text
}

/** The reference tokens of a JSON Pointer: `tokensOf('/States/a~1b')` is `['States', 'a/b']`. */
export function tokensOf(location: string): string[] {
  if (location === '') return []
  return location
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}
