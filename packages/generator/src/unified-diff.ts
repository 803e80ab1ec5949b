/** Lines around a change that are shown. */
const context = 3

/**
 * What changes between two texts, as a unified difference.
 *
 * @returns An empty string when they are equal.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return ''
  const edits = editsOf(linesOf(before), linesOf(after))
  const hunks: string[] = []
  let oldLine = 1
  let newLine = 1
  for (let at = 0; at < edits.length;) {
    if (edits[at]!.mark === ' ') {
      at++
      oldLine++
      newLine++
      continue
    }
    const lead = Math.min(context, at)
    let end = at
    for (let same = 0; end < edits.length && same <= 2 * context; end++) same = edits[end]!.mark === ' ' ? same + 1 : 0
    while (end > at && edits[end - 1]!.mark === ' ') end--
    const hunk = edits.slice(at - lead, Math.min(edits.length, end + context))
    const olds = hunk.filter(({ mark }) => mark !== '+').length
    const news = hunk.filter(({ mark }) => mark !== '-').length
    hunks.push(`@@ -${range(oldLine - lead, olds)} +${range(newLine - lead, news)} @@`)
    hunks.push(...hunk.map(({ mark, line }) => `${mark}${line}`))
    const passed = edits.slice(at, end)
    oldLine += passed.filter(({ mark }) => mark !== '+').length
    newLine += passed.filter(({ mark }) => mark !== '-').length
    at = end
  }
  return `--- ${path}\n+++ ${path} (as it would be generated)\n${hunks.join('\n')}\n`
}

interface Edit {
  mark: ' ' | '+' | '-'
  line: string
}

/** A last line without a line break says so, as `diff` does. */
function linesOf(text: string): string[] {
  if (text === '') return []
  if (text.endsWith('\n')) return text.slice(0, -1).split('\n')
  return `${text}\n\\ No newline at end of file`.split('\n')
}

const range = (start: number, count: number): string => (count === 0 ? `${start - 1},0` : `${start},${count}`)

/** The shortest way from one list to the other, by longest common subsequence of what the ends do not share. */
function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++
  const olds = before.slice(head, before.length - tail)
  const news = after.slice(head, after.length - tail)

  const width = news.length + 1
  const common = new Uint32Array((olds.length + 1) * width)
  for (let i = olds.length - 1; i >= 0; i--)
    for (let j = news.length - 1; j >= 0; j--)
      common[i * width + j] =
        olds[i] === news[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)

  const middle: Edit[] = []
  let i = 0
  let j = 0
  while (i < olds.length || j < news.length) {
    if (i < olds.length && j < news.length && olds[i] === news[j]) {
      middle.push({ mark: ' ', line: olds[i++]! })
      j++
    } else if (j === news.length || (i < olds.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!))
      middle.push({ mark: '-', line: olds[i++]! })
    else middle.push({ mark: '+', line: news[j++]! })
  }
  const same = (line: string): Edit => ({ mark: ' ', line })
  return [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)]
}
