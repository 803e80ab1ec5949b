import type { GraphNode } from '../graph.js'
import type { Note, Tone } from '../marks.js'
import { textWidth } from '../text/text-width.js'
import { wrap } from '../text/wrap.js'
import { sizes } from './sizes.js'

/** A line of text in a box. */
export interface Line {
  text: string
  kind: 'name' | 'does' | 'note'
  tone?: Tone
  /** The baseline's start, from the box's upper left corner. */
  x: number
  y: number
}

/** The outlines, one for each Type, so that a picture is read without colours. */
export type Shape =
  | 'rounded'
  | 'hexagon'
  | 'delay'
  | 'slanted'
  | 'pill'
  | 'octagon'
  | 'stack'
  | 'bars'
  | 'dashed'
  | 'dot'
  | 'ring'

/** What a node looks like before it has a place. */
export interface Box {
  shape: Shape
  width: number
  height: number
  lines: Line[]
  /** Where the icon's square starts; absent without an icon. */
  icon?: { x: number; y: number }
}

const shapes: Readonly<Record<string, Shape>> = {
  Task: 'rounded',
  Choice: 'hexagon',
  Wait: 'delay',
  Pass: 'slanted',
  Succeed: 'pill',
  Fail: 'octagon',
  Map: 'stack',
  Parallel: 'bars',
}

/** What an outline takes from its box's left and right side. */
const insets: Readonly<Record<Shape, readonly [left: number, right: number]>> = {
  rounded: [0, 0],
  hexagon: [10, 12],
  delay: [0, 10],
  slanted: [6, 6],
  pill: [8, 8],
  octagon: [2, 2],
  stack: [0, 6],
  bars: [6, 6],
  dashed: [0, 0],
  dot: [0, 0],
  ring: [0, 0],
}

/**
 * The box of a node: its outline, and its text in lines that fit.
 *
 * @param leastWidth What must fit beside or under the text: the edges that leave it, the scopes inside.
 */
export function boxOf(node: GraphNode, isOutermost: boolean, notes: readonly Note[], leastWidth: number): Box {
  if (node.kind === 'start' || node.kind === 'end') return terminalBox(node, isOutermost)
  const shape = shapeOf(node)
  const [left, right] = insets[shape]
  const textStart = left + sizes.padding + sizes.icon + 10
  const sides = textStart + right + sizes.padding + 2
  const room = Math.max(sizes.text, leastWidth - sides)
  const lines: Line[] = []
  const top = shape === 'stack' ? sizes.padding + 5 : sizes.padding
  let y: number = top
  let widest = 0
  const add = (text: string, kind: Line['kind'], most: number, tone?: Tone): void => {
    const { font, line } = sizes[kind]
    for (const part of wrap(text, room, font, most)) {
      lines.push({ text: part, kind, ...(tone && { tone }), x: textStart, y: y + Math.round(line * 0.76) })
      widest = Math.max(widest, textWidth(part, font))
      y += line
    }
  }
  add(node.does, 'does', 2)
  add(node.name, 'name', 8)
  for (const { text, tone, lines: most = 1 } of notes) add(text, 'note', most, tone)
  const height = Math.max(y, top + sizes.icon) + sizes.padding
  const width = Math.ceil(Math.max(widest + sides, sizes.narrowest, leastWidth) / 2) * 2
  const onTop = shape === 'stack' || shape === 'bars'
  return {
    shape,
    width,
    height,
    lines,
    icon: { x: left + sizes.padding, y: onTop ? top : Math.round((height - sizes.icon) / 2) },
  }
}

function shapeOf(node: GraphNode): Shape {
  if (node.kind !== 'state' || node.type === undefined) return 'dashed'
  return Object.hasOwn(shapes, node.type) ? shapes[node.type]! : 'dashed'
}

function terminalBox(node: GraphNode, isOutermost: boolean): Box {
  if (!isOutermost) {
    return { shape: node.kind === 'start' ? 'dot' : 'ring', width: sizes.dot, height: sizes.dot, lines: [] }
  }
  const { width, height } = sizes.terminal
  const { font } = sizes.name
  const x = (width - textWidth(node.name, font)) / 2
  return { shape: 'pill', width, height, lines: [{ text: node.name, kind: 'name', x, y: height / 2 + 5 }] }
}
