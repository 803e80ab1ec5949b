import { expect, test } from 'vitest'
import { dark, light, typeColours, type Palette } from './palette.js'

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter! + 0.05) / (darker! + 0.05)
}

const grounds = ['canvas', 'scope', 'box', 'goodBox', 'caughtBox', 'badBox', 'runningBox'] as const
const texts = ['ink', 'muted', 'good', 'caught', 'bad', 'warning'] as const
const lines = ['outline', 'edge', 'caughtEdge', 'good', 'caught', 'bad', 'running'] as const

test.each([
  ['light', light],
  ['dark', dark],
] satisfies [string, Palette][])('%s: texts have a contrast of 4.5, lines of 3', (_, palette) => {
  for (const ground of grounds) {
    for (const text of texts)
      expect(contrast(palette[text], palette[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  }
  for (const ground of ['canvas', 'scope'] as const) {
    for (const line of lines)
      expect(contrast(palette[line], palette[ground]), `${line} on ${ground}`).toBeGreaterThanOrEqual(3)
  }
})

test.each(Object.entries(typeColours))('the icon of %s is white on %s', (_, colour) => {
  expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(4.5)
})
