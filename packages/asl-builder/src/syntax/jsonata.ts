import jsonata from 'jsonata'
import { analyse, type Analysis, type AstNode } from './jsonata-analysis.js'

/** An expression that does not parse. */
export interface JsonataError {
  /** JSONata's: `S0202`. */
  code: string
  /** JSONata's: `Expected "]", got ","`. */
  message: string
  /** Where parsing stopped, in the whole text, delimiters included. */
  range: { start: number; end: number }
}

/** What a `{% … %}` says, without evaluating it. Ranges count from the start of the whole text. */
export type JsonataExpression =
  | { error: JsonataError; analysis?: never }
  | { error?: never; analysis: Analysis }
  /** Too deep for the parser's own stack, or with a placeholder where nothing can be told: left alone. */
  | { error?: never; analysis?: never }

/** How a string stands to JSONata: an expression, plain text, or a delimiter too few (AWS refuses it). */
export type Delimited = 'expression' | 'text' | 'unclosed' | 'unopened' | 'padded' | 'embedded'

/** How a string is delimited: what is around a `padded` or an `embedded` expression makes it plain text for Step Functions. */
export function delimitersOf(text: string): Delimited {
  const opens = text.startsWith('{%')
  const closes = text.endsWith('%}')
  if (opens && closes && text.length >= 4) return 'expression'
  if (!opens && !closes && !text.includes('{%')) return 'text'
  const trimmed = text.trim()
  if (trimmed.length >= 4 && trimmed.startsWith('{%') && trimmed.endsWith('%}')) return 'padded'
  if (opens || closes) return opens ? 'unclosed' : 'unopened'
  return text.indexOf('%}') > text.indexOf('{%') ? 'embedded' : 'text'
}

const delimiter = 2

/** jsonata's own parser: no evaluator is set up. Its types leave it out. */
const { parser } = jsonata as unknown as { parser: (expression: string) => AstNode }

/** Parsed expressions, by their text; emptied when they have taken this many characters. */
const cache = new Map<string, JsonataExpression>()
const cachedCharacters = 2_000_000
let cached = 0

/** Reads an expression with its delimiters: `parseJsonata('{% $states.input.a %}')`. Never throws. */
export function parseJsonata(text: string): JsonataExpression {
  return cache.get(text) ?? keep(text, parse(text))
}

/** Reads many expressions, each as `parseJsonata` does, several times as fast. */
export function parseAllJsonata(texts: readonly string[]): JsonataExpression[] {
  const found = texts.map((text) => cache.get(text))
  const unknown = new Set(texts.filter((_, index) => !found[index]))
  const read = new Map<string, JsonataExpression>()
  for (const batch of batchesOf([...unknown].filter((text) => standsAlone(text)))) parseTogether(batch, read)
  for (const [text, expression] of read) keep(text, expression)
  return texts.map((text, index) => found[index] ?? read.get(text) ?? parseJsonata(text))
}

function keep(text: string, expression: JsonataExpression): JsonataExpression {
  if (cached + text.length > cachedCharacters) {
    cache.clear()
    cached = 0
  }
  cached += text.length
  cache.set(text, expression)
  return expression
}

function parse(text: string): JsonataExpression {
  const source = text.slice(delimiter, -delimiter)
  try {
    return { analysis: analyse(parser(source), source, delimiter) }
  } catch (error) {
    if (error instanceof RangeError) return {} // the stack: nested deeper than the parser can go
    return withoutPlaceholders(source) ?? { error: errorOf(source, error) }
  }
}

/**
 * Parses expressions as the elements of one array, since setting jsonata's grammar up costs more than reading an expression.
 *
 * Each stands alone and in parentheses: the array parses only if each of them does. Otherwise nothing is added to `read`.
 */
function parseTogether(texts: readonly string[], read: Map<string, JsonataExpression>): void {
  const source = `[${texts.map((text) => `(${text.slice(delimiter, -delimiter)})`).join(',')}]`
  let blocks: readonly AstNode[]
  try {
    blocks = parser(source).expressions ?? []
  } catch {
    return
  }
  if (blocks.length !== texts.length || !blocks.every(({ expressions }) => expressions?.length === 1)) return
  let start = 2 // after "[("
  for (const [index, text] of texts.entries()) {
    try {
      read.set(text, { analysis: analyse(blocks[index]!.expressions![0]!, source, delimiter - start) })
    } catch {
      // deeper than the stack: parsed by itself, and given up there
    }
    start += text.length - 2 * delimiter + '),('.length
  }
}

const batchSize = 50
const batchCharacters = 10_000

function* batchesOf(texts: readonly string[]): Iterable<string[]> {
  let batch: string[] = []
  let characters = 0
  for (const text of texts) {
    if (batch.length > 0 && (batch.length === batchSize || characters + text.length > batchCharacters)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(text)
    characters += text.length
  }
  if (batch.length > 1) yield batch
}

/**
 * Whether nothing in an expression reaches over its end: quotes and brackets are closed in it, nothing separates two expressions.
 *
 * `/` may begin a regular expression or a comment, `%` reach for what is around: such expressions are parsed by themselves.
 */
function standsAlone(text: string): boolean {
  let depth = 0
  const end = text.length - delimiter
  for (let index = delimiter; index < end; index++) {
    const character = text[index]!
    if (character === '"' || character === "'" || character === '`') {
      for (index++; index < end && text[index] !== character; index++) {
        if (text[index] === '\\' && character !== '`') index++
      }
      if (index >= end) return false
    } else if (character === '(' || character === '[' || character === '{') depth++
    else if (character === ')' || character === ']' || character === '}') {
      if (--depth < 0) return false
    } else if (character === '/' || character === '%' || (character === ';' && depth === 0)) return false
  }
  return depth === 0
}

/** A deploy tool's `${Name}` is no JSONata, unless it stands in a string: read the rest as if a number stood there. */
function withoutPlaceholders(source: string): JsonataExpression | undefined {
  const filled = source.replace(/\$\{[^{}]*\}/g, (name) => '1'.padEnd(name.length))
  if (filled === source) return undefined
  try {
    return { analysis: analyse(parser(filled), filled, delimiter) }
  } catch {
    return {}
  }
}

function errorOf(source: string, thrown: unknown): JsonataError {
  const { code, position, token } = thrown as { code?: string; position?: number; token?: unknown }
  const end = Math.min(position ?? source.length, source.length)
  const length = typeof token === 'string' && source.endsWith(token, end) ? token.length : 1
  return {
    code: code ?? 'S0302', // a SyntaxError of the engine's RegExp
    message: messageOf(source, thrown),
    range: { start: delimiter + Math.max(0, end - length), end: delimiter + end },
  }
}

/** jsonata words its errors only on its front door. */
function messageOf(source: string, thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  try {
    jsonata(source)
  } catch (error) {
    return (error as Error).message
  }
  return 'Syntax error'
}
