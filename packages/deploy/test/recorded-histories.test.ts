import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { describe, expect, test } from 'vitest'
import { ExecutionStates, type StateNews } from '../src/execution-states.js'

const recordings = process.env['ASL_RECORDINGS']
if (!recordings) console.warn('Skipped: ASL_RECORDINGS names no folder with executions recorded from AWS.')

interface RecordedCase {
  id: string
  expect?: { events?: { id: number; previousEventId?: number; type: string; details?: object }[] }
  tasks?: { state: string; attempt: number; scheduledEventId?: number; iteration?: { map: string; index: number }[] }[]
}

function recordedCases(): RecordedCase[] {
  if (!recordings) return []
  const folder = join(recordings, 'conformance/cases/execution')
  const cases = readdirSync(folder).flatMap(
    (file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: RecordedCase[] }).cases,
  )
  return cases.filter(({ expect: wanted }) => wanted?.events !== undefined && isInOrder(wanted.events))
}

/** Branches' ids are masked in the recordings, because they differ from run to run; one history is in reverse order. */
const isInOrder = (events: readonly { id: unknown }[]): boolean => events.every(({ id }, at) => id === at + 1)

/** A recorded event as the client gives it. The recordings have no timestamps: each event is a second later. */
function asEvent({
  id,
  previousEventId,
  type,
  details,
}: NonNullable<NonNullable<RecordedCase['expect']>['events']>[0]) {
  const [, kind = type] = /^[A-Z][a-z]+(State(?:Entered|Exited))$/.exec(type) ?? []
  const member = `${kind[0]!.toLowerCase()}${kind.slice(1)}EventDetails`
  const timestamp = new Date(id * 1000)
  return { id, previousEventId: previousEventId ?? 0, type, timestamp, [member]: details } as HistoryEvent
}

describe.skipIf(!recordings)('histories recorded from AWS', () => {
  const cases = recordedCases()

  test('are many', () => expect(cases.length).toBeGreaterThan(100))

  test.each(cases.map((each) => [each.id, each] as const))(
    '%s: states are placed where AWS ran them',
    (_, recorded) => {
      const states = new ExecutionStates()
      const newsOf = new Map<number, StateNews>()
      const open = new Map<string, number>()
      const events = recorded.expect!.events!
      for (const event of events) {
        const news = states.read(asEvent(event))
        if (!news) continue
        newsOf.set(event.id, news)
        const change = news.what === 'entered' ? 1 : news.what === 'exited' ? -1 : 0
        const count = (open.get(news.state) ?? 0) + change
        expect(count, `event ${event.id}: ${news.what} ${news.state}`).toBeGreaterThanOrEqual(0)
        open.set(news.state, count)
        if (news.what === 'exited') expect(news.ms).toBeGreaterThan(0)
      }
      const previous = new Map(events.map(({ id, previousEventId }) => [id, previousEventId]))
      for (const { state, scheduledEventId, attempt, iteration = [] } of recorded.tasks ?? []) {
        const entered = newsOf.get(previous.get(scheduledEventId ?? 0) ?? 0)
        if (entered?.what !== 'entered' || attempt > 0) continue
        const parts = entered.state.split(' / ')
        const iterations = iteration.map(({ map, index }) => `${map}[${index}]`)
        expect([...parts.slice(0, -1).filter((part) => /\[\d+\]$/.test(part)), parts.at(-1)]).toEqual([
          ...iterations,
          state,
        ])
      }
      const failed = [...newsOf.values()].filter(({ what }) => what === 'failed')
      for (const { error, cause } of failed) expect(error ?? cause).toBeDefined()
    },
  )
})
