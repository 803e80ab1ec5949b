import type { PlacedEdge, PlacedNode } from './layout.js'
import { sizes } from './sizes.js'

/** Pixels that an edge may leave or arrive beside the middle of a box, so that it runs straight. */
const most = 14

/** Straightens edges that step aside by a little, where no other edge shares the end that gives way. */
export function straighten(edges: readonly PlacedEdge[], nodes: ReadonlyMap<string, PlacedNode>): void {
  const leaving = countBy(edges, (each) => each.edge.from)
  const arriving = countBy(edges, (each) => each.edge.to)
  for (const { edge, points, label } of edges) {
    const [start, , , end] = points
    if (points.length !== 4 || label || !start || !end) continue
    const aside = end.x - start.x
    if (Math.abs(aside) > most) continue
    if (arriving.get(edge.to) === 1 && gives(edge.to, -aside)) points.splice(0, 4, start, { x: start.x, y: end.y })
    else if (leaving.get(edge.from) === 1 && gives(edge.from, aside)) points.splice(0, 4, { x: end.x, y: start.y }, end)
  }

  /** Whether a box can be met beside its middle; a dot is moved, when it has this one edge. */
  function gives(id: string, aside: number): boolean {
    const node = nodes.get(id)!
    if (node.width > sizes.dot) return node.width > sizes.terminal.width
    // Farther aside may be another edge.
    if (Math.abs(aside) > 8) return false
    node.x += aside
    return true
  }
}

function countBy(edges: readonly PlacedEdge[], key: (edge: PlacedEdge) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const edge of edges) counts.set(key(edge), (counts.get(key(edge)) ?? 0) + 1)
  return counts
}
