import { expect, test } from 'vitest'
import { eq, fragment, gt, lambda } from '../index.js'
import { any, greet, refusals, start } from '../../test/flow/refusals.js'

test('a fragment goes on from the flow that uses it, in several flows', () => {
  const report = fragment<{ results: { Greet: { n: number } }; input: { name: string } }>()((some) =>
    some
      .choice('Any?', (when) =>
        when
          .if(
            ({ results }) => gt(results.Greet.n, 0),
            (then) => then,
          )
          .otherwise((then) => then.fail('None')),
      )
      .pass('Report', (here) => ({ name: here.input.name, n: here.results.Greet.n })),
  )
  const greeted = start.task('Greet', () => lambda.invoke(greet, { name: 'x' }))
  expect(Object.keys(greeted.use(report).build().States)).toEqual(['Greet', 'Any?', 'None', 'Report'])
  expect(
    Object.keys(
      greeted
        .pass('P')
        .use(report)
        .pass('Q', ({ results }) => results.Report.name)
        .build().States,
    ),
  ).toEqual(['Greet', 'P', 'Any?', 'None', 'Report', 'Q'])
})

test('a fragment used again under a prefix: its own states are renamed, what it reads from outside is not', () => {
  const pause = fragment()((flow) => flow.wait('Pause', { Seconds: 1 }))
  const load = fragment<{ results: { Source: string } }>()((flow) =>
    flow
      .task('Load', ({ results }) => lambda.invoke(greet, { name: results.Source }), {
        catch: (on) =>
          on.error(['Once'], (failed) => failed.fail('Not loaded', ({ error }) => ({ Cause: error.Cause }))),
      })
      .use(pause, { prefix: 'Load: ' })
      .choice('Again?', (when) =>
        when
          .if(
            ({ results }) => eq(results.Load.n, 0),
            (again) => again.goto({ to: 'Load' }),
          )
          .otherwise((done) => done),
      )
      .pass('Loaded', ({ results }) => ({ from: results.Source, n: results.Load.n })),
  )
  const built = start
    .pass('Source', ({ input }) => input.name)
    .use(load)
    .use(load, { prefix: 'Second: ' })
    .pass('Both', ({ results }) => ({ one: results.Loaded.n, two: results['Second: Loaded'].n }))
    .build()
  const { States } = built as any
  const own = ['Load', 'Not loaded', 'Load: Pause', 'Again?', 'Loaded']
  expect(Object.keys(States)).toEqual(['Source', ...own, ...own.map((name) => `Second: ${name}`), 'Both'])
  expect(States['Second: Load'].Arguments.Payload).toEqual({ name: '{% $source %}' })
  expect(States['Second: Not loaded'].Cause).toBe('{% $secondLoadError.Cause %}')
  expect(States['Second: Again?'].Choices[0]).toEqual({ Condition: '{% $secondLoad.n = 0 %}', Next: 'Second: Load' })
  expect(States['Both'].Output).toEqual({ one: '{% $loaded.n %}', two: '{% $secondLoaded.n %}' })
})

test('a fragment used twice, and no fragment at all, are refused', () => {
  const pause = fragment()((flow) => flow.wait('Pause', { Seconds: 1 }))
  expect(refusals(start.use(pause).use(any(pause)))).toEqual([expect.stringContaining('DUPLICATE_STATE_NAME in Pause')])
  expect(refusals(start.use(pause).use(any('x')))).toEqual([expect.stringMatching(/in Pause: \.use takes a fragment/)])
  expect(refusals(any(start).use(pause, { prefix: 1 }))).toEqual([expect.stringMatching(/\.use takes a fragment/)])
  expect(refusals(any(start).use(() => 1))).toEqual([expect.stringMatching(/fragment returns the flow/)])
})
