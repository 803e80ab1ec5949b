import type { ElkExtendedEdge, ElkNode, ElkPort } from 'elkjs/lib/elk-api.js'
import type { GraphEdge, GraphNode, GraphScope } from '../graph.js'
import type { Marks } from '../marks.js'
import { textWidth } from '../text/text-width.js'
import { wrap } from '../text/wrap.js'
import { briefly } from '../words/condition.js'
import { boxOf, type Box } from './box.js'
import { elk } from './elk.js'
import { readingOrder } from './order.js'
import { sizes } from './sizes.js'
import { straighten } from './straighten.js'

export interface Point {
  x: number
  y: number
}

/** A node in its place. Coordinates are the picture's own. */
export interface PlacedNode extends Point {
  node: GraphNode
  box: Box
  /** The whole of it, the scopes inside included. */
  width: number
  height: number
  scopes: PlacedScope[]
}

/** An edge in its place: from a box's outline to another's. */
export interface PlacedEdge {
  edge: GraphEdge
  points: Point[]
  label?: Point & { width: number; height: number; lines: string[] }
}

export interface PlacedScope extends Point {
  scope: GraphScope
  width: number
  height: number
  nodes: PlacedNode[]
  edges: PlacedEdge[]
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=14,left=14,bottom=14,right=14]',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '0',
  'elk.spacing.labelNode': '8',
  'elk.spacing.componentComponent': '36',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
  'elk.layered.feedbackEdges': 'true',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'true',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'TAIL_LAYER',
  'elk.layered.compaction.postCompaction.strategy': 'LEFT',
}

/** Gives every node, edge and label of a graph a place; scopes from the inside out, each on its own, as no edge leaves one. */
export async function layOut(scope: GraphScope, marks: Marks): Promise<PlacedScope> {
  const isOutermost = scope.kind === 'machine'
  const nodes = new Map<string, PlacedNode>()
  for (const node of scope.nodes) nodes.set(node.id, await placedNode(node, scope, marks, isOutermost))
  const order = readingOrder(scope)
  const edges = shownEdges(scope.edges)
  const ports = portsOf(edges, nodes)
  const labels = new Map(edges.map((edge) => [edge.id, labelOf(edge)]))
  const graph: ElkNode = {
    id: 'scope',
    layoutOptions: { ...options, 'elk.layered.thoroughness': edges.length > 100 ? '2' : '6' },
    children: [
      ...order.map((id) => {
        const { width, height } = nodes.get(id)!
        return { id, width, height, ports: ports.get(id)!, layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } }
      }),
      ...edges.filter(isLoop).map((edge) => loopStop(edge, labels.get(edge.id))),
    ],
    edges: edges.flatMap((edge): ElkExtendedEdge[] => {
      if (isLoop(edge)) return loopHalves(edge)
      const label = labels.get(edge.id)
      const labelOptions = { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' }
      return [
        {
          id: edge.id,
          sources: [outPort(edge)],
          targets: [inPort(edge)],
          layoutOptions: { 'elk.layered.priority.straightness': edge.kind === 'Catch' ? '0' : '5' },
          ...(label && {
            labels: [{ id: `label ${edge.id}`, text: '-', ...sizeOf(label), layoutOptions: labelOptions }],
          }),
        },
      ]
    }),
  }
  const placed = await (await elk()).layout(graph)
  for (const { id, x = 0, y = 0 } of placed.children ?? []) {
    const node = nodes.get(id)
    if (node) move(node, round(x), round(y))
  }
  const routed = placedEdges(placed, edges, labels)
  straighten(routed, nodes)
  return {
    scope,
    x: 0,
    y: 0,
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    nodes: scope.nodes.map(({ id }) => nodes.get(id)!),
    edges: routed,
  }
}

