import { textWidth } from '../src/text/text-width.js'
import { parseXml, type Element } from './xml.js'

export interface Point {
  x: number
  y: number
}

export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

export interface Text extends Rect {
  text: string
}

/** What the SVG text says of a state: nothing here comes from the layout. */
export interface State {
  id: string
  name: string
  rect: Rect
  /** The corners of its outline, the front one where there are two. */
  polygon: Point[]
  texts: Text[]
  icon?: Rect
  scopes: Scope[]
}

export interface Edge {
  id: string
  from: string
  to: string
  kinds: string[]
  /** From its source to the point where the head begins; the curves of corners as their control points. */
  points: Point[]
  tip: Point
}

export interface Label {
  id: string
  rect: Rect
  texts: Text[]
}

export interface Scope {
  rect: Rect
  states: State[]
  edges: Edge[]
  labels: Label[]
}

const fontSizes: Record<string, number> = { name: 14, does: 11, note: 11, label: 11 }

const classesOf = ({ attributes }: Element): string[] => (attributes['class'] ?? '').split(' ')
const number = ({ attributes }: Element, name: string): number => {
  const value = Number(attributes[name])
  if (!Number.isFinite(value)) throw new Error(`${name}="${attributes[name]}" is no number`)
  return value
}

/** Reads the states, edges, labels and texts of a picture from its SVG text. */
export function readPicture(svg: string): Scope {
  const root = parseXml(svg)
  const rect = { left: 0, top: 0, right: number(root, 'width'), bottom: number(root, 'height') }
  return scopeOf(root.children, rect)
}

/** The elements of a scope, which stand in a row: those up to the next scope's rectangle. */
function scopeOf(elements: readonly Element[], rect: Rect): Scope {
  const having = (name: string): Element[] =>
    elements.filter((each) => each.name === 'g' && classesOf(each)[0] === name)
  return {
    rect,
    states: having('state').map(stateOf),
    edges: having('edge').map(edgeOf),
    labels: having('label').map((each) => ({
      id: each.attributes['data-id']!,
      rect: rectOf(each.children.find(({ name }) => name === 'rect')!),
      texts: each.children.filter(({ name }) => name === 'text').map((text) => textOf(text, 'label')),
    })),
  }
}

function stateOf(element: Element): State {
  const { children } = element
  const isOutline = (each: Element): boolean =>
    each.name === 'path' && ['outline', 'behind', 'dot', 'ring'].includes(classesOf(each)[0]!)
  const outlines = children.filter(isOutline).map(({ attributes }) => pathPoints(attributes['d']!))
  const polygon = outlines.find((points) => points.length > 4) ?? outlines.at(-1)!
  const starts = children.flatMap((each, index) => (classesOf(each)[0] === 'scope' ? [index] : []))
  const own = children.slice(0, starts[0] ?? children.length)
  const icon = own.find((each) => classesOf(each)[0] === 'tile')
  return {
    id: element.attributes['data-id']!,
    name: children.find(({ name }) => name === 'title')!.text,
    rect: bounds(outlines.flat()),
    polygon: outlines.length === 2 && classesOf(children.find(isOutline)!)[0] === 'behind' ? outlines[1]! : polygon,
    texts: own.filter(({ name }) => name === 'text').map((text) => textOf(text, classesOf(text)[0]!)),
    ...(icon && { icon: rectOf(icon) }),
    scopes: starts.map((start, index) =>
      scopeOf(children.slice(start + 1, starts[index + 1] ?? children.length), rectOf(children[start]!)),
    ),
  }
}

function edgeOf(element: Element): Edge {
  const path = (name: string): string => element.children.find((each) => classesOf(each)[0] === name)!.attributes['d']!
  const line = path('line')
  const head = path('head')
  return {
    id: element.attributes['data-id']!,
    from: element.attributes['data-from']!,
    to: element.attributes['data-to']!,
    kinds: classesOf(element),
    points: pathPoints(line).reverse(),
    tip: pathPoints(head)[0]!,
  }
}

function textOf(element: Element, kind: string): Text {
  const size = fontSizes[kind]!
  const width = textWidth(element.text, size)
  const x = number(element, 'x')
  const y = number(element, 'y')
  const left = element.attributes['text-anchor'] === 'middle' ? x - width / 2 : x
  // What a line of these fonts takes above and below its baseline.
  return { text: element.text, left, right: left + width, top: y - 0.93 * size, bottom: y + 0.24 * size }
}

const rectOf = (element: Element): Rect => {
  const [left, top] = [number(element, 'x'), number(element, 'y')]
  return { left, top, right: left + number(element, 'width'), bottom: top + number(element, 'height') }
}

/** The points of path data, the control points of its curves included: what it draws lies within them. */
function pathPoints(data: string): Point[] {
  if (!/^(?:[MLQ]-?[\d.]+ -?[\d.]+(?: -?[\d.]+ -?[\d.]+)?|Z)+$/.test(data)) throw new Error(`path data: ${data}`)
  const numbers = [...data.matchAll(/-?[\d.]+/g)].map(Number)
  const points: Point[] = []
  for (let index = 0; index < numbers.length; index += 2) points.push({ x: numbers[index]!, y: numbers[index + 1]! })
  return points
}

export function bounds(points: readonly Point[]): Rect {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}
