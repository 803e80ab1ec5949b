import type { GraphScope } from '../graph.js'

/**
 * The ids of a scope's nodes from the start on: a node stands before those it leads to, loops excepted, and what an earlier
 * transition leads to stands before what a later one does.
 */
export function readingOrder({ nodes, edges }: GraphScope): string[] {
  const targets = new Map<string, string[]>(nodes.map(({ id }) => [id, []]))
  for (const { from, to } of edges) targets.get(from)?.push(to)
  const seen = new Set<string>()
  const [first, ...others] = nodes.map(({ id }) => id)
  const reached = visit(first)
  const led = new Set(edges.map(({ to }) => to))
  // What the start does not reach may lead to what it does: never the other way round.
  const unreached = [...others.filter((id) => !led.has(id)), ...others].flatMap((id) => visit(id))
  return [...reached.slice(0, 1), ...unreached, ...reached.slice(1)]

  function visit(root: string | undefined): string[] {
    const finished: string[] = []
    if (root === undefined || seen.has(root)) return finished
    seen.add(root)
    const open = [{ id: root, left: [...targets.get(root)!] }]
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.left.pop()
      if (next === undefined) {
        finished.push(top.id)
        open.pop()
      } else if (!seen.has(next)) {
        seen.add(next)
        open.push({ id: next, left: [...targets.get(next)!] })
      }
    }
    return finished.reverse()
  }
}
