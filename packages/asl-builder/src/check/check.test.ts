import { expect, test } from 'vitest'
import { check } from './check.js'
import { DefinitionError } from './definition-error.js'
import { parse } from './parse.js'

const dangling = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Bb' }, B: { Type: 'Succeed' } } }

test('what is wrong comes in the order of the document', () => {
  expect(check(dangling).map(({ rule, location }) => [rule, location])).toEqual([
    ['MISSING_TRANSITION_TARGET', '/States/A/Next'],
    ['UNREACHABLE_STATE', '/States/B'],
  ])
})

test('levels change what a rule or a code counts as', () => {
  expect(check(dangling, { rules: { MISSING_TRANSITION_TARGET: 'WARNING', UNREACHABLE_STATE: 'OFF' } })).toMatchObject([
    { severity: 'WARNING', rule: 'MISSING_TRANSITION_TARGET' },
  ])
})

test.each([undefined, null, 1, 'text', [], () => 1])('%j is no definition', (value) => {
  expect(check(value)).toMatchObject([{ severity: 'ERROR', message: 'Definition must be a valid JSON object' }])
})

test('a value that holds itself is named by the place where it does', () => {
  const loop: Record<string, unknown> = { StartAt: 'A' }
  loop['States'] = { A: { Type: 'Pass', Result: [loop] } }
  expect(check(loop)).toMatchObject([{ rule: 'NOT_A_DOCUMENT', location: '/States/A/Result/0' }])
})

test('a getter that throws is reported', () => {
  const trap = {
    get States(): unknown {
      throw new Error('no')
    },
  }
  expect(check(trap)).toMatchObject([{ rule: 'NOT_A_DOCUMENT', message: 'The definition cannot be read: no' }])
})

test('aliases that multiply are refused', () => {
  let value: unknown = 'lol'
  for (let level = 0; level < 40; level++) value = [value, value]
  expect(check({ StartAt: 'A', States: { A: { Type: 'Pass', Result: value } } })).toMatchObject([
    { rule: 'NOT_A_DOCUMENT' },
  ])
})

test('parse keeps the document, however wrong', () => {
  const text = '{"__proto__":{"a":1},"States":7}'
  expect(JSON.stringify(parse(text).machine)).toBe(text)
})

test('a text past the limit is not parsed', () => {
  expect(parse(`{"Comment":"${'x'.repeat(1_048_576)}"}`)).toMatchObject({
    machine: undefined,
    diagnostics: [{ rule: 'DEFINITION_TOO_LARGE', severity: 'ERROR' }],
  })
})

test('a DefinitionError lists everything and carries it', () => {
  const error = new DefinitionError(check(dangling))
  expect(error.diagnostics).toHaveLength(2)
  expect(error.message).toBe(`AWS would refuse this definition for 2 things:

error MISSING_TRANSITION_TARGET at /States/A/Next
  Missing 'Next' target: Bb
  "A" goes to "Bb", but no state in this scope has that name. Did you mean "B"?
error MISSING_TRANSITION_TARGET (UNREACHABLE_STATE) at /States/B
  State "B" is not reachable.
  No way leads here from "StartAt". Let a state go to it, or remove it.`)
})

test('what a deploy tool puts in is not judged', () => {
  const machine = {
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: { 'Fn::GetAtt': ['Load', 'Arn'] },
        TimeoutSeconds: '${Limit}',
        InputPath: '$.${Field}',
        Parameters: { 'a.$': "States.Format('${Text}', ${Path})", b: '${b}' },
        Retry: [{ ErrorEquals: ['${Error}'], MaxAttempts: { Ref: 'Tries' } }],
        Next: 'B',
      },
      B: { Type: 'Wait', Timestamp: '${Until}', Next: '${Next}' },
      C: { Type: 'Pass', QueryLanguage: 'JSONata', Output: "{% $states.input.${Field} & '${Text}' %}", End: true },
    },
  }
  expect(check(machine)).toEqual([])
})

test('an array that is none in JSON is read as JSON would hold it', () => {
  const names = ['States.Timeout']
  delete names[0]
  const errors = Object.assign(names, { constructor: 1 })
  const task = { Type: 'Task', Resource: '${Load}', Retry: [{ ErrorEquals: errors }], End: true }
  expect(check({ StartAt: 'A', States: { A: task } })).toMatchObject([{ rule: 'FIELD_TYPE' }])
})
