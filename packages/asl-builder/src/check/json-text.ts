/** Why a text is no JSON, in the words of the parser that AWS uses. */
export interface JsonError {
  /** `Unrecognized token 'not': was expecting (…)`. */
  message: string
  /** `[Source: (String)"not a definition"; line: 1, column: 4]`. */
  source: string
  hint: string
}

const values = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'"

/** Characters of the text that Jackson repeats. */
const quoted = 500

/**
 * Finds the first thing in a text that keeps it from being JSON.
 *
 * Run only on a text that `JSON.parse` refused; what the scanner here lets pass gets `fallback`, the engine's own words.
 */
export function jsonErrorOf(text: string, fallback: string): JsonError {
  const { message, index } = firstError(text) ?? { message: fallback, index: text.length }
  const before = text.slice(0, index)
  const line = before.split('\n').length
  const column = index - (before.lastIndexOf('\n') + 1) + 1
  const shown = text.length > quoted ? `${text.slice(0, quoted)}"[truncated ${text.length - quoted} chars]` : `${text}"`
  const source = `[Source: (String)"${shown}; line: ${line}, column: ${column}]`
  return { message, source, hint: `Line ${line}, column ${column} of the text.` }
}

type Expecting = 'value' | 'first value' | 'first key' | 'key' | 'colon' | 'comma' | 'nothing'

interface TextError {
  message: string
  /** Where the parser stood when it gave up: after what it could not take. */
  index: number
}

function firstError(text: string): TextError | undefined {
  const open: ('{' | '[')[] = []
  let expecting = 'value' as Expecting
  let index = 0
  const unexpected = (what: string): TextError => ({
    message: `Unexpected character (${shown(text[index]!)}): ${what}`,
    index: index + 1,
  })
  const afterValue = (): void => {
    expecting = open.length === 0 ? 'nothing' : 'comma'
  }
  while (index < text.length) {
    const character = text[index]!
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') {
      index++
      continue
    }
    if (expecting === 'nothing') return unexpected('nothing may follow the definition')
    if (expecting === 'colon') {
      if (character !== ':') return unexpected('was expecting a colon to separate field name and value')
      expecting = 'value'
      index++
    } else if (expecting === 'comma') {
      const inObject = open.at(-1) === '{'
      if (character === ',') expecting = inObject ? 'key' : 'value'
      else if (character === (inObject ? '}' : ']')) {
        open.pop()
        afterValue()
      } else return unexpected(`was expecting comma to separate ${inObject ? 'Object' : 'Array'} entries`)
      index++
    } else if (expecting === 'key' || expecting === 'first key') {
      if (character === '}' && expecting === 'first key') {
        open.pop()
        afterValue()
        index++
      } else if (character !== '"') return unexpected('was expecting double-quote to start field name')
      else {
        const end = stringEnd(text, index, 'in field name')
        if (typeof end !== 'number') return end
        index = end
        expecting = 'colon'
      }
    } else if (character === '"') {
      const end = stringEnd(text, index, ': was expecting closing quote for a string value')
      if (typeof end !== 'number') return end
      index = end
      afterValue()
    } else if (character === '{' || character === '[') {
      open.push(character)
      expecting = character === '{' ? 'first key' : 'first value'
      index++
    } else if (character === ']' && expecting === 'first value') {
      open.pop()
      afterValue()
      index++
    } else {
      const token = /[\p{L}\p{N}_$+\-.]*/uy
      token.lastIndex = index
      const word = token.exec(text)?.[0] ?? ''
      if (word === '') return unexpected(`expected a valid value (${values})`)
      if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word)) {
        return { message: `Unrecognized token '${word}': was expecting (${values})`, index: index + word.length }
      }
      index += word.length
      afterValue()
    }
  }
  if (open.length === 0 && expecting !== 'value') return undefined
  const marker = open.at(-1) === '[' ? 'Array' : 'Object'
  return { message: `Unexpected end-of-input: expected close marker for ${marker}`, index }
}

/** A character as Jackson writes it: control characters by their code alone, those past Latin-1 in hexadecimal too. */
function shown(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return `(CTRL-CHAR, code ${code})`
  return `'${character}' (code ${code}${code > 0xff ? ` / 0x${code.toString(16)}` : ''})`
}

/** The index after a string's closing quote. */
function stringEnd(text: string, start: number, atEnd: string): number | TextError {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) return index + 1
    if (code < 0x20) {
      const message = `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash to be included in ${atEnd.includes('name') ? 'name' : 'string value'}`
      return { message, index: index + 1 }
    }
    if (code !== 0x5c) continue
    index++
    const escape = text[index]
    if (escape === undefined) break
    if (escape === 'u') {
      const digits = text.slice(index + 1, index + 5)
      if (!/^[\da-f]{4}$/i.test(digits)) {
        return { message: 'Unexpected character: expected a hex-digit for character escape sequence', index: index + 1 }
      }
    } else if (!'"\\/bfnrt'.includes(escape)) {
      return { message: `Unrecognized character escape ${shown(escape)}`, index: index + 1 }
    }
  }
  return { message: `Unexpected end-of-input${atEnd.startsWith(':') ? '' : ' '}${atEnd}`, index: text.length }
}
