import type { Written } from '../chain.js'
import type { Operator } from '../../refs/operator.js'
import { recordedOf, textOf } from '../../refs/ref.js'
import type { Place } from './frame.js'
import type { Fields } from './language.js'

interface Means {
  write(written: Written, place: Place): string
  refuse(message: string, hint: string, place: Place): string
  isPath(text: string): boolean
  /** Whether text is looked up instead of taken as it is. */
  isRaw(text: string, place: Place): boolean
  /** Whether a value may be absent or null. */
  mayBeAbsent(written: Written): boolean
  /** Of which type a value certainly is. */
  typeOf(written: Written): 'String' | 'Numeric' | 'Boolean' | undefined
}

const orders: Partial<Record<Operator, string>> = {
  eq: 'Equals',
  gt: 'GreaterThan',
  gte: 'GreaterThanEquals',
  lt: 'LessThan',
  lte: 'LessThanEquals',
}

/** Writes the test of a Choice Rule in JSONPath: `Variable` and a comparison, with what must be there asked first. */
export function jsonPathTest({
  write,
  refuse,
  isPath,
  isRaw,
  mayBeAbsent,
  typeOf,
}: Means): (written: Written, place: Place) => Fields {
  /** A comparison of a path that finds nothing fails the machine: what may be absent is asked for first. */
  const guarded = (operands: readonly unknown[], comparison: Fields, place: Place): Fields => {
    const guards = operands.filter(mayBeAbsent).map((each) => ({ Variable: write(each, place), IsPresent: true }))
    if (guards.length === 0) return comparison
    const { And = [comparison] } = comparison as { And?: Fields[] }
    return { And: [...guards, ...And] }
  }

  const cannot = (what: string, place: Place): Fields => {
    refuse(
      `A JSONPath Choice compares paths and constants; it cannot ask ${what}.`,
      "Assign it to a variable in a state before and ask that, or write the flow with queryLanguage: 'JSONata'.",
      place,
    )
    return { Variable: '$', IsPresent: true }
  }

  /** Two paths, of a type that a schema knows for one of them; else the machine finds it out: each type has its own comparison. */
  const comparedPaths = ([left, right]: readonly unknown[], order: string, place: Place): Fields => {
    const [Variable, other] = [write(left, place), write(right, place)]
    const known = typeOf(left) ?? typeOf(right)
    const compare = (type: string): Fields => {
      const unknown = [left, right].filter((each) => typeOf(each) !== type)
      const comparison = { Variable, [`${type}${order}Path`]: other }
      const questions = unknown.map((each) => ({ Variable: write(each, place), [`Is${type}`]: true }))
      return questions.length === 0 ? comparison : { And: [...questions, comparison] }
    }
    if (known && !(known === 'Boolean' && order !== 'Equals')) return compare(known)
    return { Or: (order === 'Equals' ? ['String', 'Numeric', 'Boolean'] : ['String', 'Numeric']).map(compare) }
  }

  const compared = (operands: readonly unknown[], order: string, place: Place): Fields => {
    const [left, right] = operands
    const Variable = write(left, place)
    if (recordedOf(right) || (typeof right === 'string' && isRaw(right, place)))
      return guarded(operands, comparedPaths(operands, order, place), place)
    const type = typeof right === 'string' ? 'String' : typeof right === 'number' ? 'Numeric' : 'Boolean'
    return guarded([left], { Variable, [`${type}${order}`]: right }, place)
  }

  const test = (written: Written, place: Place): Fields => {
    const recorded = recordedOf(written)
    const root = recorded?.root
    if (root?.kind !== 'operation') {
      if (!recorded && typeof written !== 'string') return cannot(JSON.stringify(written), place)
      return guarded([written], { Variable: write(written, place), BooleanEquals: true }, place)
    }
    const { operands } = root
    const operator = root.operator as Operator
    const [left, right] = operands
    if (operator === 'and') return { And: operands.map((each) => test(each, place)) }
    if (operator === 'or') return { Or: operands.map((each) => test(each, place)) }
    if (operator === 'not') return { Not: test(left, place) }
    if (operator === 'ne') return { Not: compared(operands, 'Equals', place) }
    const computed = operands.find((each) => recordedOf(each)?.root.kind === 'operation')
    if (computed !== undefined) return cannot(textOf(recordedOf(computed)!), place)
    if (!isPath(write(left, place))) return cannot(`about ${String(left)}`, place)
    if (operator === 'isPresent') return { Variable: write(left, place), IsPresent: true }
    if (operator === 'isNull') return guarded([left], { Variable: write(left, place), IsNull: true }, place)
    const pattern = { contains: ['*', '*'], startsWith: ['', '*'], endsWith: ['*', ''] }[operator as string]
    if (pattern && typeof right === 'string') {
      const literal = right.replace(/[\\*]/g, '\\$&')
      const comparison = { Variable: write(left, place), StringMatches: `${pattern[0]}${literal}${pattern[1]}` }
      return guarded([left], comparison, place)
    }
    const order = orders[operator]
    return order === undefined ? cannot(`${operator}(…)`, place) : compared(operands, order, place)
  }
  return test
}
