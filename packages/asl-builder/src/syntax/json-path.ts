import type { Json } from '../model/json.js'

/**
 * What a path starts from: `$` the field's input, `$$` the context object, `$name` a variable, `@` a filter's candidate.
 */
export type PathRoot = '$' | '$$' | '@' | { readonly variable: string }

/** One step of a path. */
export type Segment =
  | { readonly kind: 'name'; readonly name: string }
  /** Negative counts from the end. */
  | { readonly kind: 'index'; readonly index: number }
  /** `['a','b']`: at the end of a path one object of those members, elsewhere each of them. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step?: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly test: FilterTest }
  /** `..`: what follows applies to the value and to everything inside it. */
  | { readonly kind: 'descendant' }
  /** `.length()`, `.sum()`: ends a path. */
  | { readonly kind: 'function'; readonly name: PathFunction; readonly args: readonly FilterOperand[] }

/** The condition of a filter, `?( … )`. */
export type FilterTest =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly FilterTest[] }
  | { readonly kind: 'not'; readonly test: FilterTest }
  | { readonly kind: 'exists'; readonly path: Path }
  | {
      readonly kind: 'compare'
      readonly operator: FilterOperator
      readonly left: FilterOperand
      readonly right: FilterOperand
    }

/** One side of a comparison in a filter. */
export type FilterOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'regex'; readonly pattern: string; readonly flags: string }

/** The comparisons of a filter; one that begins another stands after it. */
export const filterOperators = [
  '===',
  '!==',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '=~',
  'in',
  'nin',
  'subsetof',
  'anyof',
  'noneof',
  'all',
  'size',
  'empty',
  'contains',
] as const
export type FilterOperator = (typeof filterOperators)[number]

/** The functions that may end a path. */
export const pathFunctions = [
  'min',
  'max',
  'avg',
  'stddev',
  'length',
  'size',
  'sum',
  'keys',
  'concat',
  'append',
  'first',
  'last',
  'index',
] as const
export type PathFunction = (typeof pathFunctions)[number]

/** A path as it was read. */
export interface Path {
  /** As written. */
  readonly text: string
  readonly root: PathRoot
  readonly segments: readonly Segment[]
}

/** Whether a path names one place only: no wildcard, filter, slice, `..`, or list of indexes. */
export function isDefinite(path: Path): boolean {
  return path.segments.every((segment, index) => {
    switch (segment.kind) {
      case 'name':
      case 'index':
        return true
      case 'names':
        return index === path.segments.length - 1 || path.segments[index + 1]!.kind === 'function'
      case 'function':
        return true
      default:
        return false
    }
  })
}

/**
 * Whether a path is a Reference Path: names and single indexes only.
 *
 * @see https://states-language.net/spec.html#ref-paths
 */
export const isReferencePath = (path: Path): boolean =>
  path.segments.every(({ kind }) => kind === 'name' || kind === 'index')
