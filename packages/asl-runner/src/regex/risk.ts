import type { RegexNode } from './parse-regex.js'

/** More alternatives than this, after one another, are as bad as a nested repeat. */
const mostOptional = 8

/**
 * How the time of a backtracking engine may grow with a text's length: the exponent of a polynomial, infinite when it is exponential.
 *
 * Judged by shape alone, on the safe side: a repeat whose inside may match in more than one way counts as exponential.
 */
export function riskOf(node: RegexNode): number {
  // An expression that does not begin at the start is tried at each position.
  const { unbounded, optional } = shapeOf(node)
  if (unbounded === Number.POSITIVE_INFINITY || optional > mostOptional) return Number.POSITIVE_INFINITY
  return unbounded + (beginsAtStart(node) ? 0 : 1)
}

interface Shape {
  /** Repeats without a useful limit, after one another; infinite when one is inside another. */
  readonly unbounded: number
  /** Choices that a backtracking engine may have to take back. */
  readonly optional: number
  /** Whether it matches in one way only, at one length. */
  readonly isFixed: boolean
}

/** Counts up to this are no repeat worth the name. */
const fewTimes = 16

function shapeOf(node: RegexNode): Shape {
  switch (node.kind) {
    case 'empty':
    case 'set':
    case 'assert':
      return { unbounded: 0, optional: 0, isFixed: true }
    case 'backreference':
      return { unbounded: 0, optional: 0, isFixed: false }
    case 'group':
    case 'look':
      return shapeOf(node.node)
    case 'sequence':
      return joined(node.nodes.map(shapeOf), 0)
    case 'choice':
      return { ...joined(node.nodes.map(shapeOf), node.nodes.length - 1), isFixed: false }
    case 'repeat': {
      const inner = shapeOf(node.node)
      if (node.max === node.min && inner.isFixed) return inner
      const isOften = node.max - node.min > fewTimes || node.max > fewTimes
      if (!inner.isFixed && node.max > 1) return { unbounded: Number.POSITIVE_INFINITY, optional: 0, isFixed: false }
      return {
        unbounded: inner.unbounded + (isOften ? 1 : 0),
        optional: inner.optional + (isOften ? 0 : 1),
        isFixed: false,
      }
    }
    default:
      return node satisfies never
  }
}

const joined = (shapes: readonly Shape[], optional: number): Shape => ({
  unbounded: shapes.reduce((sum, shape) => sum + shape.unbounded, 0),
  optional: shapes.reduce((sum, shape) => sum + shape.optional, optional),
  isFixed: shapes.every((shape) => shape.isFixed),
})

function beginsAtStart(node: RegexNode): boolean {
  if (node.kind === 'assert') return node.what === '^'
  if (node.kind === 'sequence') return beginsAtStart(node.nodes[0]!)
  if (node.kind === 'group') return beginsAtStart(node.node)
  return node.kind === 'choice' && node.nodes.every(beginsAtStart)
}
