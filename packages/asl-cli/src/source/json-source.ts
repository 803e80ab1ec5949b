import type { Entry, Place, ScalarNode, SourceNode } from './source-node.js'
import type { SourceText } from './source-text.js'

/** Text that is not what its format says: what is wrong, and where in the text. */
export class SyntaxProblem extends Error {
  readonly source: SourceText
  readonly start: number
  readonly end: number

  constructor(message: string, place: { source: SourceText; start: number; end: number }) {
    super(message)
    this.source = place.source
    this.start = place.start
    this.end = place.end
  }
}

/** How deep objects and lists may nest before a file is refused: far beyond any definition, far below the stack. */
export const maxDepth = 1_000

/**
 * Reads JSON (RFC 8259) with the place of each value and key.
 *
 * `${Name}` may also stand where a value is expected, as in text that a deploy tool fills in before anyone parses it; it
 * reads as the string `"${Name}"`.
 *
 * @param onDuplicate Told of each key that its object already has; the last one counts, as in `JSON.parse`.
 * @throws {SyntaxProblem} Where the text stops being JSON.
 */
export function readJson(source: SourceText, onDuplicate?: (key: string, place: Place) => void): SourceNode {
  const { text } = source
  let at = 0
  skipSpace()
  if (at >= text.length) fail('The text is empty: a JSON value was expected.', 0, 0)
  const root = value(0)
  skipSpace()
  if (at < text.length) fail(`The JSON value has ended, but ${shown()} follows.`)
  return root

  function value(depth: number): SourceNode {
    if (depth > maxDepth) fail(`Values are nested deeper than ${maxDepth} levels.`)
    const start = at
    switch (text.charCodeAt(at)) {
      case 0x7b:
        return object(depth)
      case 0x5b:
        return array(depth)
      case 0x22: {
        const { value, escaped } = string()
        return stringNode(source, start, at, value, escaped)
      }
      case 0x74:
        return word('true', true)
      case 0x66:
        return word('false', false)
      case 0x6e:
        return word('null', null)
      case 0x24: {
        if (text.charCodeAt(at + 1) !== 0x7b) break
        placeholder()
        return scalar(source, start, at, text.slice(start, at), (index) => start + index)
      }
    }
    numberPattern.lastIndex = at
    const number = numberPattern.exec(text)
    if (!number) fail(expected('a value'))
    at += number[0].length
    if (/[\w.+$"'-]/.test(text[at] ?? ''))
      fail(`"${wordAt(start)}" is no JSON number.`, start, start + wordAt(start).length)
    return scalar(source, start, at, Number(number[0]), () => start)
  }

  function object(depth: number): SourceNode {
    const start = at++
    const entries = new Map<string, Entry>()
    skipSpace()
    if (text.charCodeAt(at) === 0x7d) {
      at++
      return { kind: 'map', source, start, end: at, entries }
    }
    for (;;) {
      const keyStart = at
      if (text.charCodeAt(at) !== 0x22) fail(expected('a key in double quotes'))
      const key = string().value
      const place = { source, start: keyStart, end: at }
      if (entries.has(key)) onDuplicate?.(key, place)
      skipSpace()
      if (text.charCodeAt(at) !== 0x3a) fail(expected(`":" after the key "${key}"`))
      at++
      skipSpace()
      entries.set(key, { key: place, value: value(depth + 1) })
      skipSpace()
      const next = text.charCodeAt(at)
      if (next === 0x7d) break
      if (next !== 0x2c) fail(expected('"," or "}"'))
      const comma = at++
      skipSpace()
      if (text.charCodeAt(at) === 0x7d)
        fail('A comma stands before "}": JSON has none after the last entry.', comma, comma + 1)
    }
    at++
    return { kind: 'map', source, start, end: at, entries }
  }

  function array(depth: number): SourceNode {
    const start = at++
    const items: SourceNode[] = []
    skipSpace()
    if (text.charCodeAt(at) === 0x5d) {
      at++
      return { kind: 'list', source, start, end: at, items }
    }
    for (;;) {
      items.push(value(depth + 1))
      skipSpace()
      const next = text.charCodeAt(at)
      if (next === 0x5d) break
      if (next !== 0x2c) fail(expected('"," or "]"'))
      const comma = at++
      skipSpace()
      if (text.charCodeAt(at) === 0x5d)
        fail('A comma stands before "]": JSON has none after the last item.', comma, comma + 1)
    }
    at++
    return { kind: 'list', source, start, end: at, items }
  }

  function word(name: string, value: boolean | null): SourceNode {
    const start = at
    if (!text.startsWith(name, at) || /\w/.test(text[at + name.length] ?? '')) fail(expected('a value'))
    at += name.length
    return scalar(source, start, at, value, () => start)
  }

  function placeholder(): void {
    while (text.startsWith('${', at)) {
      const end = text.indexOf('}', at)
      if (end < 0) fail('"${" has no "}".', at, at + 2)
      at = end + 1
    }
  }

  function string(): { value: string; escaped: boolean } {
    const start = at++
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        at++
        return { value: text.slice(start + 1, at - 1), escaped: false }
      }
      if (code === 0x5c) break
      if (!(code >= 0x20)) failInString(start)
      at++
    }
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        at++
        return { value: JSON.parse(text.slice(start, at)) as string, escaped: true }
      }
      if (code === 0x5c) {
        escapePattern.lastIndex = at
        const escape = escapePattern.exec(text)
        if (!escape)
          fail(`"${text.slice(at, at + 2)}" is no escape in a JSON string.`, at, Math.min(at + 2, text.length))
        at += escape[0].length
      } else if (!(code >= 0x20)) failInString(start)
      else at++
    }
  }

  function failInString(start: number): never {
    if (at >= text.length) fail('A string is never closed.', start, start + 1)
    const name = { 9: 'A tab', 10: 'A line break', 13: 'A line break' }[text.charCodeAt(at)] ?? 'A control character'
    const escape = JSON.stringify(text[at]).slice(1, -1)
    fail(`${name} stands in a string: JSON writes it ${escape}, and closes a string on its own line.`, start, at)
  }

  function skipSpace(): void {
    for (;;) {
      const code = text.charCodeAt(at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      at++
    }
  }

  function expected(what: string): string {
    if (at >= text.length) return `The text ends where ${what} was expected.`
    if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'JSON has no comments.'
    if (text[at] === "'") return 'JSON puts strings in double quotes.'
    return `Expected ${what}, but found ${shown()}.`
  }

  function shown(): string {
    const word = wordAt(at)
    return JSON.stringify(word === '' ? String.fromCodePoint(text.codePointAt(at)!) : word)
  }

  function wordAt(start: number): string {
    return /^[\w.+$-]{0,40}/.exec(text.slice(start, start + 40))![0]
  }

  function fail(message: string, start = at, end = Math.min(at + 1, text.length)): never {
    throw new SyntaxProblem(message, { source, start, end })
  }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

function scalar(
  source: SourceText,
  start: number,
  end: number,
  value: ScalarNode['value'],
  offsetOf: (index: number) => number,
): ScalarNode {
  return { kind: 'scalar', source, start, end, value, offsetOf }
}

function stringNode(source: SourceText, start: number, end: number, value: string, escaped: boolean): ScalarNode {
  if (!escaped) return scalar(source, start, end, value, (index) => start + 1 + index)
  let offsets: number[] | undefined
  return scalar(source, start, end, value, (index) => {
    offsets ??= unescapedOffsets(source.text, start + 1, end - 1)
    return offsets[index] ?? end - 1
  })
}

/** Where each character of a JSON string's value begins in the text between its quotes. */
function unescapedOffsets(text: string, start: number, end: number): number[] {
  const offsets: number[] = []
  for (let at = start; at < end;) {
    offsets.push(at)
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2
  }
  return offsets
}
