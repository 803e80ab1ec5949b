/**
 * Where each character of a YAML scalar's value begins in the text, and, last, where the scalar ends.
 *
 * Block literals line by line, exactly. In all others what is not white space stands in value and text in the same order, since
 * folding changes white space only; white space stands after what is before it.
 *
 * @param start The scalar's first character: a quote, or `|` or `>` of a block.
 * @param value What the scalar reads as.
 */
export function yamlOffsets(text: string, start: number, end: number, value: string): Uint32Array {
  const offsets = new Uint32Array(value.length + 1)
  if (text[start] === '|') literal(text, start, end, value, offsets)
  else aligned(tokensIn(text, start, end), end, value, offsets)
  return offsets
}

function literal(text: string, start: number, end: number, value: string, offsets: Uint32Array): void {
  let lineStart = nextLine(text, start)
  let at = 0
  for (const line of value.split('\n')) {
    const next = nextLine(text, lineStart)
    let lineEnd = Math.min(next, end)
    while (lineEnd > lineStart && (text[lineEnd - 1] === '\n' || text[lineEnd - 1] === '\r')) lineEnd--
    // The value's line is the text's line without its indentation, however wide that is.
    const first = Math.max(lineStart, lineEnd - line.length)
    for (let index = 0; index <= line.length && at < offsets.length; index++)
      offsets[at++] = Math.min(first + index, end)
    lineStart = next
  }
}

function nextLine(text: string, from: number): number {
  const lineBreak = text.indexOf('\n', from)
  return lineBreak < 0 ? text.length : lineBreak + 1
}

/** A piece of a scalar's text and what it reads as: an escape may read as two code units, or as none. */
interface Token {
  value: string
  offset: number
  length: number
}

function* tokensIn(text: string, start: number, end: number): Generator<Token, void> {
  const style = text[start]
  let at = style === '>' ? nextLine(text, start) : style === '"' || style === "'" ? start + 1 : start
  const last = (style === '"' || style === "'") && text[end - 1] === style && end - 1 > start ? end - 1 : end
  while (at < last) {
    const character = text[at]!
    if (style === '"' && character === '\\') {
      const [value, length] = escape(text, at)
      yield { value, offset: at, length }
      at += length
    } else if (style === "'" && character === "'") {
      yield { value: "'", offset: at, length: 2 }
      at += 2
    } else {
      yield { value: character, offset: at, length: 1 }
      at++
    }
  }
}

const named: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
}

/** What the escape at `at` reads as, and how long it is; an escaped line break reads as nothing. */
function escape(text: string, at: number): [value: string, length: number] {
  const letter = text[at + 1] ?? ''
  const digits = { x: 2, u: 4, U: 8 }[letter]
  if (digits) {
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16)
    return [code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', 2 + digits]
  }
  if (letter === '\n' || letter === '\r') {
    const rest = /^\r?\n[ \t]*/.exec(text.slice(at + 1, at + 1_000))
    return ['', 1 + (rest?.[0].length ?? 1)]
  }
  return [Object.hasOwn(named, letter) ? named[letter]! : letter, 2]
}

const isBlank = (text: string): boolean => !/[^ \t\r\n]/.test(text)

function aligned(tokens: Iterable<Token>, end: number, value: string, offsets: Uint32Array): void {
  const solid = [...tokens].filter((token) => !isBlank(token.value))
  let next = 0
  let blank = solid[0] ? -1 : end // where the white space after the last solid token begins
  for (let at = 0; at < value.length;) {
    const token = solid[next]
    if (isBlank(value[at]!)) {
      const before = blank < 0 ? token!.offset : blank++
      offsets[at++] = Math.min(before, token ? token.offset : end)
    } else if (token) {
      for (let unit = 0; unit < token.value.length; unit++) offsets[at++] = token.offset
      blank = token.offset + token.length
      next++
    } else offsets[at++] = end
  }
  offsets[value.length] = Math.min(Math.max(blank, 0), end)
}
