import { athena, DefinitionError, flow, text, type StateMachine } from 'asl-builder'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const query = () => athena.startQueryExecution.sync({ QueryString: 'SELECT 1' })

const etl = (queryLanguage: 'JSONata' | 'JSONPath'): StateMachine =>
  flow('etl', {
    queryLanguage,
    input: z.object({ team: z.string(), ids: z.array(z.number()) }),
    catch: (on) =>
      on
        .error(['States.Timeout'], (late) => late.fail('Too late', () => ({ Error: 'TooLate' })))
        .error(['States.ALL'], (failed) =>
          failed.fail('Failed', ({ error, failedState, input }) => ({
            Error: error.Error,
            Cause: text`${failedState} of ${input.team}: ${error.Cause}`,
          })),
        ),
  })
    .task('Load', query)
    .task('Look', query, { catch: (on) => on.error(['States.ALL'], (failed) => failed.succeed('Nothing there')) })
    .task('Report', query, { catch: (on) => on.error(['Report.Late'], (late) => late.succeed('Later')) })
    .map(
      'Each',
      ({ input }) => input.ids,
      (each) => each.task('Inside', query),
    )
    .build()

describe('handlers that all states share', () => {
  test('are written once, at the end, and caught by every state of the machine that does not catch everything itself', () => {
    const { States } = etl('JSONata')
    expect(Object.keys(States)).toEqual([
      'Load',
      'Look',
      'Nothing there',
      'Report',
      'Later',
      'Each',
      'Too late',
      'Failed',
    ])
    const shared = [
      {
        ErrorEquals: ['States.Timeout'],
        Assign: { caughtFailedState: '{% $states.context.State.Name %}' },
        Next: 'Too late',
      },
      {
        ErrorEquals: ['States.ALL'],
        Assign: { caughtError: '{% $states.errorOutput %}', caughtFailedState: '{% $states.context.State.Name %}' },
        Next: 'Failed',
      },
    ]
    expect(States['Load']).toMatchObject({ Catch: shared })
    expect(States['Each']).toMatchObject({ Catch: shared })
    expect(States['Look']).toMatchObject({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nothing there' }] })
    expect(States['Report']).toMatchObject({ Catch: [{ ErrorEquals: ['Report.Late'], Next: 'Later' }, ...shared] })
    expect(JSON.stringify((States['Each'] as { ItemProcessor?: unknown }).ItemProcessor)).not.toContain('Catch')
    expect(States['Failed']).toEqual({
      Type: 'Fail',
      Error: '{% $caughtError.Error %}',
      Cause: "{% $caughtFailedState & ' of ' & $states.context.Execution.Input.team & ': ' & $caughtError.Cause %}",
    })
  })

  test('lower to JSONPath', () => {
    const { States } = etl('JSONPath')
    expect(States['Load']).toMatchObject({
      Catch: [
        {},
        {
          ErrorEquals: ['States.ALL'],
          Assign: { 'caughtError.$': '$', 'caughtFailedState.$': '$$.State.Name' },
          Next: 'Failed',
        },
      ],
    })
    expect(States['Failed']).toEqual({
      Type: 'Fail',
      ErrorPath: '$caughtError.Error',
      CausePath: "States.Format('{} of {}: {}', $caughtFailedState, $$.Execution.Input.team, $caughtError.Cause)",
    })
  })

  test('a handler that nothing leads to is not written', () => {
    const machine = flow('hello', { catch: (on) => on.error(['States.ALL'], (failed) => failed.fail('Failed')) })
      .pass('Hello', () => 1)
      .build()
    expect(Object.keys(machine.States)).toEqual(['Hello'])
  })

  test('a handler that goes on is refused, by the compiler and by build', () => {
    const build = () =>
      flow('etl', {
        // @ts-expect-error goesOn
        catch: (on) => on.error(['States.ALL'], (failed) => failed.pass('On')),
      })
        .task('Load', query)
        .build()
    expect(build).toThrow(DefinitionError)
    expect(build).toThrow(/A handler of the flow goes on/)
  })

  test('its names are taken', () => {
    const start = flow('etl', { catch: (on) => on.error(['States.ALL'], (failed) => failed.fail('Failed')) })
    expect(() =>
      start
        // @ts-expect-error Duplicate state name "Failed"
        .task('Failed', query)
        .build(),
    ).toThrow(/Two states are named "Failed"/)
  })
})
