import type { GraphNode, GraphScope } from './graph.js'
import type { Marks } from './marks.js'

/** What a node shows, as sentences: its description for those who do not see it. */
export function descriptions(graph: GraphScope, marks: Marks): Map<string, string> {
  const texts = new Map<string, string>()
  const names = new Map<string, string>()
  visit(graph)
  return texts

  function visit({ nodes, edges }: GraphScope): void {
    for (const { id, name } of nodes) names.set(id, name)
    for (const node of nodes) {
      const ways = edges
        .filter(({ from }) => from === node.id)
        .map(({ to, kind, label }) => way(names.get(to)!, kind, label))
      const notes = marks.notes.get(node.id)?.map(({ text }) => `${text}.`) ?? []
      texts.set(node.id, [what(node), ...ways, ...notes].join(' '))
      for (const scope of node.scopes) visit(scope)
    }
  }
}

function what({ kind, type, does, scopes }: GraphNode): string {
  if (kind === 'start') return 'The start.'
  if (kind === 'end') return 'The end.'
  if (kind === 'missing') return 'A transition names it, but there is no such state.'
  if (kind === 'broken') return 'It is written where a state stands, and is none.'
  const inside = type === 'Parallel' ? ` with ${scopes.length} ${scopes.length === 1 ? 'branch' : 'branches'}` : ''
  return `${type ?? 'No Type'}${inside}${does === type || type === undefined ? '' : `: ${does}`}.`
}

function way(to: string, kind: string, label: string | undefined): string {
  if (kind === 'Catch') return `When ${label ?? 'any error'} is caught: "${to}".`
  if (kind === 'Choice') return `If ${label ?? '?'}: "${to}".`
  if (kind === 'Default') return `Otherwise: "${to}".`
  return kind === 'End' ? 'Then the end.' : `Then "${to}".`
}
