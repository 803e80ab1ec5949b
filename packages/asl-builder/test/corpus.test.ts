import { describe, expect, test } from 'vitest'
import { check } from '../src/check/check.js'
import { conformanceCases, readRecording, recordings } from './recordings.js'

const errorsOf = (definition: unknown) => check(definition).filter(({ severity }) => severity === 'ERROR')

describe.skipIf(!recordings)('what AWS accepts earns no ERROR', () => {
  test.each(
    recordings
      ? readRecording<{ id: string; definition: unknown }[]>('corpus/valid.json').map((one) => [one.id, one.definition])
      : [],
  )('%s', (_, definition) => {
    expect(errorsOf(definition)).toEqual([])
  })

  test.each(
    recordings
      ? conformanceCases('execution')
          .filter(({ definition }) => definition !== undefined)
          .map((one) => [one.id, one.definition])
      : [],
  )('%s', (_, definition) => {
    expect(errorsOf(definition)).toEqual([])
  })
})
