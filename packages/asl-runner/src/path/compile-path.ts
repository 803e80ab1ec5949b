import { isDefinite, type Path, type Segment } from 'asl-builder/syntax'
import type { Frame, Lookup } from '../frame.js'
import { isInherited } from '../own.js'
import { compileFilter } from './filter.js'
import { applyFunction } from './functions.js'

/**
 * Makes a path a function.
 *
 * A definite path yields the value or `undefined`; an indefinite one always a list. Own properties only.
 */
export function compilePath(path: Path): Lookup {
  const from = start(path)
  const last = path.segments.at(-1)
  if (last?.kind === 'function') {
    const head = compilePath({ ...path, segments: path.segments.slice(0, -1) })
    const args = last.args.map((argument) =>
      argument.kind === 'path'
        ? compilePath(argument.path)
        : () => (argument.kind === 'literal' ? argument.value : undefined),
    )
    return (input, frame) => {
      const value = head(input, frame)
      return value === undefined
        ? undefined
        : applyFunction(
            last.name,
            value,
            args.map((argument) => argument(input, frame)),
          )
    }
  }
  if (isDefinite(path)) return definite(from, path.segments)
  const select = selector(path.segments)
  return (input, frame) => {
    const found: unknown[] = []
    const root = from(input, frame)
    if (root !== undefined) select(root, found, input, frame)
    return found
  }
}

function start({ root }: Path): Lookup {
  if (root === '$$') return (_, frame) => frame.context()
  if (root === '$' || root === '@') return (input) => input
  const { variable } = root
  return (_, frame) => frame.variables.get(variable)
}

function definite(from: Lookup, segments: readonly Segment[]): Lookup {
  const steps = segments.map(step)
  const [first, second] = steps
  if (!first) return from
  if (!second) return (input, frame) => first(from(input, frame))
  if (steps.length === 2) return (input, frame) => second(first(from(input, frame)))
  return (input, frame) => {
    let value = from(input, frame)
    for (let index = 0; index < steps.length && value !== undefined; index += 1) value = steps[index]!(value)
    return value
  }
}

function step(segment: Segment): (value: unknown) => unknown {
  switch (segment.kind) {
    case 'name':
      return member(segment.name)
    case 'index':
      return element(segment.index)
    case 'names': {
      const members = segment.names.map((name) => [name, member(name)] as const)
      return (value) => {
        if (!isRecord(value)) return undefined
        const found = members
          .map(([name, read]) => [name, read(value)] as const)
          .filter(([, item]) => item !== undefined)
        return Object.fromEntries(found)
      }
    }
    default:
      throw new TypeError(`A definite path has no ${segment.kind}.`)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function member(name: string): (value: unknown) => unknown {
  if (isInherited(name)) return (value) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined)
  return (value) => (isRecord(value) ? value[name] : undefined)
}

const element =
  (index: number) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? value[index < 0 ? value.length + index : index] : undefined

/** Adds to a list what the rest of a path finds in a value. */
type Select = (value: unknown, found: unknown[], root: unknown, frame: Frame) => void

function selector(segments: readonly Segment[]): Select {
  const [segment, ...rest] = segments
  if (!segment) return (value, found) => void found.push(value)
  const next = selector(rest)
  switch (segment.kind) {
    case 'name':
    case 'index': {
      const read = step(segment)
      return (value, found, root, frame) => {
        const inner = read(value)
        if (inner !== undefined) next(inner, found, root, frame)
      }
    }
    case 'names': {
      if (rest.length === 0) {
        const read = step(segment)
        return (value, found) => {
          const merged = read(value)
          if (merged !== undefined && Object.keys(merged as object).length > 0) found.push(merged)
        }
      }
      return each(segment.names.map(member), next)
    }
    case 'indexes':
      return each(segment.indexes.map(element), next)
    case 'slice':
      return (value, found, root, frame) => {
        if (!Array.isArray(value)) return
        for (const index of sliceIndexes(segment, value.length)) next(value[index], found, root, frame)
      }
    case 'wildcard':
      return (value, found, root, frame) => {
        for (const inner of childrenOf(value)) next(inner, found, root, frame)
      }
    case 'filter': {
      const test = compileFilter(segment.test, compilePath)
      return (value, found, root, frame) => {
        // Jayway filters the elements of an array; an object stands for itself.
        const candidates = Array.isArray(value) ? value : isRecord(value) ? [value] : []
        for (const candidate of candidates) if (test(candidate, root, frame)) next(candidate, found, root, frame)
      }
    }
    case 'descendant': {
      const visit: Select = (value, found, root, frame) => {
        next(value, found, root, frame)
        for (const inner of childrenOf(value)) {
          if (typeof inner === 'object' && inner !== null) visit(inner, found, root, frame)
        }
      }
      return visit
    }
    case 'function':
      throw new TypeError('A function ends a path.')
    default:
      return segment satisfies never
  }
}

const each =
  (reads: readonly ((value: unknown) => unknown)[], next: Select): Select =>
  (value, found, root, frame) => {
    for (const read of reads) {
      const inner = read(value)
      if (inner !== undefined) next(inner, found, root, frame)
    }
  }

const childrenOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  return isRecord(value) ? Object.values(value) : []
}

/**
 * Which elements a slice takes, as Jayway counts: where both ends are given, a negative one is not counted from the end until its
 * element is read, so that `[1:-1]` is empty and `[-1:2]` begins with the last. A step is passed over.
 */
function* sliceIndexes({ from, to }: Extract<Segment, { kind: 'slice' }>, length: number): Generator<number> {
  const first = from === undefined ? 0 : to === undefined && from < 0 ? Math.max(length + from, 0) : from
  const end = to === undefined ? length : from === undefined && to < 0 ? length + to : Math.min(length, to)
  for (let index = Math.max(first, -length); index < end; index += 1) yield index < 0 ? length + index : index
}
