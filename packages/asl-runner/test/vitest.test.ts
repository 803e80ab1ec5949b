import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi, type Matchers } from 'vitest'
import type { StateMachine } from 'asl-builder'
import { callsOf, coverageText, testMachine, visitsOf } from 'asl-runner/vitest'
import { missedThresholds } from '../src/vitest/reporter.js'

const definition: StateMachine = {
  StartAt: 'Load',
  States: {
    Load: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { 'Payload.$': '$' },
      Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }],
      Next: 'Any rows?',
    },
    'Any rows?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.rows[0]', IsPresent: true, Next: 'Each row' }],
      Default: 'Done',
    },
    'Each row': {
      Type: 'Map',
      ItemsPath: '$.rows',
      ItemProcessor: {
        StartAt: 'Store',
        States: {
          Store: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:store', End: true },
        },
      },
      End: true,
    },
    Done: { Type: 'Succeed' },
    'Give up': { Type: 'Fail', Error: 'GaveUp', Cause: 'Load did not work' },
  },
}
const rows = (...all: unknown[]) => ({ Return: { rows: all } })
const store = (row: unknown) => ({ stored: row })
const run = (load: unknown, input: unknown = { day: 1 }) =>
  testMachine('etl', definition, { tasks: { Load: load, Store: store } as never }).run({ input })

