import type { Point } from '../layout/layout.js'

const radius = 6
const headLength = 7
const headWidth = 3.5

/**
 * Path data of a line along points that ends where its arrow's head starts, corners rounded.
 *
 * It is written from its end to its start: lines that join on their way to one target then dash in step.
 */
export function linePath(points: readonly Point[]): string {
  const bends = simplified(points)
  const [end, from] = [bends.at(-1), bends.at(-2)]
  if (!end || !from) return ''
  bends[bends.length - 1] = toward(end, from, Math.min(headLength - 1, distance(from, end)))
  bends.reverse()
  let path = `M${at(bends[0]!)}`
  for (let index = 1; index < bends.length - 1; index++) {
    const [before, corner, after] = [bends[index - 1]!, bends[index]!, bends[index + 1]!]
    const reach = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
    path += `L${at(toward(corner, before, reach))}Q${at(corner)} ${at(toward(corner, after, reach))}`
  }
  return `${path}L${at(bends.at(-1)!)}`
}

/** Path data of the arrow's head at the last point. */
export function headPath(points: readonly Point[]): string {
  const bends = simplified(points)
  const end = bends.at(-1)
  const from = bends.at(-2)
  if (!end || !from) return ''
  const [x, y] = [Math.sign(end.x - from.x), Math.sign(end.y - from.y)]
  const base = { x: end.x - x * headLength, y: end.y - y * headLength }
  const left = { x: base.x + y * headWidth, y: base.y + x * headWidth }
  const right = { x: base.x - y * headWidth, y: base.y - x * headWidth }
  return `M${at(end)}L${at(left)}L${at(right)}Z`
}

const at = ({ x, y }: Point): string => `${x} ${y}`
const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

/** A point of the way from one corner towards the next; the way is level or plumb. */
function toward(from: Point, to: Point, length: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * length, y: from.y + Math.sign(to.y - from.y) * length }
}

/** Without points that repeat the one before or lie on a straight line between their neighbours. */
function simplified(points: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)]
    if (last && last.x === point.x && last.y === point.y) continue
    const straight =
      before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    if (straight) kept.pop()
    kept.push(point)
  }
  return kept
}
