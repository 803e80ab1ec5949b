import { existsSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import { textWidth } from './text-width.js'
import { wrap } from './wrap.js'

describe('lines', () => {
  test.each([
    ['Create users table (external)', 130, ['Create users table', '(external)']],
    ['short', 120, ['short']],
    ['', 120, []],
    ['HandleTheVeryLongCamelCaseName', 120, ['HandleTheVery', 'LongCamelCase', 'Name']],
    ['a\tb\n c', 120, ['a b c']],
  ])('%s', (text, width, lines) => expect(wrap(text, width, 14, 8)).toEqual(lines))

  test.each(['x'.repeat(80), '状態'.repeat(40), '👩‍👩‍👧‍👦'.repeat(12), 'مرحبا بالعالم '.repeat(6), 'a-b_c.d/'.repeat(10)])(
    'every line fits, and nothing is lost: %s',
    (text) => {
      const lines = wrap(text, 110, 14, 99)
      for (const line of lines) expect(textWidth(line, 14)).toBeLessThanOrEqual(110)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    },
  )

  test('no more than wanted: the last says that it goes on', () => {
    const lines = wrap('one two three four five six seven eight', 60, 14, 2)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
    expect(textWidth(lines[1]!, 14)).toBeLessThanOrEqual(60)
  })

  test('a grapheme is never broken', () => {
    const family = '👩‍👩‍👧‍👦'
    for (const line of wrap(family.repeat(9), 100, 14, 99)) expect(line.replaceAll(family, '')).toBe('')
  })
})

const font = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'
if (!existsSync(font)) console.warn(`Texts are not measured against a font: there is no ${font}.`)

/** How far a text goes in DejaVu Sans, the widest of the fonts that are asked for. */
const drawnWidth = (text: string): number => inkWidth(`|${text}|`) - inkWidth('||')

function inkWidth(text: string): number {
  const escaped = text.replace(/[&<]/g, (each) => `&#${each.charCodeAt(0)};`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="300"><text x="50" y="200" font-size="100" font-family="DejaVu Sans">${escaped}</text></svg>`
  const options = { font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'DejaVu Sans' } }
  return new Resvg(svg, options).innerBBox()?.width ?? 0
}

test.skipIf(!existsSync(font))('the width of a text is no less than what is drawn', () => {
  const samples = [
    ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index).repeat(10)),
    'ÄÖÜßéèñçøåÆŒ ČŠŽĄĘŁőű',
    'Ελληνικά ΩΨ Привет ЖЩЫЮ Հայերեն',
    'שלום עולם',
    'مرحبا بالعالم',
    '≤≥≠→×·–—…“”’',
    'AALAVA',
    'G-O-Q-o-',
    'Create users table (external)',
    'startQueryExecution.sync',
  ]
  for (const text of samples) {
    // Pixels of boxes are whole.
    expect(drawnWidth(text), text).toBeLessThanOrEqual(textWidth(text, 100) + 2)
  }
  expect(drawnWidth('startQueryExecution.sync')).toBeGreaterThan(0.9 * textWidth('startQueryExecution.sync', 100))
})
