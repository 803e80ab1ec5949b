import type { FilterOperand, FilterOperator, FilterTest, Path } from 'asl-builder/syntax'
import { isDeepStrictEqual } from 'node:util'
import type { Frame, Lookup } from '../frame.js'
import { matchesAll } from '../regex/safe-regex.js'

/** Whether a candidate, `@`, passes. */
export type Test = (candidate: unknown, root: unknown, frame: Frame) => boolean
type Value = (candidate: unknown, root: unknown, frame: Frame) => unknown

/** @param compile Makes a path inside the filter a function. */
export function compileFilter(test: FilterTest, compile: (path: Path) => Lookup): Test {
  switch (test.kind) {
    case 'and':
    case 'or': {
      const tests = test.tests.map((inner) => compileFilter(inner, compile))
      return test.kind === 'and'
        ? (...of) => tests.every((inner) => inner(...of))
        : (...of) => tests.some((inner) => inner(...of))
    }
    case 'not': {
      const inner = compileFilter(test.test, compile)
      return (...of) => !inner(...of)
    }
    case 'exists': {
      const value = operand({ kind: 'path', path: test.path }, compile)
      return (...of) => {
        const found = value(...of)
        return found !== undefined && !(isList(test.path) && (found as unknown[]).length === 0)
      }
    }
    case 'compare': {
      const { right } = test
      if (right.kind === 'regex') return matches(operand(test.left, compile), right.pattern, right.flags)
      const [left, other] = [operand(test.left, compile), operand(right, compile)]
      const holds = comparisons[test.operator]
      return (...of) => holds(left(...of), other(...of))
    }
    default:
      return test satisfies never
  }
}

const isList = (path: Path): boolean => path.segments.some(({ kind }) => kind !== 'name' && kind !== 'index')

function matches(left: Value, pattern: string, flags: string): Test {
  const matchesPattern = matchesAll(pattern, flags)
  return (...of) => {
    const text = left(...of)
    return typeof text === 'string' && matchesPattern(text)
  }
}

function operand(of: FilterOperand, compile: (path: Path) => Lookup): Value {
  if (of.kind === 'literal') return () => of.value
  if (of.kind === 'regex') return () => of.pattern
  const read = compile(of.path)
  return of.path.root === '@' ? (candidate, _, frame) => read(candidate, frame) : (_, root, frame) => read(root, frame)
}

function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  return Number.NaN
}

/** What is not there equals nothing, not even what is not there either. */
const same = (left: unknown, right: unknown): boolean => left !== undefined && isDeepStrictEqual(left, right)

/** Jayway's `==` lets a number equal the text it is written as. */
function equal(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'string') return right.trim() !== '' && left === Number(right)
  if (typeof left === 'string' && typeof right === 'number') return left === String(right)
  return same(left, right)
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const includes = (list: unknown, item: unknown): boolean => listOf(list).some((one) => isDeepStrictEqual(one, item))
const sizeOf = (value: unknown): number | undefined =>
  typeof value === 'string' || Array.isArray(value) ? value.length : undefined

const comparisons: Record<FilterOperator, (left: unknown, right: unknown) => boolean> = {
  '===': same,
  '!==': (left, right) => !same(left, right),
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => order(left, right) < 0,
  '>': (left, right) => order(left, right) > 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>=': (left, right) => order(left, right) >= 0,
  '=~': () => false,
  in: (left, right) => includes(right, left),
  nin: (left, right) => !includes(right, left),
  subsetof: (left, right) => Array.isArray(left) && left.every((item) => includes(right, item)),
  anyof: (left, right) => listOf(left).some((item) => includes(right, item)),
  noneof: (left, right) => !listOf(left).some((item) => includes(right, item)),
  all: (left, right) => Array.isArray(left) && listOf(right).every((item) => includes(left, item)),
  size: (left, right) => sizeOf(left) === right,
  empty: (left, right) => (sizeOf(left) === 0) === right,
  contains: (left, right) =>
    typeof left === 'string' ? typeof right === 'string' && left.includes(right) : includes(left, right),
}
