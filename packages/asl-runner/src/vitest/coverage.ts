import { scopesOf, type StateMachine } from 'asl-builder/scope'
import type { Decision } from '../decision.js'

/** What can be seen of a machine in tests. */
export type CoverageKind = 'states' | 'choices' | 'catchers' | 'retriers' | 'iterations'

/** The kinds, in the order in which they are shown. */
export const coverageKinds: readonly CoverageKind[] = ['states', 'choices', 'catchers', 'retriers', 'iterations']

/** One thing that a test may or may not reach. */
export interface CoveragePoint {
  readonly kind: CoverageKind
  /** JSON Pointer: of a state, or of a Choice Rule, Catcher or Retrier; a Choice's `/Default`. */
  readonly location: string
  readonly state: string
  readonly seen: boolean
}

/** What tests have seen of one machine. */
export interface CoverageReport {
  readonly name: string
  readonly points: readonly CoveragePoint[]
  /** How many of a kind there are, and how many were seen. */
  readonly totals: Readonly<Record<CoverageKind, { readonly seen: number; readonly of: number }>>
  /** The most iterations that a Map ran in one go, by its location. */
  readonly mostIterations: Readonly<Record<string, number>>
}

/** What one process has seen of a machine, as data. */
export interface CoverageData {
  readonly name: string
  readonly points: readonly Omit<CoveragePoint, 'seen'>[]
  readonly seen: readonly string[]
  readonly mostIterations: Readonly<Record<string, number>>
}

/**
 * Remembers what runs of a machine have reached: states, Choice Rules, Catchers, Retriers, and whether each Map ran an
 * iteration.
 *
 *     const coverage = new Coverage('etl', definition)
 *     await run(definition, { onDecision: coverage.see })
 *     console.log(coverageText(coverage.report()))
 */
export class Coverage {
  readonly name: string
  private readonly points: readonly Omit<CoveragePoint, 'seen'>[]
  private readonly seen = new Set<string>()
  private readonly mostIterations: Record<string, number> = {}
  private readonly onGrowth: (() => void) | undefined

  /** @param onGrowth Called when a run reaches what none had reached before. */
  constructor(name: string, definition: StateMachine, onGrowth?: () => void) {
    this.name = name
    this.points = pointsOf(definition)
    this.onGrowth = onGrowth
  }

  /** Takes note of what a run does: its `onDecision`. */
  readonly see = ({ kind, location, index }: Decision): void => {
    if (kind === 'iteration') {
      const most = this.mostIterations[location] ?? 0
      if (index + 1 > most) this.mostIterations[location] = index + 1
    }
    const key = keyOf(kind, location, index)
    if (this.seen.has(key)) return
    this.seen.add(key)
    this.onGrowth?.()
  }

  data(): CoverageData {
    const { name, points, seen, mostIterations } = this
    return { name, points, seen: [...seen], mostIterations }
  }

  report(): CoverageReport {
    return reportOf([this.data()])
  }
}

/** What several processes have seen of one machine. */
export function reportOf(all: readonly CoverageData[]): CoverageReport {
  const seen = new Set(all.flatMap((one) => one.seen))
  const mostIterations: Record<string, number> = {}
  for (const one of all) {
    for (const [location, most] of Object.entries(one.mostIterations)) {
      mostIterations[location] = Math.max(mostIterations[location] ?? 0, most)
    }
  }
  const points = (all[0]?.points ?? []).map((point) => ({
    ...point,
    seen: seen.has(`${point.kind} ${point.location}`),
  }))
  const totals = Object.fromEntries(
    coverageKinds.map((kind) => {
      const ofKind = points.filter((point) => point.kind === kind)
      return [kind, { seen: ofKind.filter((point) => point.seen).length, of: ofKind.length }]
    }),
  ) as CoverageReport['totals']
  return { name: all[0]?.name ?? '', points, totals, mostIterations }
}

/** A report as text: a line a kind, and what was not seen. */
export function coverageText({ name, points, totals, mostIterations }: CoverageReport): string {
  const lines = [name]
  for (const kind of coverageKinds) {
    const { seen, of } = totals[kind]
    if (of === 0) continue
    lines.push(`  ${kind.padEnd(10)} ${String(seen).padStart(4)} of ${String(of).padEnd(4)} ${percent(seen, of)}`)
    for (const point of points.filter((each) => each.kind === kind && !each.seen))
      lines.push(`    not seen: ${point.location}`)
  }
  for (const [location, most] of Object.entries(mostIterations))
    lines.push(`  ${location}: at most ${most} iterations at a time`)
  return `${lines.join('\n')}\n`
}

/** A share as text: `66.7 %`. */
export function percent(seen: number, of: number): string {
  return `${(of === 0 ? 100 : (seen / of) * 100).toFixed(1)} %`
}

const keyOf = (kind: Decision['kind'], location: string, index: number): string => {
  switch (kind) {
    case 'enter':
      return `states ${location}`
    case 'choice':
      return `choices ${location}/Choices/${index}`
    case 'default':
      return `choices ${location}/Default`
    case 'catch':
      return `catchers ${location}/Catch/${index}`
    case 'retry':
      return `retriers ${location}/Retry/${index}`
    case 'iteration':
      return `iterations ${location}`
  }
}

function pointsOf(definition: StateMachine): Omit<CoveragePoint, 'seen'>[] {
  return [...scopesOf(definition)].flatMap(({ scope, location }) =>
    Object.entries(scope.States).flatMap(([state, fields]) => {
      const at = `${location}/States/${state.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const listed = (kind: CoverageKind, field: string): Omit<CoveragePoint, 'seen'>[] => {
        const list = (fields as unknown as Record<string, unknown>)[field]
        return Array.isArray(list) ? list.map((_, index) => ({ kind, state, location: `${at}/${field}/${index}` })) : []
      }
      return [
        { kind: 'states' as const, state, location: at },
        ...listed('choices', 'Choices'),
        ...('Default' in fields ? [{ kind: 'choices' as const, state, location: `${at}/Default` }] : []),
        ...listed('catchers', 'Catch'),
        ...listed('retriers', 'Retry'),
        ...(fields.Type === 'Map' ? [{ kind: 'iterations' as const, state, location: at }] : []),
      ]
    }),
  )
}
