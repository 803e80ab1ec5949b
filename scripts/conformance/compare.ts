/** What the tokens of a recording stand for: one value throughout the case, or any value each time. */
export type Wildcards = Readonly<Record<string, 'bound' | 'free'>>
type Bindings = Map<string, string>

/** Tokens that stand for a whole value, or for a timestamp inside a text, never for part of a word. */
const times = new Set(['date', 'datetime', 'timestamp'])
const timestamp = '\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:?\\d\\d)?'

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function matchText(expected: string, actual: string, wildcards: Wildcards, bindings: Bindings): boolean {
  if (expected === actual) return true
  const tokens = Object.keys(wildcards)
    .filter((token) => expected.includes(token))
    .sort((left, right) => right.length - left.length)
  if (tokens.length === 0) return false
  let pattern = ''
  const names: string[] = []
  for (let index = 0; index < expected.length;) {
    const token = tokens.find((candidate) => expected.startsWith(candidate, index))
    if (token === undefined) {
      pattern += escaped(expected[index]!)
      index += 1
      continue
    }
    if (times.has(token) && expected !== token) pattern += `(?:${escaped(token)}|${timestamp})`
    else if (wildcards[token] === 'bound') {
      pattern += '(.+?)'
      names.push(token)
    } else pattern += '(?:.*?)'
    index += token.length
  }
  const found = new RegExp(`^${pattern}$`, 's').exec(actual)
  if (!found) return false
  const next = new Map(bindings)
  for (const [index, name] of names.entries()) {
    const value = found[index + 1]!
    if ((next.get(name) ?? value) !== value) return false
    next.set(name, value)
  }
  for (const [name, value] of next) bindings.set(name, value)
  return true
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 400)

/**
 * Compares an answer with a recording of AWS's.
 *
 * Objects and arrays may stand as JSON texts; texts that hold JSON are compared as JSON; tokens match what they stand for.
 *
 * @returns The differences, by path; none when the answer conforms.
 */
export function match(
  expected: unknown,
  actual: unknown,
  wildcards: Wildcards = {},
  bindings: Bindings = new Map(),
  path = '$',
): string[] {
  if (isObject(expected)) return matchObject(expected, actual, wildcards, bindings, path)
  if (Array.isArray(expected)) {
    const list = typeof actual === 'string' ? (parsed(actual)?.value ?? actual) : actual
    if (!Array.isArray(list) || list.length !== expected.length) {
      return [`${path}: a list of ${expected.length} was expected, not ${shown(list)}`]
    }
    return expected.flatMap((item, index) => match(item, list[index], wildcards, bindings, `${path}[${index}]`))
  }
  if (typeof expected === 'string') {
    if (typeof actual === 'string' && matchText(expected, actual, wildcards, bindings)) return []
    if (wildcards[expected] === 'free') return []
    const [left, right] = [parsed(expected), typeof actual === 'string' ? parsed(actual) : { value: actual }]
    if (left && right && left.value !== expected) return match(left.value, right.value, wildcards, bindings, path)
  }
  return expected === actual ? [] : [`${path}: ${shown(expected)} was expected, not ${shown(actual)}`]
}

function matchObject(
  expected: Record<string, unknown>,
  actual: unknown,
  wildcards: Wildcards,
  bindings: Bindings,
  path: string,
): string[] {
  const object = typeof actual === 'string' && actual.startsWith('{') ? (parsed(actual)?.value ?? actual) : actual
  if (!isObject(object)) return [`${path}: an object was expected, not ${shown(object)}`]
  const pairs: [string, string][] = Object.keys(expected)
    .filter((key) => key in object)
    .map((key) => [key, key])
  const rest = Object.keys(object).filter((key) => !(key in expected))
  const differences: string[] = []
  for (const key of Object.keys(expected).filter((each) => !(each in object))) {
    const index = rest.findIndex((candidate) => matchText(key, candidate, wildcards, bindings))
    if (index < 0) differences.push(`${path}.${key}: missing`)
    else pairs.push([key, ...rest.splice(index, 1)] as [string, string])
  }
  differences.push(...rest.map((key) => `${path}.${key}: not expected`))
  for (const [left, right] of pairs) {
    differences.push(...match(expected[left], object[right], wildcards, bindings, `${path}.${left}`))
  }
  return differences
}
