import type { Json } from '../model/json.js'
import {
  filterOperators,
  pathFunctions,
  type FilterOperand,
  type FilterOperator,
  type FilterTest,
  type Path,
  type PathFunction,
  type PathRoot,
  type Segment,
} from './json-path.js'
import type { ParseError } from './parse-error.js'

/**
 * Reads a path in the dialect of AWS: Jayway JsonPath, `$$` for the context object, `$name` for variables.
 *
 *     parsePath("$.abc.['def ghi'][0]") // { root: '$', segments: [name abc, name 'def ghi', index 0] }
 *
 * @see https://states-language.net/spec.html#path
 */
export function parsePath(text: string): Path | ParseError {
  return new PathReader(text).path()
}

const blank = /\s/
const variableStart = /[\p{ID_Start}_]/u
const variableName = /[\p{ID_Start}_][\p{ID_Continue}]*/uy
const endsName = '.[('
/** Inside a filter a name also ends before an operator. */
const endsFilterName = '.[()&|=!<>~,]'

/** A grammar error on its way out of the reader; never leaves this file. */
class Misread extends Error {
  offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** Deepest nesting of filters and groups that is read: deeper is a mistake or an attack. */
const deepest = 50

class PathReader {
  private at = 0
  private depth = 0
  private readonly text: string
  private readonly end: number

  constructor(text: string) {
    this.text = text
    this.end = text.trimEnd().length
  }

  path(): Path | ParseError {
    try {
      const root = this.root()
      const segments = this.segments(endsName)
      if (this.at < this.end) this.fail(`Expected "." or "[" instead of "${this.text[this.at]}".`)
      return { text: this.text, root, segments }
    } catch (error) {
      if (error instanceof Misread) return { message: error.message, offset: error.offset }
      throw error
    }
  }

  private root(): PathRoot {
    if (this.text[0] !== '$') this.fail('A path begins with "$".')
    this.at = 1
    const next = this.peek()
    if (next === '$') {
      this.at = 2
      return '$$'
    }
    if (next === undefined || !variableStart.test(next)) return '$'
    variableName.lastIndex = this.at
    const name = variableName.exec(this.text)![0]
    this.at += name.length
    return { variable: name }
  }

  private segments(stops: string): Segment[] {
    const segments: Segment[] = []
    for (;;) {
      const last = segments.at(-1)
      if (this.peek() === '.') {
        if (last?.kind === 'function') this.fail('A function ends a path.')
        this.at += 1
        if (this.peek() === '.') {
          this.at += 1
          segments.push({ kind: 'descendant' })
        }
        segments.push(this.peek() === '[' ? this.bracket() : this.dotted(stops))
      } else if (this.peek() === '[') {
        if (last?.kind === 'function') this.fail('A function ends a path.')
        segments.push(this.bracket())
      } else {
        return segments
      }
    }
  }

  private dotted(stops: string): Segment {
    if (this.take('*')) return { kind: 'wildcard' }
    const start = this.at
    let name = ''
    for (let next = this.peek(); next !== undefined && !stops.includes(next) && !blank.test(next); next = this.peek()) {
      // A backslash takes the next character as it is: "$.store\.book".
      if (next === '\\' && this.at + 1 < this.end) this.at += 1
      name += this.text[this.at]
      this.at += 1
    }
    if (name === '') this.fail('Expected a name after ".".')
    const after = this.peek()
    if (after !== undefined && blank.test(after) && stops === endsName) {
      this.fail(`Write ['…'] for a name with a blank in it.`)
    }
    if (after !== '(') return { kind: 'name', name }
    if (!(pathFunctions as readonly string[]).includes(name)) {
      this.fail(`There is no path function "${name}". There are: ${pathFunctions.join(', ')}.`, start)
    }
    return { kind: 'function', name: name as PathFunction, args: this.functionArguments() }
  }

  private functionArguments(): FilterOperand[] {
    this.at += 1
    const args: FilterOperand[] = []
    this.blanks()
    while (!this.take(')')) {
      if (args.length > 0) this.expect(',')
      args.push(this.operand())
      this.blanks()
    }
    return args
  }

