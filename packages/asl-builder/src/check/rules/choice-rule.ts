import { comparisonOperators } from '../../model/comparison-operator.js'
import { nearest } from '../../diagnostics/nearest.js'
import { hasSubstitution } from '../../model/substitution.js'
import { quote } from '../kinds.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

type Problem =
  | { kind: 'condition' }
  | { kind: 'empty'; guess?: string }
  | { kind: 'many'; given: readonly string[] }
  | { kind: 'variable'; operator: string }
  | { kind: 'operator' }
  | { kind: 'idle'; beside: string }
  | { kind: 'escape'; pattern: string }

export const choiceRule = rule<{ problem: Problem }>({
  name: 'CHOICE_RULE',
  code: schema,
  severity: 'ERROR',
  summary:
    'A Choice Rule has a "Condition" (JSONata), or one of "And", "Or", "Not", or a "Variable" and one comparison (JSONPath).',
  source: spec('choice-state'),

  *check({ objectsOf }) {
    for (const { type, value, place, language } of objectsOf('ChoiceRule', 'NestedRule')) {
      if (language === 'JSONata') {
        if (type === 'ChoiceRule' && value['Condition'] === undefined) yield { place, problem: { kind: 'condition' } }
      } else if (language === 'JSONPath') {
        const problem = problemOf(value)
        // Of a Variable beside "And" the specification says nothing.
        if (problem)
          yield { place, problem, severity: problem.kind === 'idle' ? ('WARNING' as const) : ('ERROR' as const) }
        const pattern = value['StringMatches']
        // The specification makes this an error at run time.
        if (typeof pattern === 'string' && !hasSubstitution(pattern) && !/^(?:[^\\]|\\[*\\])*$/.test(pattern)) {
          yield {
            place: at(place, 'StringMatches'),
            problem: { kind: 'escape', pattern },
            severity: 'WARNING' as const,
          }
        }
      }
    }
  },

  say({ problem }) {
    switch (problem.kind) {
      case 'condition':
        return {
          message: "The field 'Condition' is required but was missing",
          hint: 'Say when the rule is taken: {% … %}.',
        }
      case 'empty':
        return {
          message: 'A Choice Rule must have a comparison, or one of And, Or and Not',
          hint: problem.guess
            ? `Did you mean "${problem.guess}"?`
            : 'Add "Variable" and an operator: "StringEquals", say.',
        }
      case 'many':
        return {
          message: `A Choice Rule must have one comparison; this one has ${problem.given.length}`,
          hint: `It has ${problem.given.join(' and ')}. Put each into a rule of its own under "And" or "Or".`,
        }
      case 'variable':
        return {
          message: "The field 'Variable' is required but was missing",
          hint: `"${problem.operator}" compares with the value at "Variable", a path.`,
        }
      case 'operator':
        return {
          message: 'A Choice Rule with a "Variable" must have a comparison',
          hint: 'Add an operator: "StringEquals", "IsPresent" …',
        }
      case 'idle':
        return {
          message: `The 'Variable' beside '${problem.beside}' is compared with nothing`,
          hint: `Remove it: the rules inside "${problem.beside}" have their own.`,
        }
      case 'escape':
        return {
          message: 'In \'StringMatches\' a "\\" stands before "*" or "\\" only',
          hint: `It is ${quote(problem.pattern)}: the execution fails here. Write a backslash that is text twice.`,
        }
      default:
        return problem satisfies never
    }
  },
})

function problemOf(value: Readonly<Record<string, unknown>>): Problem | undefined {
  const given = ['And', 'Or', 'Not'].filter((name) => value[name] !== undefined)
  const operators = Object.keys(value).filter((name) => comparisonOperators.has(name))
  const all = [...given, ...operators]
  if (all.length > 1) return { kind: 'many', given: all }
  const hasVariable = value['Variable'] !== undefined
  if (all.length === 0) {
    if (hasVariable) return { kind: 'operator' }
    const names = ['And', 'Or', 'Not', 'Variable']
    const guess = Object.keys(value)
      .map((name) => nearest(name, names))
      .find((name) => name !== undefined)
    return { kind: 'empty', ...(guess !== undefined && { guess }) }
  }
  if (given.length === 1 && hasVariable) return { kind: 'idle', beside: given[0]! }
  return operators.length === 1 && !hasVariable ? { kind: 'variable', operator: operators[0]! } : undefined
}
