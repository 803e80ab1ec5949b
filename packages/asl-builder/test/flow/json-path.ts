/*
 * As much of JSONPath as a flow emits: fields, indexes, `[*]`, filters, intrinsic functions, templates and Choice Rules. Strict:
 * a path that finds nothing is an error, except where `IsPresent` asks.
 */

interface Data {
  input: unknown
  context: unknown
  variables: Readonly<Record<string, unknown>>
}

type Loose = Record<string, any> // documents are read by the names of their fields

class NotFound extends Error {}

/** The value at a path, or of an intrinsic function. */
export function lookUp(text: string, data: Data): unknown {
  return text.startsWith('$') ? atPath(text, data) : intrinsic(text, data)
}

/** A payload template with its `.$` keys looked up. */
export function template(written: unknown, data: Data): unknown {
  if (Array.isArray(written)) return written.map((each) => template(each, data))
  if (typeof written !== 'object' || written === null) return written
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), lookUp(value as string, data)] : [key, template(value, data)],
    ),
  )
}

function atPath(path: string, data: Data): unknown {
  const [root] = /^\$(?:\$|[\p{ID_Start}_][\p{ID_Continue}]*)?/u.exec(path)!
  const name = root.slice(1)
  if (name !== '' && name !== '$' && !Object.hasOwn(data.variables, name))
    throw new Error(`${path}: no variable ${name}`)
  const start = name === '' ? data.input : name === '$' ? data.context : data.variables[name]
  let found: unknown[] = [start]
  let isMany = false
  let rest = path.slice(root.length)
  while (rest !== '') {
    const filter = /^\[\?\((.*)\)\]$/s.exec(rest)
    const [step, field, quoted, index] = /^(?:\.([\w]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+|\*)\])/.exec(rest) ?? ['']
    if (filter) {
      isMany = true
      found = found.flatMap((each) => (Array.isArray(each) ? each : [])).filter((each) => passes(filter[1]!, each))
      break
    }
    if (step === '') throw new Error(`${path}: cannot read ${rest}`)
    rest = rest.slice(step.length)
    if (index === '*') {
      isMany = true
      found = found.flatMap((each) => (Array.isArray(each) ? each : []))
      continue
    }
    const key = field ?? quoted?.replace(/\\(.)/g, '$1') ?? Number(index)
    found = found.flatMap((each) =>
      typeof each === 'object' && each !== null && Object.hasOwn(each, key) ? [(each as Loose)[key]] : [],
    )
  }
  if (isMany) return found
  if (found.length === 0) throw new NotFound(`${path} finds nothing`)
  return found[0]
}

/** A filter's test: comparisons of a field with a constant, joined by `&&` and `||` in parentheses. */
function passes(test: string, element: unknown): boolean {
  for (const [sign, all] of [
    ['||', false],
    ['&&', true],
  ] as const) {
    const parts = topLevel(test, sign)
    if (parts.length > 1)
      return all ? parts.every((each) => passes(each, element)) : parts.some((each) => passes(each, element))
  }
  if (test.startsWith('(')) return passes(test.slice(1, -1), element)
  const [, path, sign, constant] = /^@(\S*) (==|!=|>=|<=|>|<) (.*)$/s.exec(test)!
  let left: any // compared as JavaScript compares: both sides have the same type
  try {
    left = atPath(`$${path}`, { input: element, context: {}, variables: {} })
  } catch {
    return false
  }
  const right = intrinsic(constant!, { input: {}, context: {}, variables: {} }) as any
  return compare(left, sign!, right)
}

const compare = (left: any, sign: string, right: any): boolean =>
  sign === '=='
    ? left === right
    : sign === '!='
      ? left !== right
      : sign === '>'
        ? left > right
        : sign === '>='
          ? left >= right
          : sign === '<'
            ? left < right
            : left <= right

