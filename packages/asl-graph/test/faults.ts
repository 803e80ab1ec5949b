import type { Edge, Label, Point, Rect, Scope, State } from './picture.js'

/** Pixels that a comparison forgives: coordinates are rounded. */
const slack = 0.6

const overlap = (a: Rect, b: Rect): boolean =>
  a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack && b.top < a.bottom - slack

const within = (inner: Rect, outer: Rect): boolean =>
  inner.left >= outer.left - slack &&
  inner.right <= outer.right + slack &&
  inner.top >= outer.top - slack &&
  inner.bottom <= outer.bottom + slack

/** Every stretch of a line as a rectangle without width. */
const stretches = ({ points, tip }: Edge): Rect[] =>
  [...points, tip].slice(1).map((to, index) => {
    const from = points[index]!
    return {
      left: Math.min(from.x, to.x),
      right: Math.max(from.x, to.x),
      top: Math.min(from.y, to.y),
      bottom: Math.max(from.y, to.y),
    }
  })

/** Whether a stretch goes through the inside of a rectangle. */
const enters = (line: Rect, { left, top, right, bottom }: Rect): boolean =>
  line.left < right - slack && line.right > left + slack && line.top < bottom - slack && line.bottom > top + slack

/** Everything that makes a picture hard to read, in words; empty for a good one. */
export function faultsOf(picture: Scope): string[] {
  const faults: string[] = []
  visitScope(picture, '')
  return faults

  function visitScope(scope: Scope, where: string): void {
    const { states, edges, labels, rect } = scope
    const say = (fault: string): void => void faults.push(where ? `${where}: ${fault}` : fault)
    for (const [index, state] of states.entries()) {
      if (!within(state.rect, rect)) say(`"${state.name}" leaves its scope`)
      for (const other of states.slice(index + 1))
        if (overlap(state.rect, other.rect)) say(`"${state.name}" and "${other.name}" overlap`)
      visitState(state, say)
    }
    for (const [index, label] of labels.entries()) visitLabel(label, labels.slice(index + 1), scope, say)
    for (const [index, edge] of edges.entries()) visitEdge(edge, edges.slice(index + 1), scope, say)
  }

  function visitState({ name, rect, polygon, texts, icon, scopes }: State, say: (fault: string) => void): void {
    for (const [index, text] of texts.entries()) {
      if (!inPolygon(text, polygon)) say(`the text "${text.text}" leaves the box of "${name}"`)
      const others: Rect[] = [
        ...texts.slice(index + 1).map(tight),
        ...(icon ? [icon] : []),
        ...scopes.map(({ rect }) => rect),
      ]
      for (const other of others)
        if (overlap(tight(text), other)) say(`the text "${text.text}" in "${name}" overlaps what stands beside it`)
    }
    if (icon && !inPolygon(icon, polygon)) say(`the icon of "${name}" leaves its box`)
    for (const [index, scope] of scopes.entries()) {
      if (!within(scope.rect, rect)) say(`scope ${index} leaves "${name}"`)
      const before = scopes[index - 1]
      if (before && !(before.rect.right <= scope.rect.left || before.rect.bottom <= scope.rect.top))
        say(`scope ${index} of "${name}" does not follow the one before it`)
      for (const other of scopes.slice(index + 1))
        if (overlap(scope.rect, other.rect)) say(`scopes of "${name}" overlap`)
      visitScope(scope, `${name}[${index}]`)
    }
  }

  function visitLabel({ id, rect, texts }: Label, others: Label[], scope: Scope, say: (fault: string) => void): void {
    if (!within(rect, scope.rect)) say(`the label of ${id} leaves its scope`)
    for (const text of texts) if (!within(text, rect)) say(`the text "${text.text}" leaves its label`)
    for (const other of others) if (overlap(rect, other.rect)) say(`the labels of ${id} and ${other.id} overlap`)
    for (const state of scope.states) if (overlap(rect, state.rect)) say(`the label of ${id} overlaps "${state.name}"`)
    const own = scope.edges.find((edge) => edge.id === id)
    if (!own || !stretches(own).some((line) => enters(line, rect))) say(`the label of ${id} is not on its edge`)
    for (const edge of scope.edges)
      if (edge.id !== id && stretches(edge).some((line) => enters(line, rect)))
        say(`${edge.id} crosses the label of ${id}`)
  }

  function visitEdge(edge: Edge, others: Edge[], { states, rect }: Scope, say: (fault: string) => void): void {
    const lines = stretches(edge)
    for (const line of lines) {
      if (!within(line, rect)) say(`${edge.id} leaves its scope`)
      if (line.left !== line.right && line.top !== line.bottom) say(`${edge.id} is neither level nor plumb`)
    }
    for (const state of states)
      if (lines.some((line) => enters(line, state.rect))) say(`${edge.id} crosses "${state.name}"`)
    const from = states.find(({ id }) => id === edge.from)
    const to = states.find(({ id }) => id === edge.to)
    if (!from || !on(edge.points[0]!, from.rect)) say(`${edge.id} does not start at its state`)
    if (!to || !on(edge.tip, to.rect)) say(`${edge.id} does not end at its state`)
    const kindred = (other: Edge): boolean =>
      (edge.from === other.from || edge.to === other.to) && isCatch(edge) === isCatch(other)
    for (const other of others)
      if (!kindred(other) && lines.some((line) => stretches(other).some((another) => runTogether(line, another))))
        say(`${edge.id} and ${other.id} run over each other`)
  }
}

const isCatch = ({ kinds }: Edge): boolean => kinds.includes('catch')

/** Text as ink: lines of one paragraph touch, ascenders and descenders rarely do. */
const tight = (text: Rect): Rect => ({ ...text, top: text.top + 1, bottom: text.bottom - 1 })

const on = ({ x, y }: Point, { left, top, right, bottom }: Rect): boolean =>
  x >= left - slack && x <= right + slack && (Math.abs(y - top) <= slack || Math.abs(y - bottom) <= slack)

/** Whether two stretches lie on one another for more than a corner's length. */
function runTogether(a: Rect, b: Rect): boolean {
  const common = {
    x: Math.min(a.right, b.right) - Math.max(a.left, b.left),
    y: Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  }
  return (Math.abs(common.x) <= slack && common.y > 6) || (Math.abs(common.y) <= slack && common.x > 6)
}

/** Whether all corners of a rectangle are inside a polygon or on it. */
function inPolygon({ left, top, right, bottom }: Rect, polygon: readonly Point[]): boolean {
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ]
  return corners.every((corner) => inside(corner, polygon))
}

function inside({ x, y }: Point, polygon: readonly Point[]): boolean {
  let isInside = false
  for (const [index, a] of polygon.entries()) {
    const b = polygon[(index + 1) % polygon.length]!
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside
  }
  return isInside
}

/** The edges of a scope's states in the order in which they leave, by source. */
export function leavingOrder(scope: Scope): Map<string, string[]> {
  const orders = new Map<string, string[]>()
  for (const edge of scope.edges.toSorted((a, b) => a.points[0]!.x - b.points[0]!.x))
    orders.set(edge.from, [...(orders.get(edge.from) ?? []), edge.id])
  for (const state of scope.states)
    for (const inner of state.scopes) for (const [from, ids] of leavingOrder(inner)) orders.set(from, ids)
  return orders
}
