import { expect, test } from 'vitest'
import { ExecutionStates } from '../src/execution-states.js'

const at = (id: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, id))

test('the states of branches are named with their Parallel state, which is timed as a whole', () => {
  const states = new ExecutionStates()
  const entered = (name: string) => ({ stateEnteredEventDetails: { name } })
  const exited = (name: string) => ({ stateExitedEventDetails: { name } })
  const history = [
    { id: 1, previousEventId: 0, type: 'ExecutionStarted' },
    { id: 2, previousEventId: 0, type: 'ParallelStateEntered', ...entered('Both') },
    { id: 3, previousEventId: 2, type: 'ParallelStateStarted' },
    { id: 4, previousEventId: 3, type: 'PassStateEntered', ...entered('Left') },
    { id: 5, previousEventId: 3, type: 'MapStateEntered', ...entered('Right') },
    { id: 6, previousEventId: 5, type: 'MapStateStarted' },
    { id: 7, previousEventId: 4, type: 'PassStateExited', ...exited('Left') },
    {
      id: 8,
      previousEventId: 6,
      type: 'MapIterationStarted',
      mapIterationStartedEventDetails: { name: 'Right', index: 3 },
    },
    { id: 9, previousEventId: 8, type: 'PassStateEntered', ...entered('Left') }, // the same name in another scope
    { id: 10, previousEventId: 9, type: 'PassStateExited', ...exited('Left') },
    {
      id: 11,
      previousEventId: 10,
      type: 'MapIterationSucceeded',
      mapIterationSucceededEventDetails: { name: 'Right', index: 3 },
    },
    { id: 12, previousEventId: 11, type: 'MapStateSucceeded' },
    { id: 13, previousEventId: 12, type: 'MapStateExited', ...exited('Right') },
    { id: 14, previousEventId: 13, type: 'ParallelStateSucceeded' },
    { id: 15, previousEventId: 14, type: 'ParallelStateExited', ...exited('Both') },
    { id: 16, previousEventId: 15, type: 'PassStateEntered', ...entered('After') },
  ] as const
  const news = history.flatMap((event) => {
    const said = states.read({ ...event, timestamp: at(event.id) })
    return said ? [[said.what, said.state, said.ms]] : []
  })
  expect(news).toEqual([
    ['entered', 'Both', undefined],
    ['entered', 'Both / Left', undefined],
    ['entered', 'Both / Right', undefined],
    ['exited', 'Both / Left', 3000],
    ['entered', 'Both / Right[3] / Left', undefined],
    ['exited', 'Both / Right[3] / Left', 1000],
    ['exited', 'Both / Right', 8000],
    ['exited', 'Both', 13_000],
    ['entered', 'After', undefined],
  ])
})