  private bracket(): Segment {
    this.at += 1
    this.blanks()
    const segment = this.selector()
    this.blanks()
    this.expect(']')
    return segment
  }

  private selector(): Segment {
    const next = this.peek()
    if (this.take('*')) return { kind: 'wildcard' }
    if (next === '?') {
      this.at += 1
      this.blanks()
      return { kind: 'filter', test: this.either() }
    }
    if (next === '(') return this.fromEnd()
    if (next === "'" || next === '"') {
      const names = this.list(() => this.quoted())
      return names.length === 1 ? { kind: 'name', name: names[0]! } : { kind: 'names', names }
    }
    return this.indexes()
  }

  /** `(@.length-1)`: an index counted from the end. */
  private fromEnd(): Segment {
    const script = /\(\s*@\.length(?:\(\))?\s*-\s*(\d+)\s*\)/y
    script.lastIndex = this.at
    const found = script.exec(this.text)
    if (!found) this.fail('Of scripts only (@.length-N) is known.')
    this.at += found[0].length
    return { kind: 'index', index: -Number(found[1]) }
  }

  private indexes(): Segment {
    const from = this.integer()
    this.blanks()
    if (this.peek() === ':') {
      this.at += 1
      this.blanks()
      const to = this.integer()
      this.blanks()
      let step: number | undefined
      if (this.take(':')) {
        this.blanks()
        step = this.integer()
      }
      const given = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
      return { kind: 'slice', ...given, ...(step !== undefined && { step }) }
    }
    if (from === undefined) this.fail("Expected an index, a slice, *, ?( … ) or ['name'].")
    const indexes = [from]
    while (this.take(',')) {
      this.blanks()
      const index = this.integer()
      if (index === undefined) this.fail('Expected an index.')
      indexes.push(index)
      this.blanks()
    }
    return indexes.length === 1 ? { kind: 'index', index: from } : { kind: 'indexes', indexes }
  }

  private integer(): number | undefined {
    const digits = /-?\d{1,15}/y
    digits.lastIndex = this.at
    const found = digits.exec(this.text)
    if (!found) return undefined
    this.at += found[0].length
    return Number(found[0])
  }

  private list<Item>(read: () => Item): Item[] {
    const items = [read()]
    for (this.blanks(); this.take(','); this.blanks()) {
      this.blanks()
      items.push(read())
    }
    return items
  }

  private quoted(): string {
    const quote = this.text[this.at]
    const start = this.at
    if (quote !== "'" && quote !== '"') this.fail('Expected a name in quotes.')
    let value = ''
    for (this.at += 1; this.peek() !== quote; this.at += 1) {
      if (this.peek() === undefined) this.fail('The quote is not closed.', start)
      if (this.peek() === '\\') value += this.escape()
      else value += this.text[this.at]
    }
    this.at += 1
    return value
  }

  private escape(): string {
    this.at += 1
    const next = this.peek() ?? this.fail('The quote is not closed.')
    const simple: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
    const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(this.text.slice(this.at + 1)) : null
    if (!code) return Object.hasOwn(simple, next) ? simple[next]! : next
    this.at += 4
    return String.fromCharCode(Number.parseInt(code[0], 16))
  }

  private either(): FilterTest {
    const tests = [this.both()]
    for (this.blanks(); this.take('||'); this.blanks()) tests.push(this.both())
    return tests.length === 1 ? tests[0]! : { kind: 'or', tests }
  }

  private both(): FilterTest {
    const tests = [this.test()]
    for (this.blanks(); this.take('&&'); this.blanks()) tests.push(this.test())
    return tests.length === 1 ? tests[0]! : { kind: 'and', tests }
  }

  private test(): FilterTest {
    this.blanks()
    this.depth += 1
    if (this.depth > deepest) this.fail('The filter is nested too deeply.')
    try {
      if (this.peek() === '!' && this.text[this.at + 1] !== '=') {
        this.at += 1
        return { kind: 'not', test: this.test() }
      }
      if (this.take('(')) {
        const inner = this.either()
        this.blanks()
        this.expect(')')
        return inner
      }
      return this.comparison()
    } finally {
      this.depth -= 1
    }
  }

