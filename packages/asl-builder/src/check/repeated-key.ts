import { escapeToken } from '../diagnostics/pointer.js'

/** A key that its object has twice in a JSON text. */
export interface RepeatedKey {
  key: string
  /** A JSON Pointer to the value that a parser keeps. */
  location: string
}

/**
 * Every key that a JSON text writes a second time in one object: what `JSON.parse` says nothing of.
 *
 * @param text What `JSON.parse` takes: nothing else is read right.
 */
export function repeatedKeysIn(text: string): RepeatedKey[] {
  const found: RepeatedKey[] = []
  /** The objects and arrays around, outermost first; `keys` are those of an object, `token` the member or element that is read. */
  const around: { keys: Set<string> | undefined; token: string | number }[] = []
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x7b: // {
        around.push({ keys: new Set(), token: '' })
        break
      case 0x5b: // [
        around.push({ keys: undefined, token: 0 })
        break
      case 0x7d: // }
      case 0x5d: // ]
        around.pop()
        break
      case 0x2c: {
        const here = around.at(-1)
        if (typeof here?.token === 'number' && !here.keys) here.token++
        break
      }
      case 0x22: {
        const end = closingQuote(text, index)
        const here = around.at(-1)
        if (here?.keys && colonFollows(text, end + 1)) {
          const raw = text.slice(index, end + 1)
          const key = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
          here.token = key
          if (here.keys.has(key)) found.push({ key, location: pointerOf(around) })
          else here.keys.add(key)
        }
        index = end
      }
    }
  }
  return found
}

const pointerOf = (around: readonly { token: string | number }[]): string =>
  around.map(({ token }) => `/${escapeToken(token)}`).join('')

function closingQuote(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text.charCodeAt(index) !== 0x22) index += text.charCodeAt(index) === 0x5c ? 2 : 1
  return index
}

function colonFollows(text: string, start: number): boolean {
  let index = start
  while (' \n\r\t'.includes(text.charAt(index)) && index < text.length) index++
  return text.charCodeAt(index) === 0x3a
}
