import type { Shape } from '../layout/box.js'

/** The outline of a box as path data in absolute coordinates, which never leaves the rectangle given. */
export function outline(shape: Shape, x: number, y: number, width: number, height: number): string {
  const right = x + width
  const bottom = y + height
  switch (shape) {
    case 'hexagon': {
      const middle = y + height / 2
      return `M${x + 12} ${y}L${right - 12} ${y}L${right} ${middle}L${right - 12} ${bottom}L${x + 12} ${bottom}L${x} ${middle}Z`
    }
    case 'slanted':
      return `M${x + 8} ${y}L${right} ${y}L${right - 8} ${bottom}L${x} ${bottom}Z`
    case 'octagon':
      return `M${x + 9} ${y}L${right - 9} ${y}L${right} ${y + 9}L${right} ${bottom - 9}L${right - 9} ${bottom}L${x + 9} ${bottom}L${x} ${bottom - 9}L${x} ${y + 9}Z`
    case 'delay':
      return rounded(x, y, width, height, 4, Math.min(22, height / 2))
    case 'pill': {
      const radius = Math.min(22, height / 2)
      return rounded(x, y, width, height, radius, radius)
    }
    case 'bars':
      return rounded(x, y, width, height, 3, 3)
    case 'dot':
    case 'ring':
      return rounded(x, y, width, height, width / 2, width / 2)
    default:
      return rounded(x, y, width, height, 8, 8)
  }
}

/** A rectangle with round corners, on the left and on the right. */
function rounded(x: number, y: number, width: number, height: number, left: number, right: number): string {
  const [far, bottom] = [x + width, y + height]
  return [
    `M${x + left} ${y}L${far - right} ${y}Q${far} ${y} ${far} ${y + right}`,
    `L${far} ${bottom - right}Q${far} ${bottom} ${far - right} ${bottom}`,
    `L${x + left} ${bottom}Q${x} ${bottom} ${x} ${bottom - left}`,
    `L${x} ${y + left}Q${x} ${y} ${x + left} ${y}Z`,
  ].join('')
}
