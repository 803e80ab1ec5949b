import { unexpectedType, type DataFlow, type Fields } from '../data-flow.js'
import { Failure } from '../failure.js'
import type { Leaving, Node, Strand } from '../strand.js'
import { compileRule } from './choice-rule.js'

/** A way out of a Choice. */
interface Way {
  /** `undefined` for `Default`. */
  readonly holds: ((strand: Strand, input: unknown) => boolean) | undefined
  readonly leaving: (strand: Strand, input: unknown) => Leaving
  readonly index: number
  next: Node | undefined
}

/** @param link Called with each way out, to be given its next state. */
export function compileChoice(
  fields: Fields,
  flow: DataFlow,
  location: string,
  link: (name: unknown, at: string, set: (node: Node) => void) => void,
): (strand: Strand) => void {
  const rules = fields['Choices']
  const ways: Way[] = (Array.isArray(rules) ? (rules as Fields[]) : []).map((rule, index) => {
    const field = `Choices[${index}]`
    const at = `${location}/Choices/${index}`
    const way: Way = {
      holds: flow.isJsonata ? compileCondition(rule, flow, field) : compileRule(rule, at),
      leaving: flow.choosing(rule, field),
      index,
      next: undefined,
    }
    link(rule['Next'], `${at}/Next`, (node) => (way.next = node))
    return way
  })
  let fallback: Node | undefined
  if (fields['Default'] !== undefined) link(fields['Default'], `${location}/Default`, (node) => (fallback = node))
  return (strand) => {
    const input = flow.filtered(strand)
    const way = ways.find(({ holds }) => holds!(strand, input))
    if (way) {
      strand.decide('choice', way.index)
      const { output, assigned } = way.leaving(strand, input)
      return strand.leave(output, assigned, way.next)
    }
    if (!fallback) throw noneMatched()
    strand.decide('default', -1)
    const { output, assigned } = flow.passing(strand, input)
    strand.leave(output, assigned, fallback)
  }
}

function compileCondition(rule: Fields, flow: DataFlow, field: string): (strand: Strand) => boolean {
  const condition = flow.value(rule['Condition'], `${field}/Condition`)
  return (strand) => {
    const holds = condition.read(strand)
    if (typeof holds !== 'boolean') throw unexpectedType(condition, 'boolean', holds)
    return holds
  }
}

const noneMatched = (): Failure =>
  new Failure(
    'States.NoChoiceMatched',
    'Failed to transition out of the state. The state does not point to a next state.',
    { explained: true },
  )
