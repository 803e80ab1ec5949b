import { nearest } from '../../diagnostics/nearest.js'
import { unknownContextMember } from '../../syntax/context-object.js'
import type { Path } from '../../syntax/json-path.js'
import { pathsOf } from '../strings.js'
import { hasSubstitution } from '../../model/substitution.js'
import type { StateNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

interface Fact {
  path: string
  /** The member that is not there. */
  name: string
  /** The members that are. */
  known: readonly string[]
  /** Where it would be there. */
  only?: 'callback' | 'map'
}

export const contextPath = rule<Fact>({
  name: 'CONTEXT_PATH',
  severity: 'WARNING',
  summary: 'A path into the context object names what is there.',
  source: dg('input-output-contextobject'),

  *check({ expressions, paths }) {
    for (const node of paths) {
      for (const { path, offset } of pathsOf(node)) {
        if (path.root !== '$$') continue
        const names = leadingNames(path)
        const problem = problemOf(names, node.field.owner.state)
        if (!problem) continue
        const range = { start: offset, end: offset + path.text.length }
        yield { place: node.place, range, path: ['$$', ...names.slice(0, problem.index)].join('.'), ...problem.fact }
      }
    }
    for (const { expression, place, field } of expressions) {
      for (const { members, range } of expression.analysis?.states ?? []) {
        if (members[0] !== 'context') continue
        const problem = problemOf(members.slice(1), field.owner.state)
        if (!problem) continue
        yield { place, range, path: `$states.${members.slice(0, problem.index + 1).join('.')}`, ...problem.fact }
      }
    }
  },

  say({ path, name, known, only }) {
    if (only === 'callback') {
      return {
        message: `${path}.${name} is there only in a Task that waits for its token`,
        hint: 'Call the service with .waitForTaskToken, or an activity.',
      }
    }
    if (only === 'map') {
      return { message: `${path}.${name} is there only in a Map`, hint: 'No Map is around this state.' }
    }
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

/** What is wrong with a path into the context object, and at which of its names. */
function problemOf(
  path: readonly string[],
  state: StateNode | undefined,
): { index: number; fact: Omit<Fact, 'path'> } | undefined {
  const unknown = unknownContextMember(path)
  if (unknown) return { index: unknown.index, fact: { name: unknown.name, known: unknown.known } }
  if (!state) return undefined
  const [first, second] = path
  if (first === 'Task' && second === 'Token' && !mayWaitForToken(state)) {
    return { index: 1, fact: { name: second, known: [], only: 'callback' } }
  }
  if (first === 'Map' && second === 'Item' && !isInMap(state)) {
    return { index: 1, fact: { name: second, known: [], only: 'map' } }
  }
  return undefined
}

function mayWaitForToken({ type, value }: StateNode): boolean {
  const resource = value['Resource']
  if (type !== 'Task' || typeof resource !== 'string') return type === undefined || type === 'Task'
  return (
    resource.endsWith('.waitForTaskToken') ||
    resource.includes('.sync') || // AWS created one that reads the token
    resource.includes(':activity:') ||
    !resource.startsWith('arn:') ||
    hasSubstitution(resource)
  )
}

function isInMap(state: StateNode): boolean {
  for (let here: StateNode | undefined = state; here; here = here.scope.parent) if (here.type === 'Map') return true
  return false
}
