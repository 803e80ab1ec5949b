import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { graphOf, NotAHistory, svg, type CoverageReport } from 'asl-graph'
import type { StateMachine } from 'asl-builder'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './faults.js'
import { history } from './history.js'
import { orders } from './own-machines.js'
import { readPicture, type Scope, type State } from './picture.js'
import { parseXml, type Element } from './xml.js'

const machine = orders as unknown as StateMachine

/** A state's texts under its name, and its status. */
async function drawn(options: Parameters<typeof svg>[1], of = machine) {
  const text = await svg(of, options)
  const picture = readPicture(text)
  expect(faultsOf(picture)).toEqual([])
  const classes = new Map<string, string[]>()
  visit(parseXml(text))
  return { state, edge: (id: string) => classes.get(id)! }

  function visit(element: Element): void {
    const { class: names, 'data-id': id } = element.attributes
    if (id !== undefined && !names!.startsWith('label')) classes.set(id, names!.split(' '))
    element.children.forEach(visit)
  }
  function state(name: string) {
    const found = allStates(picture).find((each) => each.name === name)!
    const words = found.texts.map(({ text: words }) => words).join(' ')
    return { words, status: classes.get(found.id)!.find((each) => each.startsWith('is-')) }
  }
}

const allStates = ({ states }: Scope): State[] => states.flatMap((state) => [state, ...state.scopes.flatMap(allStates)])

describe('an execution', () => {
  test('what happened in each state', async () => {
    const { state } = await drawn({ execution: history })
    expect(state('Read orders')).toMatchObject({ status: 'is-succeeded' })
    expect(state('Read orders').words).toMatch(/succeeded · 1 retry · 2 s$/)
    expect(state('Each order').words).toMatch(/succeeded · 3 iterations/)
    expect(state('Charge <script>alert(1)</script>')).toMatchObject({ status: 'is-caught' })
    expect(state('Charge <script>alert(1)</script>').words).toContain(
      '3 times · 2 succeeded · 1 caught Card.Refused expired',
    )
    expect(state('Ship')).toMatchObject({ status: 'is-failed' })
    expect(state('Ship').words).toContain('failed Depot.Closed')
    expect(state('Nothing to do')).toMatchObject({ status: 'is-unreached' })
  })

  test('the ways it took', async () => {
    const { edge } = await drawn({ execution: history })
    const inner = '/States/Each order/ItemProcessor'
    for (const id of [
      '/StartAt',
      '/States/Read orders/Next',
      '/States/Any orders?/Choices/0/Next',
      `${inner}/StartAt`,
      `${inner}/States/Charge <script>alert(1)<~1script>/Catch/0/Next`,
      `${inner}/States/Charge <script>alert(1)<~1script>#end`,
      `${inner}/States/Refund#end`,
      '/States/Each order/Next',
    ])
      expect(edge(id), id).toContain('taken')
    for (const id of ['/States/Any orders?/Default', '/States/Ship#end']) expect(edge(id), id).toContain('untaken')
  })

  test('one that still runs', async () => {
    const { events } = history as unknown as { events: { type: string; stateEnteredEventDetails?: { name: string } }[] }
    const at = events.findIndex((event) => event.stateEnteredEventDetails?.name === 'Ship')
    const { state } = await drawn({ execution: events.slice(0, at + 3) })
    expect(state('Ship')).toMatchObject({ status: 'is-running' })
  })

  test('the seconds that the first AWS CLI printed, and no times at all', async () => {
    const { events } = history as unknown as { events: { timestamp: string }[] }
    const seconds = events.map((event) => ({ ...event, timestamp: Date.parse(event.timestamp) / 1000 }))
    expect(await svg(machine, { execution: { events: seconds } })).toBe(await svg(machine, { execution: history }))
    const without = events.map(({ timestamp: _, ...event }) => event)
    const { state } = await drawn({ execution: without })
    expect(state('Read orders').words).toMatch(/succeeded · 1 retry$/)
  })

  test.each([{}, 7, null, { events: 7 }, { events: [{}] }, [1]])('%j is none', async (execution) => {
    await expect(svg(machine, { execution: execution as never })).rejects.toThrow(NotAHistory)
  })

  const recordings = process.env['ASL_RECORDINGS']
  test('every history recorded from AWS is drawn well', { timeout: 600_000 }, async (context) => {
    const folder = join(recordings ?? '', 'conformance/cases/execution')
    if (!recordings || !existsSync(folder)) return context.skip('ASL_RECORDINGS names no folder with conformance/')
    for (const file of readdirSync(folder)) {
      const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: Recorded[] }
      for (const {
        id,
        definition,
        expect: { events, status },
      } of cases) {
        // Events whose order is not fixed have no numbers.
        if (!definition || !events?.every((event) => typeof event.id === 'number')) continue
        const picture = await svg(definition, { execution: { events } })
        expect(faultsOf(readPicture(picture)), id).toEqual([])
        const names = events.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details!.name)
        const states = allStates(readPicture(picture)).filter((state) => names.includes(state.name))
        expect(new Set(states.map(({ name }) => name)), id).toEqual(new Set(names))
        const isFailed = /class="state \w+ is-failed"/.test(picture)
        if (status === 'SUCCEEDED') expect(picture, id).toContain('The execution succeeded')
        else if (status === 'FAILED' && names.length > 0) expect(isFailed, id).toBe(true)
      }
    }
  })
})

