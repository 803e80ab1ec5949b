import type { Diagnostic } from 'asl-builder/diagnostics'
import type { GraphScope } from './graph.js'
import type { Marks, Note } from './marks.js'

/** Problems shown in one place; the rest is counted. */
const most = 3

/** Marks each problem at the innermost state that it lies in; above the picture when it lies in none. */
export function diagnosticMarks(graph: GraphScope, diagnostics: readonly Diagnostic[]): Marks {
  const ids = new Set<string>()
  const collect = ({ nodes }: GraphScope): void => {
    for (const { id, scopes } of nodes) {
      ids.add(id)
      for (const scope of scopes) collect(scope)
    }
  }
  collect(graph)
  const byPlace = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const place = placeOf(diagnostic.location, ids)
    byPlace.set(place, [...(byPlace.get(place) ?? []), diagnostic])
  }
  const notes = new Map<string, Note[]>([...byPlace].map(([place, found]) => [place, notesOf(found)]))
  const headlines = notes.get('') ?? []
  notes.delete('')
  const wrong = [...byPlace].filter(([, found]) => found.some(({ severity }) => severity === 'ERROR'))
  return { notes, statuses: new Map(wrong.map(([place]) => [place, 'wrong'])), headlines }
}

/** The longest part of a JSON Pointer that is a node's id; `''` when there is none. */
function placeOf(location: string, ids: ReadonlySet<string>): string {
  for (let place = location; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('/'))))
    if (ids.has(place)) return place
  return ''
}

function notesOf(diagnostics: readonly Diagnostic[]): Note[] {
  const shown = diagnostics.slice(0, most).map(({ severity, message }): Note => {
    const isError = severity === 'ERROR'
    return {
      text: `${isError ? 'error' : 'warning'}: ${message}`,
      tone: isError ? 'bad' : 'warning',
      lines: 4,
    }
  })
  const left = diagnostics.length - shown.length
  return left > 0 ? [...shown, { text: `and ${left} more`, tone: 'warning' }] : shown
}
