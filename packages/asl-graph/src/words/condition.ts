import { comparisonOperators, isObject } from 'asl-builder'

const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  GreaterThan: '>',
  LessThanEquals: '≤',
  GreaterThanEquals: '≥',
  Matches: 'like',
}

/** Conditions inside conditions beyond this are cut short: nobody reads them on an arrow. */
const deepest = 8

/**
 * The condition of a Choice Rule in short words.
 *
 *     conditionOf({ Variable: '$.status', StringEquals: 'done' }) // 'status = "done"'
 *
 * Takes any object; what is no condition gives `''`.
 */
export function conditionOf(rule: object): string {
  const { Condition } = rule as { Condition?: unknown }
  if (typeof Condition === 'string') return expression(Condition)
  if (typeof Condition === 'boolean') return String(Condition)
  return comparison(rule, 0)
}

function comparison(rule: object, depth: number): string {
  const fields = rule as Readonly<Record<string, unknown>>
  if (depth > deepest) return '…'
  for (const [field, word] of [
    ['And', ' and '],
    ['Or', ' or '],
  ] as const) {
    const list = fields[field]
    if (Array.isArray(list)) {
      const parts = list.filter(isObject).map((part) => bracketed(part, field, depth + 1))
      return parts.filter((part) => part !== '').join(word)
    }
  }
  if (isObject(fields['Not'])) return `not (${comparison(fields['Not'], depth + 1)})`
  const operator = Object.keys(fields).find((key) => comparisonOperators.has(key))
  return operator === undefined ? '' : compared(path(fields['Variable']), operator, fields[operator])
}

/** Brackets where `and` and `or` meet. */
function bracketed(part: object, around: 'And' | 'Or', depth: number): string {
  const words = comparison(part, depth)
  const inner = around === 'And' ? 'Or' : 'And'
  return Object.hasOwn(part, inner) ? `(${words})` : words
}

function compared(variable: string, operator: string, operand: unknown): string {
  const test = /^Is(.+)$/.exec(operator)?.[1]
  if (test) return `${variable} ${operand === false ? 'is not' : 'is'} ${testWord(test)}`
  const isPath = operator.endsWith('Path')
  const [, type = '', relation = ''] =
    /^(String|Numeric|Boolean|Timestamp)(\w+?)(?:Path)?$/.exec(operator) ?? ([] as string[])
  const sign = signs[relation] ?? relation
  const other = isPath ? path(operand) : type === 'Timestamp' ? String(operand) : JSON.stringify(operand)
  return `${variable} ${sign} ${other}`
}

function testWord(test: string): string {
  const word = test.toLowerCase()
  return word === 'present' || word === 'null' ? word : word === 'numeric' ? 'a number' : `a ${word}`
}

/** A path without the root, which says nothing: `$.order.total` is `order.total`. */
function path(text: unknown): string {
  if (typeof text !== 'string') return '?'
  return text.replace(/^\$\.(?=.)/, '').replace(/^\$\$\./, '') || text
}

/** A JSONata condition without its braces and without the name of the input. */
function expression(text: string): string {
  return text
    .replace(/^\s*\{%|%\}\s*$/g, '')
    .replaceAll('$states.input.', '')
    .replace(/\$states\.input\b/g, 'input')
    .replace(/\s+/g, ' ')
    .replace(/^\s*\$not\(([^()]*)\)\s*$/, 'not $1')
    .replaceAll('!=', '≠')
    .replaceAll('>=', '≥')
    .replaceAll('<=', '≤')
    .trim()
}

/** A condition with the last names of its paths alone: `order.lines[0].price > 3` is `price > 3`. Texts in it stay whole. */
export function briefly(condition: string): string {
  return condition
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/(?:[\p{L}_$][\p{L}\p{N}_$-]*(?:\[[^\]]*\])?\.)+(?=[\p{L}_$])/gu, ''),
    )
    .join('')
}