/** Several Catchers of a state that lead to one target are one edge. */
function shownEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  const shown = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const key = edge.kind === 'Catch' ? `${edge.from} ${edge.to}` : edge.id
    const same = shown.get(key)
    // One without a label catches everything: then the other labels say nothing more.
    if (!same) shown.set(key, { ...edge })
    else if (same.label === undefined || edge.label === undefined) delete same.label
    else same.label = `${same.label}, ${edge.label}`
  }
  return [...shown.values()]
}

async function placedNode(node: GraphNode, scope: GraphScope, marks: Marks, isOutermost: boolean): Promise<PlacedNode> {
  const scopes: PlacedScope[] = []
  for (const inner of node.scopes) scopes.push(await layOut(inner, marks))
  const inside = arranged(scopes)
  const outgoing = scope.edges.filter(({ from, kind }) => from === node.id && kind !== 'Catch').length
  const leastWidth = Math.max(inside.width && inside.width + 2 * sizes.gap, (outgoing + 3) * sizes.outPorts)
  const box = boxOf(node, isOutermost, marks.notes.get(node.id) ?? [], node.kind === 'state' ? leastWidth : 0)
  const height = box.height + (inside.height && inside.height + sizes.gap)
  // A Map's outline stands in front of another, to its left.
  const shift = (box.width - inside.width - (box.shape === 'stack' ? 5 : 0)) / 2
  for (const inner of scopes) moveScope(inner, Math.round(shift), box.height)
  return { node, box, x: 0, y: 0, width: box.width, height, scopes }
}

/** Puts scopes side by side, as they are written, in rows; gives the room they take. */
function arranged(scopes: readonly PlacedScope[]): { width: number; height: number } {
  let [x, y, width, height] = [0, 0, 0, 0]
  let row: PlacedScope[] = []
  const endRow = (): void => {
    for (const each of row) each.height = height
    y += height + sizes.gap
    x = height = 0
    row = []
  }
  for (const scope of scopes) {
    if (row.length > 0 && x + scope.width > sizes.row) endRow()
    moveScope(scope, x, y)
    row.push(scope)
    x += scope.width
    width = Math.max(width, x)
    height = Math.max(height, scope.height)
    x += sizes.gap
  }
  if (row.length > 0) endRow()
  return { width, height: Math.max(0, y - sizes.gap) }
}

const outPort = (edge: GraphEdge): string => `out ${edge.id}`
const inPort = (edge: GraphEdge): string => `${edge.to} ${edge.kind === 'Catch' ? 'caught' : 'in'}`

/** Where edges meet boxes: from above in the middle, out below as they are written, Catch edges on the right. */
function portsOf(edges: readonly GraphEdge[], nodes: ReadonlyMap<string, PlacedNode>): Map<string, ElkPort[]> {
  const ports = new Map<string, Map<string, ElkPort>>([...nodes.keys()].map((id) => [id, new Map()]))
  const add = (node: string, id: string, x: number, side: 'NORTH' | 'SOUTH'): void => {
    const y = side === 'NORTH' ? 0 : nodes.get(node)!.height
    ports.get(node)!.set(id, { id, x: Math.round(x), y, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } })
  }
  for (const edge of edges) {
    const { width } = nodes.get(edge.to)!
    const caught = edge.kind === 'Catch' && width > 3 * sizes.catchPort
    add(edge.to, inPort(edge), caught ? width - sizes.catchPort : width / 2, 'NORTH')
  }
  for (const [id, { width }] of nodes) {
    const outgoing = edges.filter(({ from, kind }) => from === id && kind !== 'Catch')
    const step = Math.min(48, (width - 2 * sizes.outPorts) / (outgoing.length || 1))
    outgoing.forEach((edge, index) => {
      add(id, outPort(edge), width / 2 + (index - (outgoing.length - 1) / 2) * step, 'SOUTH')
    })
    const catching = edges.filter(({ from, kind }) => from === id && kind === 'Catch')
    const between = Math.min(sizes.outPorts, (width / 2 - sizes.catchPort) / (catching.length + 1))
    catching.forEach((edge, index) => {
      add(id, outPort(edge), width - sizes.catchPort - (catching.length - 1 - index) * between, 'SOUTH')
    })
  }
  return new Map([...ports].map(([id, of]) => [id, [...of.values()]]))
}

