import type { GraphScope } from './graph.js'
import type { Marks, Note, Status } from './marks.js'

/** What tests have seen of a machine: the report of asl-runner's test kit. */
export interface CoverageReport {
  readonly points: readonly {
    readonly kind: 'states' | 'choices' | 'catchers' | 'retriers' | 'iterations'
    /** JSON Pointer: of a state, or of a Choice Rule, Catcher or Retrier; a Choice's `/Default`. */
    readonly location: string
    readonly seen: boolean
  }[]
}

const words: Readonly<Record<string, string>> = {
  choices: 'way out',
  catchers: 'Catcher',
  retriers: 'Retrier',
  iterations: 'iteration',
}

/** Shows which states and ways tests went through, and what they have never seen. */
export function coverageMarks(graph: GraphScope, { points }: CoverageReport): Marks {
  const notes = new Map<string, Note[]>()
  const statuses = new Map<string, Status>()
  const taken = new Set<string>()
  const seen = new Map(points.filter(({ kind }) => kind === 'states').map((point) => [point.location, point.seen]))
  const ways = new Map(points.filter(({ kind }) => kind !== 'states').map((point) => [point.location, point]))
  visitScope(graph)
  const of = points.length
  const reached = points.filter((point) => point.seen).length
  const headlines: Note[] = [
    { text: `Tests have seen ${reached} of ${of} states and ways.`, tone: reached === of ? 'good' : 'caught' },
  ]
  return { notes, statuses, taken, headlines }

  function visitScope({ nodes, edges }: GraphScope): void {
    for (const { id, kind, scopes } of nodes) {
      if (kind !== 'state') continue
      const unseen = [...ways.values()].filter((point) => !point.seen && isOf(point.location, id))
      const isSeen = seen.get(id) === true
      statuses.set(id, !isSeen ? 'unreached' : unseen.length > 0 ? 'caught' : 'succeeded')
      notes.set(id, isSeen ? unseenNotes(unseen) : [{ text: 'not tested', tone: 'plain' }])
      for (const scope of scopes) visitScope(scope)
    }
    for (const { id, from, to, kind } of edges) {
      const way = ways.get(id.replace(/\/Next$/, ''))
      const isTaken =
        kind === 'Start' ? seen.get(to) === true : way ? way.seen : seen.get(from) === true && kind !== 'Catch'
      if (isTaken) taken.add(id)
    }
  }
}

/** Whether a place is a state's own: not one of a state inside it. */
const isOf = (location: string, state: string): boolean =>
  location === state ||
  (location.startsWith(`${state}/`) && /^\/(Choices|Catch|Retry|Default)/.test(location.slice(state.length)))

function unseenNotes(unseen: readonly { kind: string }[]): Note[] {
  return Object.entries(words).flatMap(([kind, word]): Note[] => {
    const count = unseen.filter((point) => point.kind === kind).length
    return count === 0 ? [] : [{ text: `${count} ${word}${count === 1 ? '' : 's'} not tested`, tone: 'caught' }]
  })
}