  private comparison(): FilterTest {
    const left = this.operand()
    this.blanks()
    const operator = this.operator()
    if (operator) {
      this.blanks()
      return { kind: 'compare', operator, left, right: this.operand() }
    }
    if (left.kind === 'path') return { kind: 'exists', path: left.path }
    return this.fail('Expected a comparison.')
  }

  private operator(): FilterOperator | undefined {
    // Only as much as the longest operator and the character after it: the rest may be a megabyte.
    const rest = this.text.slice(this.at, Math.min(this.at + 10, this.end)).toLowerCase()
    const operator = filterOperators.find(
      (candidate) =>
        rest.startsWith(candidate) && !(/^[a-z]/.test(candidate) && /^\w/.test(rest.slice(candidate.length))),
    )
    if (operator) this.at += operator.length
    return operator
  }

  private operand(): FilterOperand {
    this.blanks()
    const next = this.peek()
    if (next === '@' || next === '$') {
      const start = this.at
      this.at += 1
      const segments = this.segments(endsFilterName)
      return { kind: 'path', path: { text: this.text.slice(start, this.at), root: next, segments } }
    }
    if (next === "'" || next === '"') return { kind: 'literal', value: this.quoted() }
    if (next === '/') return this.regex()
    if (next === '[' || next === '{') return { kind: 'literal', value: this.json(next) }
    const word = /[^\s()&|=!<>~,\]]+/y
    word.lastIndex = this.at
    const found = word.exec(this.text)
    if (!found) this.fail('Expected a value, "@" or "$".')
    this.at += found[0].length
    return { kind: 'literal', value: bareword(found[0]) }
  }

  private regex(): FilterOperand {
    const start = this.at
    let pattern = ''
    for (this.at += 1; this.peek() !== '/'; this.at += 1) {
      if (this.peek() === undefined) this.fail('The regular expression is not closed.', start)
      if (this.peek() === '\\') {
        if (this.text[this.at + 1] !== '/') pattern += '\\'
        this.at += 1
      }
      pattern += this.text[this.at] ?? ''
    }
    this.at += 1
    const flags = /[a-z]*/iy
    flags.lastIndex = this.at
    const found = flags.exec(this.text)![0]
    this.at += found.length
    return { kind: 'regex', pattern, flags: found }
  }

  /** A JSON array or object, with Jayway's single quotes. */
  private json(open: '[' | '{'): Json {
    const start = this.at
    const close = open === '[' ? ']' : '}'
    let depth = 0
    let text = ''
    for (; ; this.at += 1) {
      const next = this.peek()
      if (next === undefined) this.fail(`"${open}" is not closed.`, start)
      if (next === "'" || next === '"') {
        text += JSON.stringify(this.quoted())
        this.at -= 1
        continue
      }
      text += next
      if (next === open) depth += 1
      if (next === close) depth -= 1
      if (depth === 0) break
    }
    this.at += 1
    try {
      return JSON.parse(text) as Json
    } catch {
      return this.fail('This is no JSON.', start)
    }
  }

  private peek(): string | undefined {
    return this.at < this.end ? this.text[this.at] : undefined
  }

  private take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at) || this.at + expected.length > this.end) return false
    this.at += expected.length
    return true
  }

  private expect(expected: string): void {
    if (!this.take(expected)) this.fail(`Expected "${expected}".`)
  }

  private blanks(): void {
    while (this.at < this.end && blank.test(this.text[this.at]!)) this.at += 1
  }

  private fail(message: string, offset = this.at): never {
    throw new Misread(message, offset)
  }
}

/** A value without quotes: a number, `true`, `false`, `null`, or (as AWS takes it) a string. */
function bareword(word: string): Json {
  if (/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(word)) return Number(word)
  if (word === 'true') return true
  if (word === 'false') return false
  return word === 'null' ? null : word
}
