import { textWidth } from './text-width.js'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Where a line may end without a space: after punctuation, before a capital, around ideographs. */
const breaks = /(?<=[-_./:,;|)\]}=])(?=[^\s])|(?<=\p{Ll}|\d)(?=\p{Lu})|(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])/u

/**
 * A text in lines that are no wider than `width`; the last ends in `…` when there would be more of them than `most`.
 *
 * Breaks at spaces, else at punctuation and inside camelCase, else between any two characters.
 */
export function wrap(text: string, width: number, fontSize: number, most: number): string[] {
  const fits = (line: string): boolean => textWidth(line, fontSize) <= width
  const lines: string[] = []
  let line = ''
  const add = (piece: string): void => {
    if (fits(line + piece.trimEnd())) line += piece
    else {
      if (line.trim() !== '') lines.push(line.trim())
      line = piece.trimStart()
    }
  }
  for (const word of oneLine(text).split(/(?<= )/)) {
    if (fits((line + word).trimEnd())) line += word
    else if (fits(word.trimEnd()) && textWidth(line, fontSize) > width / 3) add(word)
    else
      for (const piece of word.split(breaks)) {
        if (fits(piece.trimEnd())) add(piece)
        else for (const { segment } of graphemes.segment(piece)) add(segment)
      }
    // What cannot be shown need not be wrapped.
    if (lines.length > most) break
  }
  if (line.trim() !== '') lines.push(line.trim())
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), shortened(`${lines[most - 1]} ${lines[most] ?? ''}`, fits)]
}

/** The start of a text that fits with an ellipsis after it. */
function shortened(text: string, fits: (line: string) => boolean): string {
  let start = ''
  for (const { segment } of graphemes.segment(text)) {
    if (!fits(`${start}${segment}…`)) break
    start += segment
  }
  return `${start.trimEnd()}…`
}

/** A text without line breaks and other characters that are not drawn. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are not drawn
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/gu, ' ').trim()
}