interface Recorded {
  id: string
  definition?: StateMachine
  expect: { status: string; events?: { id: number; type: string; details?: { name: string } }[] }
}

test('coverage: what tests have not seen', async () => {
  const coverage: CoverageReport = {
    points: [
      { kind: 'states', location: '/States/Read orders', seen: true },
      { kind: 'retriers', location: '/States/Read orders/Retry/0', seen: false },
      { kind: 'states', location: '/States/Any orders?', seen: true },
      { kind: 'choices', location: '/States/Any orders?/Choices/0', seen: false },
      { kind: 'choices', location: '/States/Any orders?/Default', seen: true },
      { kind: 'states', location: '/States/Nothing to do', seen: true },
      { kind: 'states', location: '/States/Ship', seen: false },
    ],
  }
  const { state, edge } = await drawn({ coverage })
  expect(state('Read orders').words).toContain('1 Retrier not tested')
  expect(state('Any orders?').words).toContain('1 way out not tested')
  expect(state('Nothing to do')).toMatchObject({ status: 'is-succeeded' })
  expect(state('Ship').words).toContain('not tested')
  expect(edge('/States/Any orders?/Default')).toContain('taken')
  expect(edge('/States/Any orders?/Choices/0/Next')).toContain('untaken')
})

test('diagnostics stand at the innermost state, and above the picture when they are of none', async () => {
  const at = (location: string, message: string) => ({
    severity: 'WARNING' as const,
    code: 'X',
    rule: 'X',
    message,
    location,
  })
  const diagnostics = [
    at('/States/Ship/Arguments', 'of Ship'),
    at('/States/Each order/ItemProcessor/States/Refund', 'of Refund'),
    at('/', 'of all'),
  ]
  const { state } = await drawn({ diagnostics })
  expect(state('Ship').words).toContain('warning: of Ship')
  expect(state('Refund').words).toContain('warning: of Refund')
  expect(state('Each order').words).not.toContain('of Refund')
  const error = [{ ...at('/States/Ship', 'an error'), severity: 'ERROR' as const }]
  expect((await drawn({ diagnostics: error })).state('Ship')).toMatchObject({ status: 'is-wrong' })
  expect(await svg(machine, { diagnostics })).toMatch(/<text class="note warning"[^>]*>warning: of all</)
})

test('the graph itself: nodes and edges in the order they are written', () => {
  const { nodes, edges } = graphOf(machine)
  expect(nodes.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'start Start',
    'state Read orders',
    'state Any orders?',
    'state Each order',
    'state Ship',
    'state Nothing to do',
    'end End',
  ])
  expect(edges.map(({ from, to, kind, label }) => [from, to, kind, label])).toEqual([
    ['#start', '/States/Read orders', 'Start', undefined],
    ['/States/Read orders', '/States/Any orders?', 'Next', undefined],
    ['/States/Any orders?', '/States/Each order', 'Choice', '$count > 0'],
    ['/States/Any orders?', '/States/Nothing to do', 'Default', 'otherwise'],
    ['/States/Each order', '/States/Ship', 'Next', undefined],
    ['/States/Ship', '#end', 'End', undefined],
  ])
  expect(nodes[3]!.scopes[0]!.edges.map(({ kind, label }) => [kind, label])).toContainEqual(['Catch', 'Card.Refused'])
})
