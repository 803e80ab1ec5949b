import { isReferencePath, type Path } from '../../syntax/json-path.js'
import { isParseError } from '../../syntax/parse-error.js'
import type { PathNode } from '../strings.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

type Problem = 'many' | 'context' | 'variable'

export const notAReferencePath = rule<{ field: string; text: string; problem: Problem }>({
  name: 'NOT_A_REFERENCE_PATH',
  code: schema,
  severity: 'ERROR',
  summary:
    'A field that names one place holds a Reference Path: names and single indexes; "ResultPath" one into the input.',
  source: spec('ref-paths'),

  *check({ paths }) {
    for (const node of paths) {
      const { parsed, field, text, place } = node
      if (isParseError(parsed) || !('root' in parsed)) continue
      const problem = problemOf(node, parsed)
      if (!problem) continue
      // Of a Choice Rule the specification wants a Path, the developer guide a Reference Path.
      const severity = node.kind === 'path' ? ('WARNING' as const) : ('ERROR' as const)
      yield { place, field: field.name, text, problem, severity }
    }
  },

  say({ field, text, problem }) {
    const message = `The value for the field '${field}' must be a Reference Path`
    switch (problem) {
      case 'many':
        return {
          message,
          hint: `"${text}" may find many values; only names (.a, ['a']) and single indexes ([0]) name one.`,
        }
      case 'context':
        return { message, hint: `"${text}" lies in the context object, which cannot be written.` }
      case 'variable':
        return {
          message,
          hint: `"${text}" is a variable, which only "Assign" writes. Use "$.${text.slice(1)}" to write into the output.`,
        }
      default:
        return problem satisfies never
    }
  },
})

function problemOf({ kind, field }: PathNode, path: Path): Problem | undefined {
  if (kind === 'path' && field.owner.type !== 'ChoiceRule' && field.owner.type !== 'NestedRule') return undefined
  if (kind === 'pathOrIntrinsic' && field.field.kind !== 'pathOrIntrinsic') return undefined // of a payload template
  if (field.name === 'ResultPath' && path.root === '$$') return 'context'
  if (field.name === 'ResultPath' && typeof path.root === 'object') return 'variable'
  return isReferencePath(path) ? undefined : 'many'
}
