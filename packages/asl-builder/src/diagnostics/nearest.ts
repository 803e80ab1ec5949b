/**
 * The known name that a misspelt one most likely means.
 *
 *     nearest('Trasform', ['Extract', 'Transform']) // 'Transform'
 *
 * @returns A name that differs by at most a third of its letters (a change of case alone always counts as near), or `undefined`.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let fewest = Math.floor(Math.max(name.length, 3) / 3) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue
    const edits = editsBetween(wanted, candidate.toLowerCase(), fewest)
    const isAnother = edits >= Math.max(name.length, candidate.length) // not a letter of it is the same
    if (edits < fewest && !isAnother) [best, fewest] = [candidate, edits]
  }
  return best
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); `limit` or more ends early. */
function editsBetween(from: string, to: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        edits = Math.min(edits, beforeLast[j - 2]! + 1)
      }
      row.push(edits)
      least = Math.min(least, edits)
    }
    if (least >= limit) return limit
    ;[beforeLast, last] = [last, row]
  }
  return last[to.length]!
}
