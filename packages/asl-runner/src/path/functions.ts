import type { PathFunction } from 'asl-builder/syntax'

/** Applies the function that ends a path, as Jayway does; `undefined` when it does not fit the value. */
export function applyFunction(name: PathFunction, value: unknown, args: readonly unknown[]): unknown {
  switch (name) {
    case 'length':
    case 'size':
      if (typeof value === 'string' || Array.isArray(value)) return value.length
      return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined
    case 'keys':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined
    case 'first':
      return Array.isArray(value) ? value[0] : undefined
    case 'last':
      return Array.isArray(value) ? value.at(-1) : undefined
    case 'index':
      return Array.isArray(value) && typeof args[0] === 'number' ? value.at(args[0]) : undefined
    case 'append':
      return Array.isArray(value) ? [...value, ...args] : undefined
    case 'concat':
      return [...(Array.isArray(value) ? value : [value]), ...args].filter((part) => typeof part === 'string').join('')
    default:
      return aggregate(name, numbersIn([value, ...args]))
  }
}

const numbersIn = (values: readonly unknown[]): number[] =>
  values.flat().filter((value): value is number => typeof value === 'number')

function aggregate(name: 'min' | 'max' | 'avg' | 'stddev' | 'sum', numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((total, number) => total + number, 0)
  switch (name) {
    case 'sum':
      return sum
    case 'avg':
      return sum / numbers.length
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number))
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number))
    case 'stddev': {
      const mean = sum / numbers.length
      return Math.sqrt(numbers.reduce((total, number) => total + (number - mean) ** 2, 0) / numbers.length)
    }
    default:
      return name satisfies never
  }
}
