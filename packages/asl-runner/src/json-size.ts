/** Sizes of large values; payloads are shared, so that most have been measured before. */
const measured = new WeakMap<object, number>()

/** Values smaller than this are measured again each time: that is quicker than remembering them. */
const worthRemembering = 64

/** Bytes of a value's JSON text in UTF-8. */
export function jsonSize(value: unknown): number {
  return sizeOf(value, { visited: 0 })
}

function sizeOf(value: unknown, count: { visited: number }): number {
  switch (typeof value) {
    case 'string':
      return textSize(value)
    case 'number':
      return String(value).length
    case 'boolean':
      return value ? 4 : 5
    case 'object':
      break
    default:
      return 0
  }
  if (value === null) return 4
  count.visited += 1
  const isLarge = count.visited > worthRemembering
  if (isLarge) {
    const known = measured.get(value)
    if (known !== undefined) return known
  }
  const before = count.visited
  let size = 2
  if (Array.isArray(value)) {
    size += Math.max(value.length - 1, 0)
    for (const item of value) size += sizeOf(item, count)
    count.visited += value.length >> 3
  } else {
    const keys = Object.keys(value)
    size += Math.max(keys.length - 1, 0) + keys.length
    for (const key of keys) size += textSize(key) + sizeOf((value as Record<string, unknown>)[key], count)
  }
  if (isLarge || count.visited - before > worthRemembering) measured.set(value, size)
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
