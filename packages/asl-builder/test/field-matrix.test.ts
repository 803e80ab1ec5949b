import { describe, expect, test } from 'vitest'
import { check, fields, State, stateTypes, type QueryLanguage } from 'asl-builder'

// The specification's tables of fields, copied out by hand: which Type takes which field, in which language. `fields.ts` is what the
// checker reads; this is what it is held against.
const takers: Record<string, { types: string; language?: QueryLanguage; value: unknown; beside?: object }> = {
  Comment: { types: 'Task Parallel Map Pass Wait Choice Succeed Fail', value: 'why' },
  QueryLanguage: { types: 'Task Parallel Map Pass Wait Choice Succeed Fail', value: undefined },
  Next: { types: 'Task Parallel Map Pass Wait', value: 'Last' },
  End: { types: 'Task Parallel Map Pass Wait', value: true },
  Assign: { types: 'Task Parallel Map Pass Wait Choice', value: { x: 1 } },
  Output: { types: 'Task Parallel Map Pass Wait Choice Succeed', language: 'JSONata', value: { x: 1 } },
  Arguments: { types: 'Task Parallel', language: 'JSONata', value: { x: 1 } },
  InputPath: { types: 'Task Parallel Map Pass Wait Choice Succeed', language: 'JSONPath', value: '$.a' },
  OutputPath: { types: 'Task Parallel Map Pass Wait Choice Succeed', language: 'JSONPath', value: '$.a' },
  ResultPath: { types: 'Task Parallel Map Pass', language: 'JSONPath', value: '$.a' },
  Parameters: { types: 'Task Parallel Map Pass', language: 'JSONPath', value: { 'x.$': '$.a' } },
  ResultSelector: { types: 'Task Parallel Map', language: 'JSONPath', value: { 'x.$': '$.a' } },
  Retry: { types: 'Task Parallel Map', value: [{ ErrorEquals: ['States.ALL'] }] },
  Catch: { types: 'Task Parallel Map', value: [{ ErrorEquals: ['States.ALL'], Next: 'Last' }] },
  Resource: { types: 'Task', value: 'arn:aws:lambda:us-east-1:123456789012:function:f' },
  TimeoutSeconds: { types: 'Task', value: 60 },
  TimeoutSecondsPath: { types: 'Task', language: 'JSONPath', value: '$.t' },
  HeartbeatSeconds: { types: 'Task', value: 30, beside: { TimeoutSeconds: 60 } },
  HeartbeatSecondsPath: { types: 'Task', language: 'JSONPath', value: '$.h' },
  Credentials: { types: 'Task', value: { RoleArn: 'arn:aws:iam::123456789012:role/r' } },
  Result: { types: 'Pass', language: 'JSONPath', value: { x: 1 } },
  Seconds: { types: 'Wait', value: 1 },
  SecondsPath: { types: 'Wait', language: 'JSONPath', value: '$.s' },
  Timestamp: { types: 'Wait', value: '2026-01-01T00:00:00Z' },
  TimestampPath: { types: 'Wait', language: 'JSONPath', value: '$.t' },
  Choices: { types: 'Choice', value: undefined },
  Default: { types: 'Choice', value: 'Last' },
  Error: { types: 'Fail', value: 'E' },
  ErrorPath: { types: 'Fail', language: 'JSONPath', value: '$.e' },
  Cause: { types: 'Fail', value: 'because' },
  CausePath: { types: 'Fail', language: 'JSONPath', value: '$.c' },
  Branches: { types: 'Parallel', value: undefined },
  ItemProcessor: { types: 'Map', value: undefined },
  Iterator: { types: 'Map', value: undefined },
  Items: { types: 'Map', language: 'JSONata', value: [1] },
  ItemsPath: { types: 'Map', language: 'JSONPath', value: '$.i' },
  ItemSelector: { types: 'Map', value: { x: 1 } },
  MaxConcurrency: { types: 'Map', value: 1 },
  MaxConcurrencyPath: { types: 'Map', language: 'JSONPath', value: '$.m' },
  ItemReader: { types: 'Map', value: undefined },
  ItemBatcher: { types: 'Map', value: undefined },
  ResultWriter: { types: 'Map', value: undefined },
  ToleratedFailurePercentage: { types: 'Map', value: undefined },
  ToleratedFailurePercentagePath: { types: 'Map', language: 'JSONPath', value: undefined },
  ToleratedFailureCount: { types: 'Map', value: undefined },
  ToleratedFailureCountPath: { types: 'Map', language: 'JSONPath', value: undefined },
  Label: { types: 'Map', value: undefined },
}

