import { describe, expect, test } from 'vitest'
import { DefinitionError, stateMachine, type Diagnostic } from 'asl-builder'

/** What a caller without types gets. */
function diagnosticsOf(definition: object): readonly Diagnostic[] {
  try {
    stateMachine(definition as never).build()
    return []
  } catch (error) {
    if (error instanceof DefinitionError) return error.diagnostics
    throw error
  }
}

const task = (fields: object): object => ({
  StartAt: 'Call',
  States: { Call: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true, ...fields } },
})

describe('stateMachine', () => {
  test('build returns the very document', () => {
    const document = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } } as const
    expect(stateMachine(document).build()).toBe(document)
  })

  test('build throws all diagnostics at once', () => {
    const found = diagnosticsOf({
      StartAt: 'Decide',
      States: {
        Decide: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Don' }] },
        Done: { Type: 'Succeed', Next: 'Decide' },
      },
    })
    expect(found.filter(({ severity }) => severity === 'ERROR').length).toBeGreaterThan(1)
  })

  test('a Choice without Default is a warning, and builds', () => {
    const document = stateMachine({
      StartAt: 'Decide',
      States: {
        Decide: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Done' }] },
        Done: { Type: 'Succeed' },
      },
    })
    expect(document.diagnostics.map(({ severity }) => severity)).toEqual(['WARNING'])
    expect(document.build().StartAt).toBe('Decide')
  })
})

describe('build tells a caller without types', () => {
  test.each<[string, object, string]>([
    ['a target that does not exist', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }, '/States/A/Next'],
    ['a missing Resource', { StartAt: 'A', States: { A: { Type: 'Task', End: true } } }, '/States/A'],
    ['a string where a number is wanted', task({ TimeoutSeconds: '60' }), '/States/Call/TimeoutSeconds'],
    ['an unknown field', task({ Retyr: [] }), '/States/Call'],
    ['no terminal state', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } }, ''],
    [
      'a name over 80 characters',
      { StartAt: 'a'.repeat(81), States: { ['a'.repeat(81)]: { Type: 'Succeed' } } },
      `/States/${'a'.repeat(81)}`,
    ],
    [
      'a name used twice, in two scopes',
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, End: true },
        },
      },
      '/States/A/ItemProcessor/States/A',
    ],
  ])('%s', (_, definition, location) => {
    const errors = diagnosticsOf(definition).filter(({ severity }) => severity === 'ERROR')
    expect(errors.map((error) => error.location)).toContainEqual(expect.stringContaining(location))
  })
})
