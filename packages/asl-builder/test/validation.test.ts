import { describe, expect, test } from 'vitest'
import { parse } from '../src/check/parse.js'
import type { MachineType } from '../src/check/reading.js'
import { conformanceCases, recordings, type ConformanceCase } from './recordings.js'

/** A definition that AWS refused or diagnosed. */
interface ValidationCase extends ConformanceCase {
  about: 'definition' | 'request'
  request: { type?: MachineType }
  expect: { error?: { message: string }; diagnostics?: Answer[] }
}

interface Answer {
  severity: string
  code: string
  message: string
  location?: string
}

/** The recordings name a resource by a bare word where AWS was given its ARN. */
const legalArns = (text: string): string =>
  text.replaceAll('"activity_arn"', '"arn:aws:states:us-east-1:111111111111:activity:activity"')

/** `Invalid State Machine Definition: 'CODE: message at /location'`. */
function answerIn(message: string): Answer {
  const [, code = '', words = '', location = ''] =
    /^Invalid State Machine Definition: '(\w+): (.*) at (\S*)'$/s.exec(message) ?? []
  return { severity: 'ERROR', code, message: words, location }
}

const cases = recordings
  ? (conformanceCases('validation') as ValidationCase[]).filter(
      ({ about, definitionText }) => about === 'definition' && definitionText !== undefined,
    )
  : []

describe.skipIf(!recordings)("AWS's own answers, word for word", () => {
  test.each(cases.map((one) => [one.id, one] as const))('%s', (_, { definitionText, request, expect: expected }) => {
    const { diagnostics } = parse(legalArns(definitionText!), request.type ? { type: request.type } : {})
    const answers = diagnostics.map(({ severity, code, message, location }) => ({ severity, code, message, location }))
    // An error of CreateStateMachine names what is wrong, and nothing else is.
    if (expected.error)
      expect(answers.filter(({ severity }) => severity === 'ERROR')).toEqual([answerIn(expected.error.message)])
    else expect(answers).toEqual((expected.diagnostics ?? []).map((one) => ({ location: '', ...one })))
  })
})
