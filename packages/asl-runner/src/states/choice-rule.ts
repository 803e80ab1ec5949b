import { DefinitionFault } from '../definition-fault.js'
import { runtimeFailure } from '../failure.js'
import type { Frame, Lookup } from '../frame.js'
import { pathOf, type Fields } from '../data-flow.js'
import { compilePath } from '../path/compile-path.js'
import { compareTimestamps, readTimestamp } from '../timestamp.js'

/** Whether a Choice Rule holds for an input. */
export type Rule = (strand: Frame, input: unknown) => boolean

type Comparator = (value: unknown, operand: unknown) => boolean

/**
 * Compiles a JSONPath Choice Rule. A value of another type than the operator's is no match, never an error.
 *
 * @see https://states-language.net/spec.html#choice-state
 */
export function compileRule(rule: Fields, location: string): Rule {
  if (Array.isArray(rule['And'])) {
    const rules = compileRules(rule['And'], `${location}/And`)
    return (strand, input) => rules.every((inner) => inner(strand, input))
  }
  if (Array.isArray(rule['Or'])) {
    const rules = compileRules(rule['Or'], `${location}/Or`)
    return (strand, input) => rules.some((inner) => inner(strand, input))
  }
  if (rule['Not'] !== undefined) {
    const inner = compileRule(rule['Not'] as Fields, `${location}/Not`)
    return (strand, input) => !inner(strand, input)
  }
  const variable = operandAt(rule['Variable'], 'Variable', location)
  const operator = Object.keys(rule).find((key) => Object.hasOwn(comparators, key.replace(/Path$/, '')))
  if (!operator) throw new DefinitionFault('A Choice Rule needs a comparison operator', location)
  return compileComparison(operator, rule[operator], variable, location)
}

const compileRules = (rules: readonly Fields[], location: string): Rule[] =>
  rules.map((rule, index) => compileRule(rule, `${location}/${index}`))

function compileComparison(operator: string, operand: unknown, variable: Lookup, location: string): Rule {
  if (operator === 'IsPresent') {
    const lookup = absentAllowed(variable)
    return (strand, input) => (lookup(input, strand) !== undefined) === operand
  }
  if (operator.endsWith('Path')) {
    const compare = comparators[operator.slice(0, -4)]!
    const other = operandAt(operand, operator, location)
    return (strand, input) => compare(variable(input, strand), other(input, strand))
  }
  if (operator === 'StringMatches') {
    const matches = compilePattern(operand as string, location)
    return (strand, input) => matches(variable(input, strand))
  }
  const compare = comparators[operator]!
  return (strand, input) => compare(variable(input, strand), operand)
}

const lookups = new WeakMap<Lookup, Lookup>()

/** A value of a comparison; AWS fails the state when nothing is there. */
function operandAt(text: unknown, field: string, location: string): Lookup {
  const lookup = compilePath(pathOf(text, field, location))
  const checked: Lookup = (input, frame) => {
    const value = lookup(input, frame)
    if (value !== undefined) return value
    throw runtimeFailure(
      `Invalid path '${text as string}': The choice state's condition path references an invalid value.`,
    )
  }
  lookups.set(checked, lookup)
  return checked
}

const absentAllowed = (checked: Lookup): Lookup => lookups.get(checked)!

type Order = (order: number) => boolean
const orders: Readonly<Record<string, Order>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
}

const ordered = (type: string, order: (left: unknown, right: unknown) => number): [string, Comparator][] =>
  Object.entries(orders).map(([suffix, holds]) => [`${type}${suffix}`, (left, right) => holds(order(left, right))])

const isTimestamp = (value: unknown): boolean => typeof value === 'string' && readTimestamp(value) !== undefined
const is =
  (test: (value: unknown) => boolean): Comparator =>
  (value, operand) =>
    test(value) === operand

/** By operator, without `Path`. Not a number never holds. */
const comparators: Readonly<Record<string, Comparator>> = Object.fromEntries([
  // Java's compareTo: UTF-16 code units.
  ...ordered('String', (left, right) =>
    typeof left === 'string' && typeof right === 'string' ? (left < right ? -1 : left > right ? 1 : 0) : Number.NaN,
  ),
  ...ordered('Numeric', (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left - right : Number.NaN,
  ),
  ...ordered('Timestamp', (left, right) =>
    typeof left === 'string' && typeof right === 'string' ? compareTimestamps(left, right) : Number.NaN,
  ),
  ['BooleanEquals', (left, right) => typeof left === 'boolean' && left === right],
  ['StringMatches', () => false],
  ['IsPresent', () => false],
  ['IsNull', is((value) => value === null)],
  ['IsNumeric', is((value) => typeof value === 'number')],
  ['IsString', is((value) => typeof value === 'string')],
  ['IsBoolean', is((value) => typeof value === 'boolean')],
  ['IsTimestamp', is(isTimestamp)],
] satisfies [string, Comparator][])

/** A pattern in which `*` stands for any characters, `\*` for a star, `\\` for a backslash; time grows with pattern times text at most. */
function compilePattern(pattern: string, location: string): (value: unknown) => boolean {
  const pieces: string[] = ['']
  for (let index = 0; index < pattern.length; index += 1) {
    const next = pattern[index]!
    if (next === '*') pieces.push('')
    else if (next !== '\\') pieces.push(pieces.pop()! + next)
    else {
      index += 1
      const escaped = pattern[index]
      if (escaped !== '*' && escaped !== '\\')
        throw new DefinitionFault('Only \\* and \\\\ may follow a backslash', location)
      pieces.push(pieces.pop()! + escaped)
    }
  }
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return (value) => value === first
  return (value) => {
    if (typeof value !== 'string' || !value.startsWith(first)) return false
    let at = first.length
    for (const piece of rest) {
      const found = value.indexOf(piece, at)
      if (found < 0) return false
      at = found + piece.length
    }
    return value.length - last.length >= at && value.endsWith(last)
  }
}