/** What a failed expectation says. */
const complaint = (expectation: () => void): string => {
  try {
    expectation()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The expectation held.')
}

describe('what happened', () => {
  test('visits, with their iterations', async () => {
    const execution = await run(rows('a', 'b'))
    expect(visitsOf(execution).map(({ state, input, inside }) => [state, input, inside])).toEqual([
      ['Load', { day: 1 }, []],
      ['Any rows?', { rows: ['a', 'b'] }, []],
      ['Each row', { rows: ['a', 'b'] }, []],
      ['Store', 'a', ['Each row[0]']],
      ['Store', 'b', ['Each row[1]']],
    ])
  })

  test('calls, retries one by one', async () => {
    const execution = await run([{ Throw: { Error: 'Busy', Cause: 'later' } }, rows('a')])
    expect(callsOf(execution)).toEqual([
      { state: 'Load', resource: 'lambda:invoke', input: { Payload: { day: 1 } }, error: 'Busy', cause: 'later' },
      { state: 'Load', resource: 'lambda:invoke', input: { Payload: { day: 1 } }, output: { rows: ['a'] } },
      {
        state: 'Store',
        resource: 'arn:aws:lambda:us-east-1:123456789012:function:store',
        input: 'a',
        output: { stored: 'a' },
      },
    ])
  })

  test("a spy of Vitest's is a task", async () => {
    const load = vi.fn(() => ({ rows: [] }))
    expect(await run(load)).toSucceed()
    expect(load).toHaveBeenCalledWith({ Payload: { day: 1 } }, expect.objectContaining({ state: 'Load', attempt: 0 }))
  })
})

describe('matchers hold', () => {
  test('for a success', async () => {
    const execution = await run(rows('a'))
    expect(execution).toSucceed()
    expect(execution).toSucceedWith([{ stored: 'a' }])
    expect(execution).toSucceedWith([{ stored: expect.any(String) }])
    expect(execution).not.toSucceedWith([])
    expect(execution).not.toFail()
    expect(execution).not.toFailWith('GaveUp')
    expect(execution).toVisit('Load', 'Store')
    expect(execution).not.toVisit('Store', 'Load')
    expect(execution).toTakePath('Load', 'Any rows?', 'Each row', 'Store')
    expect(execution).not.toTakePath('Load', 'Any rows?', 'Each row')
    expect(execution).toHaveTakenChoice('Any rows?', 'Each row')
    expect(execution).not.toHaveTakenChoice('Any rows?', 'Done')
    expect(execution)
      .toHaveCalled('Load')
      .with({ Payload: { day: expect.any(Number) } })
      .times(1)
    expect(execution).toHaveCalled('lambda:invoke')
    expect(execution).not.toHaveCalled('sqs:sendMessage')
    expect(execution).not.toHaveRetried('Load')
    expect(execution).not.toHaveCaught('Load')
  })

  test('for a failure that was retried and caught', async () => {
    const busy = { Throw: { Error: 'Busy', Cause: 'later' } }
    const execution = await run([busy, busy, busy])
    expect(execution).toFail()
    expect(execution).toFailWith('GaveUp')
    expect(execution).toFailWith('GaveUp', 'Load did not work')
    expect(execution).toFailWith('GaveUp', /not work$/)
    expect(execution).not.toFailWith('GaveUp', 'another')
    expect(execution).toHaveRetried('Load', 2)
    expect(execution).not.toHaveRetried('Load', 3)
    expect(execution).toHaveCaught('Load', 'Busy')
    expect(execution).not.toHaveCaught('Load', 'Other')
    expect(execution).toHaveCalled('Load').times(3)
  })
})

describe('a failed expectation says what differs, and the path taken', () => {
  test.each<[string, (execution: Awaited<ReturnType<typeof run>>) => void, string]>([
    ['toFail', (execution) => expect(execution).toFail(), 'it succeeded with [{"stored":"a"}]'],
    [
      'toSucceedWith',
      (execution) => expect(execution).toSucceedWith([{ stored: 'b' }]),
      'at /0/stored: "b" was expected, but it is "a"',
    ],
    [
      'toSucceedWith, more',
      (execution) => expect(execution).toSucceedWith([{}]),
      'at /0/stored: nothing was expected, but it is "a"',
    ],
    ['toVisit', (execution) => expect(execution).toVisit('Load', 'Done'), 'to visit "Done" after "Load"'],
    [
      'toTakePath',
      (execution) => expect(execution).toTakePath('Load', 'Done'),
      'As state 2, "Done" was expected, but it went to "Any rows?".',
    ],
    [
      'toHaveTakenChoice',
      (execution) => expect(execution).toHaveTakenChoice('Any rows?', 'Done'),
      'but it went to "Each row"',
    ],
    [
      'toHaveCalled',
      (execution) => expect(execution).toHaveCalled('sqs:sendMessage'),
      'Called were: Load (lambda:invoke), Store (arn:',
    ],
    [
      'not toHaveCalled',
      (execution) => expect(execution).not.toHaveCalled('Load'),
      'but it was, with {"Payload":{"day":1}}',
    ],
    [
      'with',
      (execution) =>
        void expect(execution)
          .toHaveCalled('Load')
          .with({ Payload: { day: 2 } }),
      'at /Payload/day: 2 was expected, but it is 1',
    ],
    [
      'times',
      (execution) => void expect(execution).toHaveCalled('Load').times(2),
      'was expected to be called 2 times, but it was called 1 times',
    ],
    ['toHaveRetried', (execution) => expect(execution).toHaveRetried('Load'), 'it was tried again 0 times'],
    ['toHaveCaught', (execution) => expect(execution).toHaveCaught('Load'), 'but it caught nothing'],
  ])('%s', async (_, expectation, text) => {
    const execution = await run(rows('a'))
    const said = complaint(() => expectation(execution))
    expect(said).toContain(text)
    expect(said).toContain('Path taken:\n  Load: {"day":1} -> {"rows":["a"]}\n')
    expect(said).toContain('  Each row[0] Store: "a" -> {"stored":"a"}\n')
    expect(said).toContain('SUCCEEDED')
  })

  test('a failure shows where it broke', async () => {
    const execution = await run({ Throw: { Error: 'Odd' } })
    expect(complaint(() => expect(execution).toSucceed())).toContain(
      'it ended FAILED with GaveUp: Load did not work.\n\nPath taken:\n  Load: {"day":1} -> {"Error":"Odd"',
    )
  })
})

describe('coverage', () => {
  test('grows with what runs reach, and names what none has', async () => {
    const etl = testMachine('etl', definition, { tasks: { Load: rows(), Store: store } as never })
    await etl.run()
    expect(etl.coverage().totals).toEqual({
      states: { seen: 3, of: 6 },
      choices: { seen: 1, of: 2 },
      catchers: { seen: 0, of: 1 },
      retriers: { seen: 0, of: 1 },
      iterations: { seen: 0, of: 1 },
    })
    expect(coverageText(etl.coverage())).toContain('    not seen: /States/Any rows?/Choices/0\n')
    await etl.run({ tasks: { Load: [{ Throw: { Error: 'Busy' } }, rows('a', 'b')], Store: store } as never })
    await etl.run({ tasks: { Load: { Throw: { Error: 'Odd' } } } as never })
    const { totals, mostIterations } = etl.coverage()
    expect(Object.values(totals).every(({ seen, of }) => seen === of)).toBe(true)
    expect(mostIterations).toEqual({ '/States/Each row': 2 })
    expect(coverageText(etl.coverage())).not.toContain('not seen')
  })

  test('sees into the children of a distributed Map', async () => {
    const inner = { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } } as const
    const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...inner } as const
    const machine: StateMachine = { StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor, End: true } } }
    const tested = testMachine('distributed', machine)
    expect(await tested.run({ input: [1, 2, 3] })).toSucceed()
    expect(tested.coverage().totals).toMatchObject({ states: { seen: 2, of: 2 }, iterations: { seen: 1, of: 1 } })
    expect(tested.coverage().mostIterations).toEqual({ '/States/M': 3 })
  })

  test('a threshold that is missed is a sentence', async () => {
    const etl = testMachine('etl', definition, { tasks: { Load: rows() } as never })
    await etl.run()
    expect(missedThresholds([etl.coverage()], { states: 50, choices: 51 })).toEqual([
      'State machine coverage: 50.0 % of choices seen (1 of 2), and 51 % is wanted.',
    ])
  })

  test('over a whole run of Vitest: files together, as text and JSON; a threshold fails the run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'asl-vitest-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const file = (load: string) => `
import { test, expect } from 'vitest'
import { testMachine } from 'asl-runner/vitest'
const definition = ${JSON.stringify(definition)}
test('it', async () => {
  const etl = testMachine('etl', definition, { tasks: { Load: ${load}, Store: {Return: 1} } })
  expect((await etl.run()).status).toBeDefined()
})`
    writeFileSync(join(folder, 'a.test.ts'), file('{ Return: { rows: [1] } }'))
    writeFileSync(join(folder, 'b.test.ts'), file('{ Throw: { Error: "Odd" } }'))
    writeFileSync(
      join(folder, 'vitest.config.ts'),
      `import { AslCoverageReporter } from 'asl-runner/vitest/reporter'
const conditions = ['@asl/source', 'node', 'import', 'module', 'default']
const reporter = new AslCoverageReporter({ json: 'coverage/asl.json', thresholds: { states: 80, choices: 90 } })
export default { resolve: { conditions }, ssr: { resolve: { conditions } }, test: { reporters: [reporter] } }`,
    )
    const runnerFolder = fileURLToPath(new URL('..', import.meta.url))
    const vitestFolder = dirname(createRequire(join(runnerFolder, 'package.json')).resolve('vitest/package.json'))
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(runnerFolder, join(folder, 'node_modules/asl-runner'))
    symlinkSync(vitestFolder, join(folder, 'node_modules/vitest'))
    // Vitest loads its configuration without Vite: the reporter's sources need tsx.
    const fromSources = ['--conditions=@asl/source', '--import', import.meta.resolve('tsx')]
    const bin = join(vitestFolder, 'vitest.mjs')
    const { stdout, stderr, status } = spawnSync(process.execPath, [...fromSources, bin, 'run'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stdout + stderr).toContain(
      'State machine coverage\netl\n  states        5 of 6    83.3 %\n    not seen: /States/Done\n',
    )
    expect(stderr).toContain('State machine coverage: 50.0 % of choices seen (1 of 2), and 90 % is wanted.')
    expect(stderr).not.toContain('of states seen')
    expect(status).toBe(1)
    const [report] = JSON.parse(readFileSync(join(folder, 'coverage/asl.json'), 'utf8')) as { name: string }[]
    expect(report).toMatchObject({ name: 'etl', totals: { catchers: { seen: 1, of: 1 } } })
  })
})

test("the matchers' types are functions all, as Vitest's own declarations demand", () => {
  type NotFunctions = {
    [Name in keyof Matchers]: Matchers[Name] extends (...args: any) => any ? never : Name
  }[keyof Matchers]
  const areFunctions: [NotFunctions] extends [never] ? true : never = true // the compiler is the test
  expect(areFunctions).toBe(true)
})