/** An edge from a state to itself goes by a stop of its own, as large as its label: then it is routed as all edges are. */
const isLoop = ({ from, to }: GraphEdge): boolean => from === to
const stopOf = (edge: GraphEdge): string => `stop ${edge.id}`

function loopStop(edge: GraphEdge, label: Label | undefined): ElkNode {
  const id = stopOf(edge)
  const { width, height } = label ? sizeOf(label) : { width: 2, height: 2 }
  const port = (name: string, y: number, side: string): ElkPort => {
    return { id: `${id} ${name}`, x: width / 2, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } }
  }
  const ports = [port('in', 0, 'NORTH'), port('out', height, 'SOUTH')]
  return { id, width, height, ports, layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } }
}

function loopHalves(edge: GraphEdge): ElkExtendedEdge[] {
  const stop = stopOf(edge)
  return [
    { id: `${edge.id} there`, sources: [outPort(edge)], targets: [`${stop} in`] },
    { id: `${edge.id} back`, sources: [`${stop} out`], targets: [inPort(edge)] },
  ]
}

const sizeOf = ({ width, height }: Label): { width: number; height: number } => ({ width, height })

interface Label {
  width: number
  height: number
  lines: string[]
}

function labelOf({ label, comment }: GraphEdge): Label | undefined {
  if (label === undefined) return undefined
  const { font, line } = sizes.label
  // The author's own words, when the condition's are too many.
  const attempts = [label, briefly(label), ...(comment === undefined ? [] : [comment])].map((words) =>
    wrap(words, sizes.labelText, font, 3),
  )
  const lines = attempts.find((each) => !each.at(-1)!.endsWith('…')) ?? attempts.at(-1)!
  const width = Math.ceil((Math.max(...lines.map((each) => textWidth(each, font))) + 14) / 2) * 2
  return { lines, width, height: lines.length * line + 6 }
}

/** What an edge looks like after layout: its points, and where its label is. */
function placedEdges(
  placed: ElkNode,
  edges: readonly GraphEdge[],
  labels: ReadonlyMap<string, Label | undefined>,
): PlacedEdge[] {
  const children = new Map(placed.children?.map((child) => [child.id, child]))
  const routed = new Map(placed.edges?.map((edge) => [edge.id, edge]))
  return edges.map((edge) => {
    const label = labels.get(edge.id)
    const halves = isLoop(edge) ? loopHalves(edge).map(({ id }) => routed.get(id)!) : [routed.get(edge.id)!]
    const at = isLoop(edge) ? children.get(stopOf(edge)) : halves[0]!.labels?.[0]
    return {
      edge,
      points: halves.flatMap(pointsOf).map(rounded),
      ...(label && at && { label: { ...label, ...rounded({ x: at.x ?? 0, y: at.y ?? 0 }) } }),
    }
  })
}

/** In two steps: of a half, floating point gives now a little more, now a little less. */
const round = (value: number): number => Math.round(Math.round(value * 100) / 100)
const rounded = ({ x, y }: Point): Point => ({ x: round(x), y: round(y) })

const pointsOf = ({ sections }: ElkExtendedEdge): Point[] =>
  (sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => [startPoint, ...(bendPoints ?? []), endPoint])

function move(placed: PlacedNode, x: number, y: number): void {
  placed.x += x
  placed.y += y
  for (const scope of placed.scopes) moveScope(scope, x, y)
}

/** Moves a scope and all that is in it. */
export function moveScope(scope: PlacedScope, x: number, y: number): void {
  scope.x += x
  scope.y += y
  for (const node of scope.nodes) move(node, x, y)
  for (const { points, label } of scope.edges) {
    for (const point of label ? [...points, label] : points) {
      point.x += x
      point.y += y
    }
  }
}
