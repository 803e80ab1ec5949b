import { describe, expect, test } from 'vitest'
import { emit, type StateMachine } from 'asl-builder'
import { conformanceCases, readRecording, recordings } from './recordings.js'

describe.skipIf(!recordings)('every recorded definition survives emit', () => {
  const corpus = recordings ? readRecording<{ id: string; definition: StateMachine }[]>('corpus/valid.json') : []
  const executed = recordings ? conformanceCases('execution').filter(({ definition }) => definition) : []

  test('corpus', () => {
    expect(corpus.length).toBeGreaterThan(0)
    for (const { id, definition } of corpus) expect(JSON.parse(emit(definition)), id).toEqual(definition)
  })

  test('executions', () => {
    expect(executed.length).toBeGreaterThan(0)
    for (const { id, definition } of executed)
      expect(JSON.parse(emit(definition as StateMachine)), id).toEqual(definition)
  })
})
