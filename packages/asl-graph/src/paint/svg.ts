import { isStateType } from 'asl-builder'
import type { Box } from '../layout/box.js'
import type { PlacedEdge, PlacedNode, PlacedScope } from '../layout/layout.js'
import { sizes } from '../layout/sizes.js'
import type { Marks, Note } from '../marks.js'
import { escape } from '../text/escape.js'
import { wrap } from '../text/wrap.js'
import { headPath, linePath } from './edge.js'
import { iconOf } from './icon.js'
import { outline } from './outline.js'
import { style } from './style.js'

/** What the picture is, for those who do not see it. */
export interface Caption {
  title: string
  description: string
}

/** The SVG text of a graph in its place; the same bytes for the same graph. */
export function paint(
  scope: PlacedScope,
  marks: Marks,
  caption: Caption,
  describe: (node: PlacedNode) => string,
): string {
  const width = Math.max(scope.width, marks.headlines.length > 0 ? 320 : 0) + 2 * sizes.margin
  const headlines = headlineLines(marks.headlines, width - 2 * sizes.margin)
  const top = headlines.length * sizes.note.line + (headlines.length > 0 ? 12 : 0)
  const height = scope.height + 2 * sizes.margin + top
  const [x, y] = [Math.round((width - scope.width) / 2), sizes.margin + top]
  const inner = new Painter(marks, describe)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="graphics-document" aria-roledescription="state machine">`,
    `<title>${escape(caption.title)}</title>`,
    `<desc>${escape(caption.description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="canvas" width="${width}" height="${height}"/>`,
    ...headlines.map(
      ({ text, tone }, index) =>
        `<text class="note ${tone}" x="${sizes.margin}" y="${sizes.margin + 11 + index * sizes.note.line}">${escape(text)}</text>`,
    ),
    ...inner.scope(scope, x, y),
    '</svg>',
    '',
  ].join('\n')
}

function headlineLines(notes: readonly Note[], width: number): Note[] {
  return notes.flatMap(({ text, tone, lines = 2 }) =>
    wrap(text, width, sizes.note.font, lines).map((line) => ({ text: line, tone })),
  )
}

class Painter {
  private readonly marks: Marks
  private readonly describe: (node: PlacedNode) => string

  constructor(marks: Marks, describe: (node: PlacedNode) => string) {
    this.marks = marks
    this.describe = describe
  }

  /** A scope's edges, those taken last, then its nodes, so that lines end under the outlines. */
  scope({ nodes, edges }: PlacedScope, x: number, y: number): string[] {
    const { taken } = this.marks
    const isTaken = ({ edge }: PlacedEdge): number => (taken?.has(edge.id) ? 1 : 0)
    return [
      ...edges.toSorted((a, b) => isTaken(a) - isTaken(b)).map((edge) => this.edge(edge, x, y)),
      ...edges.flatMap((edge) => this.label(edge, x, y)),
      ...nodes.flatMap((node) => this.node(node, x, y)),
    ]
  }

  private edge({ edge, points }: PlacedEdge, x: number, y: number): string {
    const moved = points.map((point) => ({ x: point.x + x, y: point.y + y }))
    const { taken } = this.marks
    const state = taken ? (taken.has(edge.id) ? ' taken' : ' untaken') : ''
    const words = edge.label ?? (edge.kind === 'Catch' ? 'any error' : undefined)
    const title = words === undefined ? '' : `<title>${escape(`${edge.kind}: ${words}`)}</title>`
    return `<g class="edge ${edge.kind.toLowerCase()}${state}" data-id="${escape(edge.id)}" data-from="${escape(edge.from)}" data-to="${escape(edge.to)}">${title}<path class="line" d="${linePath(moved)}"/><path class="head" d="${headPath(moved)}"/></g>`
  }

  private label({ edge, label }: PlacedEdge, x: number, y: number): string[] {
    if (!label) return []
    const { width, height, lines } = label
    const [left, top] = [label.x + x, label.y + y]
    const { line } = sizes.label
    const texts = lines.map(
      (text, index) =>
        `<text x="${left + width / 2}" y="${top + 14 + index * line}" text-anchor="middle">${escape(text)}</text>`,
    )
    const { comment } = edge
    const title = escape(`${edge.kind}: ${edge.label ?? ''}${comment === undefined ? '' : ` (${comment})`}`)
    return [
      `<g class="label ${edge.kind.toLowerCase()}" data-id="${escape(edge.id)}"><title>${title}</title><rect x="${left}" y="${top}" width="${width}" height="${height}" rx="4"/>${texts.join('')}</g>`,
    ]
  }

  private node(placed: PlacedNode, x: number, y: number): string[] {
    const { node, box, width, height, scopes } = placed
    const [left, top] = [placed.x + x, placed.y + y]
    const status = this.marks.statuses.get(node.id)
    const kind = node.kind === 'state' ? (node.type === undefined ? 'unknown' : classOf(node.type)) : node.kind
    return [
      `<g class="state ${kind}${status ? ` is-${status}` : ''}" data-id="${escape(node.id)}" role="graphics-symbol">`,
      `<title>${escape(node.name)}</title>`,
      `<desc>${escape(this.describe(placed))}</desc>`,
      ...body(box, left, top, width, height),
      ...(box.icon ? icon(left + box.icon.x, top + box.icon.y, node.type) : []),
      ...texts(box, left, top),
      ...scopes.flatMap((inner) => [
        `<rect class="scope" x="${inner.x + x}" y="${inner.y + y}" width="${inner.width}" height="${inner.height}" rx="6"/>`,
        ...this.scope(inner, x, y),
      ]),
      '</g>',
    ]
  }
}

/** A Type as a class name: only the eight that exist have one. */
const classOf = (type: string): string => (isStateType(type) ? type.toLowerCase() : 'unknown')

function body({ shape }: Box, x: number, y: number, width: number, height: number): string[] {
  if (shape === 'dot' || shape === 'ring')
    return [`<path class="${shape}" d="${outline(shape, x, y, width, height)}"/>`]
  const path = (d: string, name = 'outline'): string => `<path class="${name}" d="${d}"/>`
  if (shape === 'stack') {
    return [
      path(outline('rounded', x + 5, y, width - 5, height - 5), 'behind'),
      path(outline('rounded', x, y + 5, width - 5, height - 5)),
    ]
  }
  if (shape === 'bars') {
    return [
      path(outline('bars', x, y, width, height)),
      path(`M${x + 5} ${y}L${x + 5} ${y + height}M${x + width - 5} ${y}L${x + width - 5} ${y + height}`),
    ]
  }
  return [path(outline(shape, x, y, width, height))]
}

function icon(x: number, y: number, type: string | undefined): string[] {
  return [
    `<rect class="tile" x="${x}" y="${y}" width="${sizes.icon}" height="${sizes.icon}" rx="6"/>`,
    `<path class="icon" transform="translate(${x} ${y})" d="${iconOf(type)}"/>`,
  ]
}

function texts({ lines }: Box, x: number, y: number): string[] {
  return lines.map(
    ({ text, kind, tone, x: left, y: down }) =>
      `<text class="${kind}${tone ? ` ${tone}` : ''}" x="${round(x + left)}" y="${round(y + down)}">${escape(text)}</text>`,
  )
}

const round = (value: number): number => Math.round(value * 10) / 10
