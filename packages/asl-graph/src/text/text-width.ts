/**
 * Advance widths of U+0020 to U+007E in thousandths of the font size: of each character the widest among Helvetica, Arial and
 * DejaVu Sans, because the font that a viewer has is not known when the picture is drawn; kerning that widens is counted in.
 */
const ascii = [
  318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 421, 318, 337, 637, 637, 637, 637, 637, 637, 637,
  637, 637, 637, 337, 337, 838, 838, 838, 556, 1015, 711, 687, 722, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863,
  749, 788, 667, 788, 722, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 556, 500, 613, 635, 550, 635,
  616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637,
  337, 637, 838,
]

/** Drawn without an advance of their own: combining marks, joiners, variation selectors, direction controls. */
const weightless = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const emoji = /^\p{Extended_Pictographic}$/u

/** Ranges of wider scripts: up to this code point, this wide. Beyond the last: what ideographs of later planes take. */
const ranges: readonly (readonly [upTo: number, width: number])[] = [
  [0xff, 1000],
  [0x24f, 1000],
  [0x52f, 1180],
  [0x6ff, 1230],
  [0x10ff, 1300],
  [0x115f, 1100],
  [0x1fff, 1300],
  [0x206f, 1740],
  [0x2e7f, 1430],
  [0xfaff, 1050],
  [0xfdfc, 1430],
  // One ligature that is a whole sentence.
  [0xfdfd, 12_000],
  [0xffff, 1280],
  [0x11fff, 1500],
  [0x12fff, 4000],
  [0x1f1e5, 1300],
  [0x1ffff, 1400],
]

/** The common ones of the ranges above that are narrower than their range's widest. */
const known: Readonly<Record<string, number>> = {
  '…': 1000,
  '–': 556,
  '—': 1000,
  '·': 333,
  '×': 838,
  '‘': 333,
  '’': 333,
  '“': 530,
  '”': 530,
  '•': 590,
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!
  if (code >= 0x20 && code <= 0x7e) return ascii[code - 0x20]!
  if (Object.hasOwn(known, character)) return known[character]!
  if (weightless.test(character)) return 0
  if (emoji.test(character)) return 1400
  for (const [upTo, width] of ranges) if (code <= upTo) return width
  return 1050
}

/** How wide a text is at most, in pixels, whichever of the usual sans-serif fonts draws it. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return (width * fontSize) / 1000
}
