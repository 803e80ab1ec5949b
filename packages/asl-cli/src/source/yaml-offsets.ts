/**
 * Where each character of a YAML scalar's value begins in the text, and, last, where the scalar ends.
 *
 * Block literals line by line, all others by walking value and text together: what is not white space stands in both in the
 * same order, and folding changes white space only.
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

/** A piece of a scalar's text: `value` is what it reads as; `folds` when folding may change it. */
interface Token {
  value: string
  offset: number
  folds: boolean
}

function* tokensIn(text: string, start: number, end: number): Generator<Token, void> {
  const style = text[start]
  let at = style === '>' ? nextLine(text, start) : style === '"' || style === "'" ? start + 1 : start
  const last = (style === '"' || style === "'") && text[end - 1] === style && end - 1 > start ? end - 1 : end
  while (at < last) {
    const character = text[at]!
    if (style === '"' && character === '\\') {
      const [value, length] = escape(text, at)
      yield { value, offset: at, folds: false }
      at += length
    } else if (style === "'" && character === "'") {
      yield { value: "'", offset: at, folds: false }
      at += 2
    } else {
      yield { value: character, offset: at, folds: /[ \t\r\n]/.test(character) }
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

function aligned(tokens: Iterable<Token>, end: number, value: string, offsets: Uint32Array): void {
  const iterator = tokens[Symbol.iterator]()
  let token = next()
  let at = 0
  while (at < value.length) {
    if (token && !token.folds && token.value !== '' && value.startsWith(token.value, at)) {
      for (let index = 0; index < token.value.length; index++) offsets[at++] = token.offset
      token = next()
    } else if (token?.folds && /[ \t\n]/.test(value[at]!)) {
      offsets[at++] = token.offset
      if (/[ \t\n]/.test(value[at] ?? '')) token = next()
    } else if (token && (token.folds || token.value === '')) {
      token = next()
    } else {
      offsets[at++] = token?.offset ?? end
    }
  }
  offsets[value.length] = token?.folds === false ? token.offset : end

  function next(): Token | undefined {
    const { value, done } = iterator.next()
    return done ? undefined : value
  }
}
