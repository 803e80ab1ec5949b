/** Sizes of values with something in them; payloads are shared, so that most have been measured before. */
const measured = new WeakMap<object, number>()

/** A value with fewer values inside is measured again each time: that is quicker than remembering it. */
const worthRemembering = 8

/** A value with more values inside is not worth guessing about. */
const mostGuesses = 256

/**
 * Whether a value's JSON text has more bytes in UTF-8 than a limit.
 *
 * Small payloads, which are most, are recognised without being measured.
 */
export function isLarger(value: unknown, limit: number): boolean {
  guesses = 0
  return !(mostBytesOf(value) <= limit) && jsonSize(value) > limit
}

/** How many values have been guessed about. */
let guesses = 0

/** No less than a value's bytes; not a number when there is too much to look at. */
function mostBytesOf(value: unknown): number {
  guesses += 1
  // A character takes six bytes at most: "\u0000".
  if (typeof value === 'string') return value.length * 6 + 2
  if (typeof value !== 'object' || value === null) return 24
  if (guesses > mostGuesses) return Number.NaN
  let size = 2
  if (Array.isArray(value)) {
    for (const item of value) size += mostBytesOf(item) + 1
    return size
  }
  for (const key in value) size += key.length * 6 + 4 + mostBytesOf((value as Record<string, unknown>)[key])
  return size
}

/** Bytes of a value's JSON text in UTF-8. */
export function jsonSize(value: unknown): number {
  visited = 0
  return sizeOf(value)
}

/** How many values the measurement has looked at. */
let visited = 0

function sizeOf(value: unknown): number {
  visited += 1
  switch (typeof value) {
    case 'string':
      return textSize(value)
    case 'number':
      return numberSize(value)
    case 'boolean':
      return value ? 4 : 5
    case 'object':
      return value === null ? 4 : containerSize(value)
    default:
      return 0
  }
}

function containerSize(value: object): number {
  const known = measured.get(value)
  if (known !== undefined) return known
  const before = visited
  let size = 1
  if (Array.isArray(value)) {
    for (const item of value) size += sizeOf(item) + 1
    size = Math.max(size, 2)
  } else {
    for (const key in value) {
      if (Object.hasOwn(value, key)) size += textSize(key) + sizeOf((value as Record<string, unknown>)[key]) + 2
    }
    size = Math.max(size, 2)
  }
  if (visited - before >= worthRemembering) measured.set(value, size)
  return size
}

function numberSize(number: number): number {
  if (!Number.isInteger(number) || number < 0 || number >= 1e9) return String(number).length
  let size = 1
  for (let limit = 10; number >= limit; limit *= 10) size += 1
  return size
}

const needsCare = /[^ -!#-[\]-~]/

function textSize(text: string): number {
  if (text.length > 64) return needsCare.test(text) ? Buffer.byteLength(JSON.stringify(text)) : text.length + 2
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code === 0x22 || code === 0x5c || code > 0x7e) return Buffer.byteLength(JSON.stringify(text))
  }
  return text.length + 2
}
