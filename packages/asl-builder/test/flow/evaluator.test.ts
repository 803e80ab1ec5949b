import type { StateMachine } from 'asl-builder'
import { expect, test } from 'vitest'
import { run, type World } from './evaluator.js'

const world: World = { most: 20, answer: () => ({ result: { id: 1 } }), see: () => {}, assigned: () => {} }
const machine = (definition: object): StateMachine => ({ QueryLanguage: 'JSONata', ...definition }) as StateMachine
const task = { Type: 'Task', Resource: 'r', Arguments: {} }

const wrong: [name: string, definition: object, message: RegExp][] = [
  [
    'JSONata that reads a variable before it is assigned',
    { StartAt: 'A', States: { A: { Type: 'Pass', Output: '{% $later %}', Assign: { later: 1 }, End: true } } },
    /gives nothing/,
  ],
  [
    'JSONPath that reads a variable nobody assigned',
    {
      QueryLanguage: 'JSONPath',
      StartAt: 'A',
      States: { A: { Type: 'Pass', Parameters: { 'x.$': '$never' }, End: true } },
    },
    /no variable never/,
  ],
  [
    'JSONPath that finds nothing',
    {
      QueryLanguage: 'JSONPath',
      StartAt: 'A',
      States: { A: { Type: 'Pass', Parameters: { 'x.$': '$.no' }, End: true } },
    },
    /finds nothing/,
  ],
  [
    'an inner scope that assigns a variable of an outer one',
    {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', Assign: { mine: 1 }, End: true } } }],
          Next: 'C',
        },
        C: { Type: 'Pass', Assign: { mine: 2 }, End: true },
      },
    },
    /B assigns mine, which an outer scope assigns/,
  ],
  [
    'a Distributed Map whose states read an outer variable',
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'B' },
        B: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'C',
            States: { C: { Type: 'Pass', Output: '{% $outer %}', End: true } },
          },
          End: true,
        },
      },
    },
    /gives nothing/,
  ],
  [
    'a branch whose variable is read after it',
    {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', Assign: { mine: 1 }, End: true } } }],
          Next: 'C',
        },
        C: { Type: 'Pass', Output: '{% $mine %}', End: true },
      },
    },
    /gives nothing/,
  ],
  [
    'a condition that is neither true nor false',
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.no > 1 %}', Next: 'B' }], Default: 'B' },
        B: { Type: 'Succeed' },
      },
    },
    /gives nothing|a condition gives/,
  ],
]

test.each(wrong)('refuses %s', async (_, definition, message) => {
  await expect(run(machine(definition), {}, world)).rejects.toThrow(message)
})

test('what a state assigns is seen from the next state on', async () => {
  const definition = machine({
    StartAt: 'A',
    States: {
      A: { ...task, Assign: { n: '{% $states.result.id %}' }, Next: 'B' },
      B: { Type: 'Pass', Assign: { n: '{% $n + 1 %}', old: '{% $n %}' }, Next: 'C' },
      C: { Type: 'Pass', Output: { n: '{% $n %}', old: '{% $old %}' }, End: true },
    },
  })
  expect(await run(definition, {}, world)).toEqual({ status: 'SUCCEEDED', output: { n: 2, old: 1 }, isRace: false })
})

test('what a state assigns on success is not assigned when it is caught', async () => {
  const definition = machine({
    StartAt: 'A',
    States: {
      A: { ...task, Assign: { n: 1 }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], End: true },
      B: { Type: 'Pass', Output: '{% $n %}', End: true },
    },
  })
  const failing: World = { ...world, answer: () => ({ error: 'E', cause: 'c' }) }
  await expect(run(definition, {}, failing)).rejects.toThrow(/gives nothing/)
})

test.each([
  ['JSONata', { Output: -1 }, { Seconds: '{% $states.input %}' }, 'SUCCEEDED'],
  ['JSONata', { Output: 1.5 }, { Seconds: '{% $states.input %}' }, 'SUCCEEDED'],
  ['JSONPath', { Result: -1 }, { SecondsPath: '$' }, 'FAILED'], // a runtime error, which no Catcher takes
])('a Wait in %s of %o fails', async (QueryLanguage, made, time, status) => {
  const waiting = {
    StartAt: 'B',
    States: { B: { Type: 'Pass', ...made, Next: 'C' }, C: { Type: 'Wait', ...time, End: true } },
  }
  const definition = machine({ QueryLanguage, ...waiting } as object)
  expect(await run(definition, {}, world)).toMatchObject({ status: 'FAILED' })
  const around = machine({
    QueryLanguage,
    StartAt: 'A',
    States: {
      A: {
        Type: 'Parallel',
        Branches: [waiting],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
        End: true,
      },
      D: { Type: 'Pass', End: true },
    },
  } as object)
  expect(await run(around, {}, world)).toMatchObject({ status })
})

test('tells a value that is not the one its author meant', async () => {
  const seen: unknown[] = []
  const watching: World = { ...world, see: (state, field, value) => seen.push([state, field, value]) }
  await run(
    machine({ StartAt: 'A', States: { A: { ...task, Arguments: { x: '{% 1 + 1 %}' }, End: true } } }),
    {},
    watching,
  )
  expect(seen).toContainEqual(['A', 'Arguments', { x: 2 }])
})