/** The parts of a text between a separator that stands in no parentheses and no quotes. */
function topLevel(text: string, separator: string): string[] {
  const parts = ['']
  let depth = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index++) {
    const letter = text[index]!
    if (letter === '\\') {
      parts[parts.length - 1] += letter + (text[++index] ?? '')
      continue
    }
    if (letter === "'") isQuoted = !isQuoted
    if (!isQuoted) depth += '(['.includes(letter) ? 1 : ')]'.includes(letter) ? -1 : 0
    if (!isQuoted && depth === 0 && text.startsWith(separator, index)) {
      parts.push('')
      index += separator.length - 1
    } else parts[parts.length - 1] += letter
  }
  return parts.map((part) => part.trim())
}

function intrinsic(text: string, data: Data): unknown {
  if (text.startsWith("'")) return text.slice(1, -1).replace(/\\(.)/g, '$1')
  if (text.startsWith('$')) return atPath(text, data)
  const [, name, inside] = /^States\.(\w+)\((.*)\)$/s.exec(text) ?? []
  if (name === undefined) return JSON.parse(text)
  const written = inside === '' ? [] : topLevel(inside!, ',')
  if (name === 'Format') {
    const values = written.slice(1).map((each) => intrinsic(each, data))
    return written[0]!
      .slice(1, -1)
      .replace(/\\(.)|\{\}/g, (hole, escaped?: string) => escaped ?? asText(values.shift()))
  }
  const values = written.map((each) => intrinsic(each, data)) as any[] // each function knows what it takes
  switch (name) {
    case 'Array':
      return values
    case 'ArrayContains':
      return values[0].includes(values[1])
    case 'ArrayLength':
      return values[0].length
    case 'ArrayGetItem':
      return values[0][values[1]]
    case 'ArrayUnique':
      return [...new Set(values[0])]
    case 'MathAdd':
      return values[0] + values[1]
    case 'StringSplit':
      return values[0].split(values[1])
    case 'JsonToString':
      return JSON.stringify(values[0])
    case 'StringToJson':
      return JSON.parse(values[0])
    case 'JsonMerge':
      return { ...values[0], ...values[1] }
    default:
      throw new Error(`no function ${name}`)
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Whether a Choice Rule is true. */
export function testRule(rule: Loose, data: Data): boolean {
  if (rule['And']) return (rule['And'] as Loose[]).every((each) => testRule(each, data))
  if (rule['Or']) return (rule['Or'] as Loose[]).some((each) => testRule(each, data))
  if (rule['Not']) return !testRule(rule['Not'], data)
  const [operator, operand] = Object.entries(rule).find(([key]) => /^(String|Numeric|Boolean|Is)/.test(key))!
  if (operator === 'IsPresent') {
    try {
      lookUp(rule['Variable'], data)
      return operand === true
    } catch (error) {
      if (error instanceof NotFound) return operand === false
      throw error
    }
  }
  const left = lookUp(rule['Variable'], data) as any
  const types: Record<string, string> = { String: 'string', Numeric: 'number', Boolean: 'boolean' }
  if (operator === 'IsNull') return (left === null) === operand
  if (operator.startsWith('Is')) return (typeof left === types[operator.slice(2)]) === operand
  const [, type, order, byPath] = /^(String|Numeric|Boolean)(.*?)(Path)?$/.exec(operator)!
  const right = byPath ? lookUp(operand, data) : operand
  if (typeof left !== types[type!] || typeof right !== types[type!]) return false
  if (order === 'Matches') return matches(left, right)
  const signs: Record<string, string> = {
    Equals: '==',
    GreaterThan: '>',
    GreaterThanEquals: '>=',
    LessThan: '<',
    LessThanEquals: '<=',
  }
  return compare(left, signs[order!]!, right)
}

function matches(text: string, pattern: string): boolean {
  const parts = [...pattern.matchAll(/\\(.)|(\*)|([^\\*]+)/g)].map(([, escaped, star, plain]) =>
    star ? '[^]*' : (escaped ?? plain!).replace(/[.+?^${}()|[\]\\*]/g, '\\$&'),
  )
  return new RegExp(`^${parts.join('')}$`).test(text)
}
