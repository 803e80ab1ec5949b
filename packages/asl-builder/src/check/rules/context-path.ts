import { nearest } from '../../diagnostics/nearest.js'
import { unknownContextMember } from '../../syntax/context-object.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const contextPath = rule<{ path: string; name: string; known: readonly string[] }>({
  name: 'CONTEXT_PATH',
  severity: 'WARNING',
  summary: 'A path into the context object names what is there.',
  source: dg('input-output-contextobject'),

  *check({ expressions }) {
    for (const { expression, place } of expressions) {
      for (const { members, range } of expression.analysis?.states ?? []) {
        if (members[0] !== 'context') continue
        const unknown = unknownContextMember(members.slice(1))
        if (unknown)
          yield { place, range, path: `$states.${members.slice(0, unknown.index + 1).join('.')}`, ...named(unknown) }
      }
    }
  },

  say({ path, name, known }) {
    const guess = nearest(name, known)
    const hint =
      known.length === 0
        ? 'It holds one value.'
        : guess === undefined
          ? `It has ${known.join(', ')}.`
          : `Did you mean "${guess}"?`
    return { message: `${path} has no member "${name}"`, hint }
  },
})

const named = ({ name, known }: { name: string; known: readonly string[] }) => ({ name, known })
