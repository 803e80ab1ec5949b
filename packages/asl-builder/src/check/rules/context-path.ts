import { nearest } from '../../diagnostics/nearest.js'
import { unknownContextMember } from '../../syntax/context-object.js'
import type { Path } from '../../syntax/json-path.js'
import { pathsOf } from '../strings.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const contextPath = rule<{ path: string; name: string; known: readonly string[] }>({
  name: 'CONTEXT_PATH',
  severity: 'WARNING',
  summary: 'A path into the context object names what is there.',
  source: dg('input-output-contextobject'),

  *check({ expressions, paths }) {
    for (const node of paths) {
      for (const { path, offset } of pathsOf(node)) {
        if (path.root !== '$$') continue
        const unknown = unknownContextMember(leadingNames(path))
        if (!unknown) continue
        const text = ['$$', ...leadingNames(path).slice(0, unknown.index)].join('.')
        const range = { start: offset, end: offset + path.text.length }
        yield { place: node.place, range, path: text, ...named(unknown) }
      }
    }
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

function leadingNames({ segments }: Path): string[] {
  const names: string[] = []
  for (const segment of segments) {
    if (segment.kind !== 'name') break
    names.push(segment.name)
  }
  return names
}

const named = ({ name, known }: { name: string; known: readonly string[] }) => ({ name, known })
