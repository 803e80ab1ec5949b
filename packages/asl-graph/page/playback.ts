import type { PageData, PageVisit } from '../src/page/page-data.js'

type Status = 'unreached' | 'running' | 'failed' | 'caught' | 'succeeded'

const statuses: readonly Status[] = ['unreached', 'running', 'failed', 'caught', 'succeeded']

/** Shows the picture as it was after a step of the history. */
export function showStep(picture: SVGSVGElement, { visits }: PageData, step: number): void {
  const byNode = new Map<string, PageVisit[]>()
  for (const visit of visits) {
    if (visit.entered > step) continue
    const known = byNode.get(visit.node)
    if (known) known.push(visit)
    else byNode.set(visit.node, [visit])
  }
  for (const state of picture.querySelectorAll('.state[data-id]')) {
    const id = state.getAttribute('data-id')!
    if (id.includes('#start') || id.endsWith('#end') || id.includes('#missing/')) continue
    const status = statusAt(byNode.get(id) ?? [], step)
    for (const each of statuses) state.classList.toggle(`is-${each}`, each === status)
  }
  for (const edge of picture.querySelectorAll('.edge')) {
    const isTaken = takenAt(edge, byNode, visits, step)
    edge.classList.toggle('taken', isTaken)
    edge.classList.toggle('untaken', !isTaken)
  }
}

function statusAt(visits: readonly PageVisit[], step: number): Status {
  if (visits.length === 0) return 'unreached'
  const isLeft = ({ exited }: PageVisit): boolean => exited !== undefined && exited <= step
  const isBroken = ({ broken }: PageVisit): boolean => broken !== undefined && broken <= step
  if (visits.some((visit) => !isLeft(visit) && !isBroken(visit))) return 'running'
  if (visits.some(isBroken)) return 'failed'
  return visits.some(({ isCaught }) => isCaught) ? 'caught' : 'succeeded'
}

function takenAt(
  edge: Element,
  byNode: ReadonlyMap<string, readonly PageVisit[]>,
  visits: readonly PageVisit[],
  step: number,
): boolean {
  const from = edge.getAttribute('data-from')!
  const arrived = byNode.get(edge.getAttribute('data-to')!) ?? []
  const isCatch = edge.classList.contains('catch')
  if (edge.classList.contains('start')) return arrived.some(({ before }) => before === undefined)
  if (edge.classList.contains('end')) {
    const left = byNode.get(from) ?? []
    return left.some(({ exited, isCaught }) => exited !== undefined && exited <= step && !isCaught)
  }
  return arrived.some(({ before }) => {
    const last = before === undefined ? undefined : visits[before]
    return last?.node === from && last.isCaught === isCatch
  })
}