const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } }

/** The least that a state needs; a Wait without its own way to say how long, a Choice and the others whole. */
function least(type: string, language: QueryLanguage, without: string): Record<string, unknown> {
  const rule = language === 'JSONata' ? { Condition: true } : { Variable: '$.a', IsPresent: true }
  const needed: Record<string, Record<string, unknown>> = {
    Task: { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' },
    Parallel: { Branches: [inner] },
    Map: { ItemProcessor: inner },
    Wait: /^(Seconds|Timestamp)/.test(without) ? {} : { Seconds: 1 },
    Choice: { Choices: [{ ...rule, Next: 'Last' }], Default: 'Last' },
  }
  const goesOn = ['Task', 'Parallel', 'Map', 'Pass', 'Wait'].includes(type) && without !== 'Next' && without !== 'End'
  return { Type: type, ...needed[type], ...(goesOn && { Next: 'Last' }) }
}

const errorsOf = (state: object, language: QueryLanguage): string[] =>
  check({
    QueryLanguage: language,
    StartAt: 'First',
    States: { First: { Type: 'Choice', ...decide(language), Default: 'It' }, It: state, Last: { Type: 'Succeed' } },
  })
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ message, location }) => `${location} ${message}`)

const decide = (language: QueryLanguage): object => ({
  Choices: [{ ...(language === 'JSONata' ? { Condition: true } : { Variable: '$.a', IsPresent: true }), Next: 'Last' }],
})

const languages: QueryLanguage[] = ['JSONPath', 'JSONata']

describe('every field of the specification', () => {
  test('stands in the table of fields for the Types that take it, and for no other', () => {
    for (const type of stateTypes) {
      const own = Object.keys(fields[type]).filter((name) => name !== 'Type')
      const wanted = Object.keys(takers).filter((name) => takers[name]!.types.split(' ').includes(type))
      expect(own.toSorted(), type).toEqual(wanted.toSorted())
      for (const name of own) expect(fields[type][name]!.queryLanguage, `${type}.${name}`).toBe(takers[name]!.language)
    }
  })

  const cases = Object.entries(takers).filter(([, { value }]) => value !== undefined)
  test.each(cases)(
    '%s is accepted where it is legal and refused where it is not',
    (name, { types, language, value, beside }) => {
      for (const type of stateTypes) {
        for (const spoken of languages) {
          const state = { ...least(type, spoken, name), ...beside, [name]: value }
          const legal = types.split(' ').includes(type) && (language ?? spoken) === spoken
          const errors = errorsOf(
            beside && !types.includes(type) ? { ...state, ...least(type, spoken, name) } : state,
            spoken,
          )
          if (legal) expect(errors, `${name} on ${type} in ${spoken}`).toEqual([])
          else expect(errors.length, `${name} on ${type} in ${spoken}`).toBeGreaterThan(0)
        }
      }
    },
  )

  test.each(cases)('%s: the schema of a state takes it where some language does', (name, { types, value }) => {
    for (const type of stateTypes) {
      const state = { ...least(type, 'JSONPath', name), [name]: value }
      expect(State.safeParse(state).success, `${name} on ${type}`).toBe(types.split(' ').includes(type))
    }
  })
})
