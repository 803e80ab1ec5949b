import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  createRunner,
  memoryS3,
  run,
  TaskError,
  TaskReply,
  TaskTokens,
  type Decision,
  type Execution,
  type FailedAs,
  type RunOptions,
} from 'asl-runner'
import type { StateMachine } from 'asl-builder'

const machine = (States: Record<string, unknown>, more: Record<string, unknown> = {}): StateMachine =>
  ({ StartAt: Object.keys(States)[0], States, ...more }) as unknown as StateMachine
const task = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  End: true,
  ...more,
})
const pass = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ Type: 'Pass', End: true, ...more })
const wait = (seconds: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Wait',
  Seconds: seconds,
  End: true,
  ...more,
})
const parallel = (...branches: Record<string, unknown>[]): Record<string, unknown> => ({
  Type: 'Parallel',
  Branches: branches.map((states) => machine(states)),
  End: true,
})
const map = (states: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Map',
  ItemProcessor: machine(states),
  End: true,
  ...more,
})
const distributed = (states: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Map',
  ItemProcessor: machine(states, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }),
  End: true,
  ...more,
})

/** Throws anything at all. */
const reject = (error: unknown): never => {
  throw error as Error
}

const types = ({ history }: Execution): string[] => history.map(({ type }) => type)
const chain = ({ history }: Execution): string[] =>
  history.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`)
const seconds = ({ startTime, stopTime }: Execution): number => (stopTime - startTime) / 1000
const result = ({ status, output, error, cause }: Execution): unknown => ({ status, output, error, cause })

describe('time', () => {
  test('a Wait of a year costs nothing and passes', async () => {
    const execution = await run(machine({ W: wait(300 * 24 * 3600) }))
    expect([execution.status, seconds(execution)]).toEqual(['SUCCEEDED', 300 * 24 * 3600])
  })

  test('what happens at the same time happens in order, what happens later happens later', async () => {
    const execution = await run(
      machine({ P: parallel({ Slow: wait(20) }, { Fast: wait(10) }, { Now: pass() }, { Alike: wait(10) }) }),
    )
    const exits = execution.history.filter(({ type }) => /(Wait|Pass)StateExited/.test(type))
    expect(exits.map(({ state, timestamp }) => [state, (timestamp - execution.startTime) / 1000])).toEqual([
      ['Now', 0],
      ['Fast', 10],
      ['Alike', 10],
      ['Slow', 20],
    ])
  })

  test('time stands still while a task really works', async () => {
    const execution = await run(machine({ P: parallel({ W: wait(3600) }, { T: task() }) }), {
      tasks: { T: () => sleep(20, 'done') },
    })
    const done = execution.history.find(({ state, type }) => state === 'T' && type === 'TaskStateExited')!
    expect([execution.output, done.timestamp - execution.startTime]).toEqual([[{}, 'done'], 0])
  })

  test("a task may wait by the run's clock", async () => {
    const execution = await run(machine({ T: task() }), {
      tasks: {
        T: async (_, call) => {
          await call.sleep(90)
          return 'awake'
        },
      },
    })
    expect([execution.output, seconds(execution)]).toEqual(['awake', 90])
  })

  test('the real clock waits', async () => {
    const started = Date.now()
    const execution = await run(machine({ W: wait(1) }), { clock: 'real' })
    expect(execution.status).toBe('SUCCEEDED')
    expect(Date.now() - started).toBeGreaterThanOrEqual(990)
  })

  test('a Timestamp is waited for from the start time on', async () => {
    const execution = await run(machine({ W: { Type: 'Wait', Timestamp: '2030-01-01T00:01:00Z', End: true } }), {
      startTime: '2030-01-01T00:00:00Z',
    })
    expect(seconds(execution)).toBe(60)
  })
})

describe('retries', () => {
  const failing = (error: string) => () => {
    throw new TaskError(error, 'why')
  }

  test('wait longer each time, up to the longest delay', async () => {
    const Retry = [{ ErrorEquals: ['Boom'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 3 }]
    const execution = await run(machine({ T: task({ Retry }) }), { tasks: { T: failing('Boom') } })
    expect([seconds(execution), result(execution)]).toEqual([
      2 + 6 + 10,
      { status: 'FAILED', output: undefined, error: 'Boom', cause: 'why' },
    ])
  })

  test('are counted by Retrier', async () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ]
    const errors = ['A', 'B', 'B', 'A']
    const attempts: number[] = []
    const execution = await run(machine({ T: task({ Retry }) }), {
      tasks: {
        T: (_, { attempt }) => {
          attempts.push(attempt)
          throw new TaskError(errors[attempt])
        },
      },
    })
    expect([attempts, execution.error]).toEqual([[0, 1, 2, 3], 'A'])
  })

  test('with full jitter wait a seeded part of the delay', async () => {
    const definition = machine({
      T: task({
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, JitterStrategy: 'FULL', MaxAttempts: 1 }],
      }),
    })
    const delay = async (seed: string) => seconds(await run(definition, { seed, tasks: { T: failing('X') } }))
    const [first, again, other] = [await delay('a'), await delay('a'), await delay('b')]
    expect(first).toBe(again)
    expect(first).not.toBe(other)
    expect(first).toBeLessThan(100)
  })

  test.each([
    ['States.ALL', 'Whatever', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
    ['States.TaskFailed', 'Whatever', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['What', 'Whatever', false],
  ])('%s catches %s: %s', async (name, error, isCaught) => {
    const Catch = [{ ErrorEquals: [name], Next: 'Caught' }]
    const execution = await run(machine({ T: task({ Catch }), Caught: pass({ Result: 'caught' }) }), {
      tasks: { T: failing(error) },
    })
    expect(execution.status).toBe(isCaught ? 'SUCCEEDED' : 'FAILED')
  })

  test('a Catcher that fails itself fails the state', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'Caught' }]
    const definition = machine({ T: task({ Catch }), Caught: pass() }, { QueryLanguage: 'JSONata' })
    const execution = await run(definition, { tasks: { T: failing('X') } })
    expect([execution.error, execution.history.at(-2)?.details?.['location']]).toEqual([
      'States.QueryEvaluationError',
      'Catch[0]/Output',
    ])
  })
})

describe('timeouts', () => {
  test('a task that takes too long is told so', async () => {
    let isAborted = false
    const execution = await run(machine({ T: task({ TimeoutSeconds: 5 }) }), {
      tasks: {
        T: async (_, call) => {
          call.signal.addEventListener('abort', () => (isAborted = true))
          await call.sleep(60)
        },
      },
    })
    expect([result(execution), seconds(execution), isAborted]).toEqual([
      { status: 'FAILED', output: undefined, error: 'States.Timeout', cause: undefined },
      5,
      true,
    ])
  })

  test('a task that never answers ends by its timeout', async () => {
    const execution = await run(machine({ T: task({ TimeoutSeconds: 3600 }) }), { tasks: { T: { Pending: true } } })
    expect([execution.error, seconds(execution)]).toEqual(['States.Timeout', 3600])
  })

  test('a sign of life puts the heartbeat off', async () => {
    const T = async (_: unknown, call: { sleep(seconds: number): Promise<void>; heartbeat(): void }) => {
      for (let count = 0; count < 3; count += 1) {
        await call.sleep(8)
        call.heartbeat()
      }
      await call.sleep(60)
    }
    const execution = await run(machine({ T: task({ HeartbeatSeconds: 10 }) }), { tasks: { T } })
    expect([execution.error, seconds(execution)]).toEqual(['States.Timeout', 34])
  })

  test('the whole execution may take so long', async () => {
    const execution = await run(machine({ W: wait(60) }, { TimeoutSeconds: 10 }))
    expect([execution.status, seconds(execution), execution.history.at(-1)?.type]).toEqual([
      'TIMED_OUT',
      10,
      'ExecutionTimedOut',
    ])
  })

  test.each([
    ['STANDARD', 365 * 24 * 3600],
    ['EXPRESS', 300],
  ] as const)('%s ends after %d seconds', async (type, limit) => {
    const execution = await run(machine({ T: task() }), { type, tasks: { T: { Pending: true } } })
    expect([execution.status, seconds(execution)]).toEqual(['TIMED_OUT', limit])
  })
})

describe('quotas', () => {
  const loop = machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } })

  test('a loop without end stops at 25,000 events', async () => {
    const { status, cause, history } = await run(loop)
    expect([status, cause, history.length, history.at(-1)?.type]).toEqual([
      'FAILED',
      'The execution reached the maximum number of history events (25000).',
      25_000,
      'ExecutionFailed',
    ])
  })

  test.each<RunOptions>([{ type: 'EXPRESS' }, { quotas: 'none' }])('%j stops it at a budget', async (options) => {
    const { status, history } = await run(loop, { ...options, eventBudget: 100_000 })
    expect([status, history.length]).toEqual(['FAILED', 100_000])
  })

  test.each<[Record<string, unknown>, string]>([
    [{ a: 'x'.repeat(262_130) }, 'SUCCEEDED'],
    [{ a: 'x'.repeat(262_145) }, 'FAILED'],
    [{ a: 'x'.repeat(131_072), b: 'x'.repeat(131_072) }, 'FAILED'],
  ])('what a state assigns is 256 KiB at most, together: %#', async (Assign, status) => {
    const definition = machine({ P: pass({ Assign, Result: 1 }) })
    const execution = await run(definition)
    expect([execution.status, execution.error]).toEqual([
      status,
      status === 'FAILED' ? 'States.DataLimitExceeded' : undefined,
    ])
    expect((await run(definition, { quotas: 'none' })).status).toBe('SUCCEEDED')
  })

  test('a result beyond 256 KiB fails the task', async () => {
    const execution = await run(machine({ T: task() }), { tasks: { T: () => 'ü'.repeat(131_072) } })
    expect(result(execution)).toEqual({
      status: 'FAILED',
      output: undefined,
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    })
    expect(
      (await run(machine({ T: task() }), { quotas: 'none', tasks: { T: () => 'ü'.repeat(131_072) } })).status,
    ).toBe('SUCCEEDED')
  })
})

describe('values that fit nowhere', () => {
  test.each<[string, Record<string, unknown>, unknown, string, string]>([
    [
      'a negative MaxConcurrency',
      map({ Inner: pass() }, { ItemsPath: '$.items', MaxConcurrencyPath: '$.most' }),
      { items: [1], most: -1 },
      'States.Runtime',
      "An error occurred while executing the state 'A' (entered at the event id #2). MaxConcurrency cannot be negative.",
    ],
    [
      'an index into nothing',
      pass({ ResultPath: '$.made[0]' }),
      {},
      'States.ResultPathMatchFailure',
      'An error occurred while executing the state \'A\' (entered at the event id #2). Unable to apply step "0" to input null',
    ],
  ])('%s fails the execution', async (_, state, input, error, cause) => {
    expect(await run(machine({ A: state }), { input })).toMatchObject({ status: 'FAILED', error, cause })
  })
})

describe('failures inside', () => {
  test('a failed branch stops its siblings', async () => {
    const execution = await run(
      machine({ P: parallel({ T: task() }, { W: wait(60) }, { F: { Type: 'Fail', Error: 'Down', Cause: 'gone' } }) }),
      { tasks: { T: { Pending: true } } },
    )
    expect([execution.error, seconds(execution)]).toEqual(['Down', 0])
    expect(chain(execution).slice(-4)).toEqual([
      '8<7 TaskStateAborted',
      '9<7 WaitStateAborted',
      '10<7 ParallelStateFailed',
      '11<10 ExecutionFailed',
    ])
  })

  test('a failed iteration stops the others', async () => {
    const definition = machine({ M: map({ T: task() }) })
    const execution = await run(definition, {
      input: [1, 2, 3],
      tasks: {
        T: (input) => (input === 2 ? Promise.reject(new TaskError('Bad', 'two')) : new Promise(() => undefined)),
      },
    })
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'two' })
    expect(types(execution).slice(-9)).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ])
  })

  test('what nobody may catch ends the execution from any depth', async () => {
    const broken = pass({ OutputPath: '$.none' })
    const execution = await run(
      machine({
        P: { ...parallel({ M: map({ Broken: broken }) }), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] },
        C: pass(),
      }),
      { input: [{}] },
    )
    expect(result(execution)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Broken' (entered at the event id #7). Invalid path '$.none' : No results for path: $['none']",
    })
  })
})

describe('a path that finds nothing', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['InputPath', pass({ InputPath: '$.a.b' }), "Invalid path '$.a.b' : Missing property in path $['a']"],
    ['OutputPath', pass({ OutputPath: '$.none' }), "Invalid path '$.none' : No results for path: $['none']"],
    [
      'a template',
      pass({ Parameters: { 'x.$': '$.none' } }),
      "The JSONPath '$.none' specified for the field 'x.$' could not be found in the input '{}'",
    ],
    [
      'TimeoutSecondsPath',
      task({ TimeoutSecondsPath: '$.a.b' }),
      "Invalid path '$.a.b' : Missing property in path $['a']",
    ],
    [
      'HeartbeatSecondsPath',
      task({ HeartbeatSecondsPath: '$.none' }),
      "Invalid path '$.none' : No results for path: $['none']",
    ],
    [
      'SecondsPath',
      { Type: 'Wait', SecondsPath: '$.none', End: true },
      'The SecondsPath parameter does not reference an input value: $.none',
    ],
    [
      'ItemsPath',
      { ...map({ I: pass() }), ItemsPath: '$$.Execution.Input.x', MaxConcurrencyPath: '$.none' },
      "Invalid path '$$.Execution.Input.x' : No results for path: $['Execution']['Input']['x']",
    ],
    [
      'CausePath',
      { Type: 'Fail', CausePath: '$.none' },
      "The JSONPath '$.none' specified for the field 'CausePath' could not be found in the input '{}'",
    ],
  ])('%s fails in the words of AWS', async (_, state, problem) => {
    const { error, cause } = await run(machine({ S: state }))
    expect([error, cause]).toEqual([
      'States.Runtime',
      `An error occurred while executing the state 'S' (entered at the event id #2). ${problem}`,
    ])
  })

  test('in the context object quotes the context object', async () => {
    const { cause } = await run(machine({ S: pass({ Parameters: { 'x.$': '$$.Execution.None' } }) }))
    expect(cause).toMatch(/could not be found in the input '\{"Execution":\{"Id":/)
  })
})

describe('variables', () => {
  test('are read in inner scopes and do not leave them', async () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
      M: {
        ...map({
          I: { Type: 'Pass', Assign: { 'y.$': 'States.MathAdd($x, $)' }, Next: 'J' },
          J: pass({ Parameters: { 'sum.$': '$y' } }),
        }),
        Next: 'B',
      },
      B: pass({ InputPath: '$y' }),
    })
    const execution = await run(definition, { input: [10, 20] })
    expect(execution.history.find(({ type }) => type === 'MapStateExited')?.value).toEqual([{ sum: 11 }, { sum: 21 }])
    expect(execution.error).toBe('States.Runtime')
  })

  test('get their values at once, from before', async () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'S' },
      S: { Type: 'Pass', Assign: { 'a.$': '$b', 'b.$': '$a' }, Next: 'R' },
      R: pass({ Parameters: { 'a.$': '$a', 'b.$': '$b' } }),
    })
    expect((await run(definition)).output).toEqual({ a: 2, b: 1 })
  })

  test('may be given', async () => {
    const definition = machine({ A: pass({ Output: '{% $rate * 2 %}' }) }, { QueryLanguage: 'JSONata' })
    expect((await run(definition, { variables: { rate: 21 } })).output).toBe(42)
  })
})

describe('a distributed Map', () => {
  const csv = 'id,name\n1,Ada\n2,Grace\n3,Edsger\n'
  const reader = {
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      Parameters: { Bucket: 'in', 'Key.$': '$.key' },
      ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    },
  }

  test('reads, batches, runs children and writes', async () => {
    const s3 = memoryS3({ in: { 'people.csv': csv } })
    const definition = machine({
      M: distributed(
        { I: pass() },
        {
          ...reader,
          ItemSelector: {
            'name.$': '$$.Map.Item.Value.name',
            'from.$': '$$.Map.Item.Source',
            'n.$': '$$.Map.Item.Index',
          },
          ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'key.$': '$.key' } },
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', Prefix: 'results' } },
          Label: 'People',
        },
      ),
    })
    const execution = await run(definition, { input: { key: 'people.csv' }, s3 })
    const { MapRunArn, ResultWriterDetails } = execution.output as {
      MapRunArn: string
      ResultWriterDetails: { Bucket: string; Key: string }
    }
    expect(MapRunArn).toMatch(/:mapRun:StateMachine\/People:[\da-f-]{36}$/)
    const manifest = JSON.parse(String((await s3.get('out', ResultWriterDetails.Key))!.body)) as {
      ResultFiles: { SUCCEEDED: { Key: string }[] }
    }
    const written = JSON.parse(String((await s3.get('out', manifest.ResultFiles.SUCCEEDED[0]!.Key))!.body)) as {
      Output: string
    }[]
    expect(written.map(({ Output }) => JSON.parse(Output) as unknown)).toEqual(
      [
        {
          key: 'people.csv',
          Items: [
            { name: 'Ada', from: 'S3://in/people.csv', n: 0 },
            { name: 'Grace', from: 'S3://in/people.csv', n: 1 },
          ],
        },
        { key: 'people.csv', Items: [{ name: 'Edsger', from: 'S3://in/people.csv', n: 2 }] },
      ].map(({ key, Items }) => ({ BatchInput: { key }, Items })),
    )
  })

  test.each<[Record<string, string>, unknown]>([
    [{ Transformation: 'COMPACT', OutputType: 'JSON' }, [[1, [2]], 3]],
    [{ Transformation: 'FLATTEN', OutputType: 'JSON' }, [1, [2], 3]],
    [
      { Transformation: 'NONE', OutputType: 'JSON' },
      [[1, [2]], 3].map((item) => ({
        ExecutionArn: expect.stringContaining(':execution:StateMachine/Run:'),
        Input: JSON.stringify(item),
        InputDetails: { Included: true },
        Name: expect.stringMatching(/^[\da-f-]{36}$/),
        Output: JSON.stringify(item),
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: '2025-01-01T00:00:00Z',
        StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine/Run',
        Status: 'SUCCEEDED',
        StopDate: '2025-01-01T00:00:00Z',
      })),
    ],
  ])('makes of the results what WriterConfig says: %j', async (WriterConfig, output) => {
    const definition = machine({ M: distributed({ I: pass() }, { Label: 'Run', ResultWriter: { WriterConfig } }) })
    expect((await run(definition, { input: [[1, [2]], 3] })).output).toEqual(output)
  })

  test.each([
    [{}, 'FAILED'],
    [{ ToleratedFailureCount: 1 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 0 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 20 }, 'FAILED'],
  ])('tolerates failures: %j', async (tolerance, status) => {
    const definition = machine({
      M: distributed(
        {
          C: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 2, Next: 'F' }], Default: 'I' },
          F: { Type: 'Fail' },
          I: pass(),
        },
        tolerance,
      ),
    })
    const execution = await run(definition, { input: [1, 2, 3] })
    expect([execution.status, execution.error, execution.output]).toEqual(
      status === 'SUCCEEDED'
        ? [status, undefined, [1, 3]]
        : [status, 'States.ExceedToleratedFailureThreshold', undefined],
    )
  })

  test.each([
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 60 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 67 }, 'SUCCEEDED'],
  ])('a batch that fails fails all its items: %j', async (tolerance, status) => {
    const definition = machine({
      M: distributed(
        {
          C: { Type: 'Choice', Choices: [{ Variable: '$.Items[0]', NumericEquals: 1, Next: 'F' }], Default: 'I' },
          F: { Type: 'Fail' },
          I: pass(),
        },
        { ...tolerance, ItemBatcher: { MaxItemsPerBatch: 2 } },
      ),
    })
    expect((await run(definition, { input: [1, 2, 3] })).status).toBe(status)
  })

  test.each([
    ['MaxItemsPerBatch', 0],
    ['MaxInputBytesPerBatch', -1],
  ])('a batch holds something: %s %d', async (field, n) => {
    const definition = machine({
      M: distributed({ I: pass() }, { ItemsPath: '$.all', ItemBatcher: { [`${field}Path`]: '$.n' } }),
    })
    expect(result(await run(definition, { input: { all: [1], n } }))).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(`field ${field} must be positive`),
    })
  })

  test.each([
    [
      {
        ItemReader: {
          ...reader.ItemReader,
          Parameters: undefined,
          Arguments: { Bucket: 'in', Key: 'people.csv' },
          ReaderConfig: { InputType: 'JSON', MaxItems: '{% $none %}' },
        },
      },
      'ItemReader/ReaderConfig/MaxItems',
    ],
    [{ ItemBatcher: { MaxItemsPerBatch: '{% $none %}' } }, 'ItemBatcher/MaxItemsPerBatch'],
    [{ ItemBatcher: { MaxItemsPerBatch: 1, BatchInput: { a: '{% $none %}' } } }, 'ItemBatcher/BatchInput/a'],
  ])('a field inside another is located by its whole path: %#', async (more, location) => {
    const definition = machine({ M: distributed({ I: pass() }, more) }, { QueryLanguage: 'JSONata' })
    const execution = await run(definition, { input: [1] })
    const failed = execution.history.find(({ type }) => type === 'EvaluationFailed')
    expect([failed?.details?.['location'], execution.cause]).toEqual([
      location,
      expect.stringContaining(`'${location}'`),
    ])
  })

  test.each([
    ['no object', { key: 'none.csv' }, 'The specified key does not exist.'],
    ['no bucket', { key: 'people.csv', bucket: 'none' }, 'The specified bucket does not exist'],
    [
      'packed by Zstandard',
      { key: 'people.csv.zstd' },
      'Zstandard is not read here: store people.csv.zstd unpacked, or as .gz.',
    ],
  ])('says what it cannot read: %s', async (_, input, cause) => {
    const Parameters = { 'Bucket.$': 'States.ArrayGetItem(States.Array($.bucket), 0)', 'Key.$': '$.key' }
    const definition = machine({ M: distributed({ I: pass() }, { ItemReader: { ...reader.ItemReader, Parameters } }) })
    const execution = await run(definition, {
      input: { bucket: 'in', ...input },
      s3: { in: { 'people.csv': csv, 'people.csv.zstd': csv } },
    })
    expect([execution.error, execution.cause]).toEqual(['States.ItemReaderFailed', cause])
  })

  test.each<[string, Record<string, unknown>, string, unknown[]]>([
    ['JSONL', { InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['a part of JSON', { InputType: 'JSON', ItemsPointer: '/data/rows' }, '{"data":{"rows":[1,2]}}', [1, 2]],
    [
      'CSV with its own delimiter',
      { InputType: 'CSV', CSVDelimiter: 'PIPE', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'] },
      '1|2\n',
      [{ x: '1', y: '2' }],
    ],
    ['at most so many', { InputType: 'JSON', MaxItems: 1 }, '[1,2,3]', [1]],
  ])('reads %s', async (_, ReaderConfig, body, items) => {
    const definition = machine({
      M: distributed({ I: pass() }, { ItemReader: { ...reader.ItemReader, ReaderConfig } }),
    })
    expect((await run(definition, { input: { key: 'k' }, s3: { in: { k: body } } })).output).toEqual(items)
  })

  test('lists objects, and reads what it lists', async () => {
    const list = (ReaderConfig?: object) =>
      machine({
        M: distributed(
          { I: pass() },
          {
            ItemReader: {
              Resource: 'arn:aws:states:::s3:listObjectsV2',
              Parameters: { Bucket: 'in', Prefix: 'd/' },
              ...(ReaderConfig && { ReaderConfig }),
            },
          },
        ),
      })
    const s3 = { in: { 'd/1': '[1]', 'd/2': '[2,3]', other: '' } }
    expect((await run(list(), { s3 })).output).toMatchObject([
      { Key: 'd/1', Size: 3 },
      { Key: 'd/2', Size: 5 },
    ])
    expect((await run(list({ InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }), { s3 })).output).toEqual([
      1, 2, 3,
    ])
  })

  test('children do not see the variables outside', async () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
      M: distributed({ I: pass({ InputPath: '$x' }) }),
    })
    expect((await run(definition, { input: [1] })).error).toBe('States.ExceedToleratedFailureThreshold')
  })
})

describe('tasks', () => {
  test('are found by state, function, resource and pattern, in this order', async () => {
    const names = ['T', 'Charge', 'arn:aws:states:::lambda:invoke', 'lambda:invoke', 'arn:aws:states:::*', '*']
    const definition = machine({ T: task({ Parameters: { FunctionName: 'Charge' } }) })
    for (const [index, name] of names.entries()) {
      const tasks = Object.fromEntries(names.slice(index).map((key) => [key, () => key]))
      expect((await run(definition, { tasks })).output).toBe(name)
    }
  })

  test('of an activity that is not there fail before they are scheduled, and nobody catches it', async () => {
    const Resource = 'arn:aws:states:us-east-1:123456789012:activity:Approve'
    const definition = machine({
      T: task({ Resource, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }),
      C: pass(),
    })
    const tasks = { T: () => 'done' }
    const missing = await run(definition, { tasks, activities: ['Other'] })
    expect([...chain(missing), missing.error, missing.cause]).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 ExecutionFailed',
      'States.Runtime',
      `An error occurred while executing the state 'T' (entered at the event id #2). The activity ${Resource} does not exist.`,
    ])
    for (const activities of [undefined, ['Approve'], [Resource]])
      expect((await run(definition, { tasks, ...(activities && { activities }) })).output).toBe('done')
  })

  test('of a service take named arguments, a function takes anything', async () => {
    const call = (Resource: string) =>
      machine({ T: task({ Resource, Arguments: '{% $states.input %}' }) }, { QueryLanguage: 'JSONata' })
    const tasks = { T: () => 'done' }
    const wrong = await run(call('arn:aws:states:::sqs:sendMessage'), { input: [1], tasks })
    expect([wrong.error, wrong.cause]).toEqual([
      'States.QueryEvaluationError',
      "An error occurred while executing the state 'T' (entered at the event id #2). The JSONata expression '$states.input' specified for the field 'Arguments' returned an unexpected result type. Expected 'object', but was 'array' for value: [1]",
    ])
    expect((await run(call('arn:aws:lambda:us-east-1:1:function:f'), { input: [1], tasks })).output).toBe('done')
  })

  test.each<[string, FailedAs, string[]]>([
    ['states:::glue:startJobRun.sync', 'TaskSubmitFailed', ['TaskStarted', 'TaskSubmitFailed']],
    ['states:::glue:startJobRun.sync', 'TaskFailed', ['TaskStarted', 'TaskFailed']],
    ['states:::glue:startJobRun.sync', 'TaskStartFailed', ['TaskStartFailed']],
    ['lambda:us-east-1:1:function:f', 'LambdaFunctionStartFailed', ['LambdaFunctionStartFailed']],
  ])('%s may fail before it is at work: %s', async (resource, failedAs, events) => {
    const Retry = [{ ErrorEquals: ['No'], MaxAttempts: 1 }]
    const definition = machine({ T: task({ Resource: `arn:aws:${resource}`, TimeoutSeconds: 9, Retry }) })
    const refused = { Throw: { Error: 'No', Cause: 'why' }, FailedAs: failedAs }
    const execution = await run(definition, { tasks: { T: refused } })
    expect(types(execution).filter((type) => !/^Execution|Scheduled$|Entered$/.test(type))).toEqual([
      ...events,
      ...events,
    ])
    expect([execution.error, execution.cause, seconds(execution)]).toEqual(['No', 'why', 1])
  })

  test('that nobody answers say what to write', async () => {
    const { error, cause } = await run(
      machine({ 'Charge card': task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }), C: pass() }),
    )
    expect(error).toBe('States.Runtime')
    expect(cause).toBe(
      'No handler for the Task state "Charge card" (arn:aws:states:::lambda:invoke). Pass one in the option tasks, by state or by resource: { "Charge card": (input) => output } or { "arn:aws:states:::lambda:invoke": { Return: {} } }.',
    )
  })

  test('may answer differently each time, and say when the answers run out', async () => {
    const definition = machine({ T: { ...task(), Next: 'T', End: undefined } })
    const { cause, history } = await run(definition, { tasks: { T: [{ Return: 1 }, () => 2] } })
    expect(history.filter(({ type }) => type === 'TaskSucceeded').map(({ value }) => value)).toEqual([1, 2])
    expect(cause).toContain('has 2 replies, but this is call 3')
  })

  test('own their input: changing it changes nothing', async () => {
    const definition = machine({ T: { ...task(), ResultPath: '$.out' } })
    const input = { list: [1] }
    const { output } = await run(definition, {
      input,
      tasks: {
        T: (event: { list: number[] }) => {
          event.list.push(2)
          return event.list.length
        },
      },
    })
    expect([output, input]).toEqual([{ list: [1], out: 2 }, { list: [1] }])
  })

  test('may throw anything and return nothing', async () => {
    const thrown = async (error: unknown) =>
      result(await run(machine({ T: task() }), { tasks: { T: async () => reject(error) } }))
    expect(await thrown(new RangeError('too far'))).toMatchObject({ error: 'RangeError', cause: 'too far' })
    expect(await thrown('plain')).toMatchObject({ error: 'Error', cause: 'plain' })
    expect((await run(machine({ T: task() }), { tasks: { T: () => undefined } })).output).toBeNull()
    expect((await run(machine({ T: task() }), { tasks: { T: () => new Date(0) } })).output).toBe(
      '1970-01-01T00:00:00.000Z',
    )
    expect((await run(machine({ T: task() }), { tasks: { T: { Return: 1n } } })).error).toBe('TypeError')
  })

  test('wait for their token', async () => {
    const definition = machine({
      Ask: task({
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } },
      }),
    })
    const tokens = new TaskTokens()
    const execution = await run(definition, {
      tokens,
      onSend: ({ body }) => tokens.sendTaskSuccess((JSON.parse(body) as { token: string }).token, { ok: true }),
    })
    expect([execution.output, execution.sent.map(({ service, target }) => [service, target])]).toEqual([
      { ok: true },
      [['sqs', 'q']],
    ])
    expect(types(execution)).toContain('TaskSubmitted')
  })

  test('send messages and events that can be read', async () => {
    const definition = machine({
      A: {
        ...task({ Resource: 'arn:aws:states:::sns:publish', Parameters: { TopicArn: 't', Message: { a: 1 } } }),
        End: undefined,
        Next: 'B',
      },
      B: task({
        Resource: 'arn:aws:states:::events:putEvents',
        Parameters: { Entries: [{ Source: 's', DetailType: 't', Detail: {} }] },
      }),
    })
    const { sent } = await run(definition)
    expect(sent.map(({ service, target, body, state }) => [service, target, body, state])).toEqual([
      ['sns', 't', '{"a":1}', 'A'],
      ['events', 'default', '{"Source":"s","DetailType":"t","Detail":{}}', 'B'],
    ])
  })

  test('send nothing that the service refuses', async () => {
    const call = (resource: string, Parameters: unknown) =>
      run(machine({ T: task({ Resource: `arn:aws:states:::${resource}`, Parameters }) }))
    const entry = { Source: 's', DetailType: 't', Detail: { a: 1 } }
    const Entries = [entry, { ...entry, Source: undefined }, { ...entry, Detail: '"text"' }]
    const EventId = expect.stringMatching(/^[\da-f-]{36}$/)
    const answer = {
      Entries: [
        { EventId },
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
        },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      ],
      FailedEntryCount: 2,
    }
    const optimized = await call('events:putEvents', { Entries })
    expect([optimized.error, JSON.parse(optimized.cause!), optimized.sent.length]).toEqual([
      'EventBridge.FailedEntry',
      answer,
      1,
    ])
    expect((await call('aws-sdk:eventbridge:putEvents', { Entries })).output).toEqual(answer)
    const empty = await call('sqs:sendMessage', { QueueUrl: 'q', MessageBody: null })
    expect([empty.error, empty.cause, empty.sent]).toEqual([
      'SQS.AmazonSQSException',
      expect.stringMatching(
        /^The request must contain the parameter MessageBody\. \(Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; /,
      ),
      [],
    ])
    expect((await call('aws-sdk:sqs:sendMessage', { QueueUrl: 'q' })).error).toBe('Sqs.SqsException')
  })

  test('start other machines', async () => {
    const child = machine({ C: pass({ Parameters: { 'twice.$': 'States.MathAdd($.n, $.n)' } }) })
    const call = (action: string, name: string) =>
      machine({
        S: task({
          Resource: `arn:aws:states:::states:${action}`,
          Parameters: { StateMachineArn: `arn:aws:states:us-east-1:1:stateMachine:${name}`, Input: { n: 4 } },
        }),
      })
    const machines = { Child: child, Broken: machine({ F: { Type: 'Fail', Error: 'E' } }) }
    expect((await run(call('startExecution.sync:2', 'Child'), { machines })).output).toMatchObject({
      Status: 'SUCCEEDED',
      Output: { twice: 8 },
    })
    expect((await run(call('startExecution.sync', 'Child'), { machines })).output).toMatchObject({
      Output: '{"twice":8}',
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    })
    expect((await run(call('startExecution', 'Child'), { machines })).output).toHaveProperty('ExecutionArn')
    const failed = await run(call('startExecution.sync:2', 'Broken'), { machines })
    expect([failed.error, JSON.parse(failed.cause!)]).toMatchObject([
      'States.TaskFailed',
      { Error: 'E', Status: 'FAILED' },
    ])
  })

  test('start no two executions of one name, unless it is the same and still runs', async () => {
    const start = (Input: unknown, more = {}) => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: 'Child', Name: 'once', Input },
      ...more,
    })
    const machines = { Child: machine({ W: wait(60) }) }
    const twice = await run(machine({ A: start(null, { Next: 'B' }), B: start({}, { End: true }) }), { machines })
    expect(twice.history.find(({ type }) => type === 'TaskSucceeded')!.value).toMatchObject({ Input: {} })
    expect([twice.error, twice.cause]).toEqual([
      'StepFunctions.ExecutionAlreadyExistsException',
      expect.stringMatching(
        /^Execution Already Exists: 'arn:aws:states:us-east-1:123456789012:execution:Child:once' \(Service/,
      ),
    ])
    const together = (other: unknown) =>
      run(machine({ P: parallel({ A: start(1, { End: true }) }, { B: start(other, { End: true }) }) }), { machines })
    expect((await together(1)).output).toMatchObject([{ Output: 1 }, { Output: 1 }])
    expect((await together(2)).error).toBe('StepFunctions.ExecutionAlreadyExistsException')
  })

  test('run Lambda functions', async () => {
    const functions = {
      Twice: ({ n }: { n: number }) => n * 2,
      Broken: () => {
        throw new TypeError('no')
      },
    }
    const invoke = (name: string) => machine({ T: task({ Parameters: { FunctionName: name, Payload: { n: 4 } } }) })
    expect((await run(invoke('arn:aws:lambda:eu-west-1:1:function:Twice:live'), { functions })).output).toMatchObject({
      Payload: 8,
      StatusCode: 200,
    })
    expect(result(await run(invoke('Broken'), { functions }))).toMatchObject({
      error: 'TypeError',
      cause: '{"errorMessage":"no","errorType":"TypeError"}',
    })
    const direct = machine({ T: task({ Resource: 'arn:aws:lambda:us-east-1:1:function:Twice' }) })
    expect((await run(direct, { input: { n: 1 }, functions })).output).toBe(2)
  })

  test('read and write S3', async () => {
    const definition = machine({
      Put: {
        ...task({
          Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
          Parameters: { Bucket: 'b', Key: 'k', Body: { a: 1 } },
        }),
        End: undefined,
        Next: 'Get',
      },
      Get: task({
        Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
        Parameters: { Bucket: 'b', Key: 'k' },
        ResultSelector: { 'body.$': 'States.StringToJson($.Body)' },
      }),
    })
    expect((await run(definition)).output).toEqual({ body: { a: 1 } })
    const missing = machine({
      Get: task({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } }),
    })
    expect((await run(missing, { s3: { b: {} } })).error).toBe('S3.NoSuchKeyException')
  })

  test('take mocks of the TestState API', async () => {
    expect((await run(machine({ T: task() }), { tasks: { T: { result: '{"a":1}' } } })).output).toEqual({ a: 1 })
    expect(
      (await run(machine({ T: task() }), { tasks: { T: { errorOutput: { error: 'E', cause: 'c' } } } })).error,
    ).toBe('E')
  })

  test('may answer late, or never, from code', async () => {
    const T = (_: unknown, { attempt }: { attempt: number }) =>
      new TaskReply(attempt === 0 ? { Pending: true } : { Return: 'late', AfterSeconds: 7 })
    const execution = await run(
      machine({ T: task({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['States.Timeout'] }] }) }),
      { tasks: { T } },
    )
    expect([execution.output, seconds(execution)]).toEqual(['late', 10 + 1 + 7])
  })
})

describe('an abort', () => {
  test('ends the run at once, whatever it waits for', async () => {
    const controller = new AbortController()
    const running = run(machine({ P: parallel({ T: task() }, { W: wait(3600) }) }), {
      clock: 'real',
      signal: controller.signal,
      tasks: { T: () => new Promise(() => undefined) },
    })
    setTimeout(() => controller.abort(), 20)
    const execution = await running
    expect([execution.status, types(execution).slice(-4)]).toEqual([
      'ABORTED',
      ['TaskStateAborted', 'WaitStateAborted', 'ParallelStateAborted', 'ExecutionAborted'],
    ])
  })

  test('reaches a machine that never waits', async () => {
    const loop = machine({ A: { Type: 'Pass', Next: 'A' } })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    const { status } = await run(loop, { quotas: 'none', eventBudget: 1e9, signal: controller.signal })
    expect(status).toBe('ABORTED')
  })

  test('before the start runs nothing', async () => {
    const { status, history } = await run(machine({ A: pass() }), { signal: AbortSignal.abort() })
    expect([status, history.map(({ type }) => type)]).toEqual(['ABORTED', ['ExecutionStarted', 'ExecutionAborted']])
  })

  test('leaves nothing behind', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const controller = new AbortController()
    const running = run(machine({ W: wait(3600) }), { clock: 'real', signal: controller.signal })
    await sleep(10)
    controller.abort()
    await running
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(before)
  })
})

describe('a run', () => {
  const definition = machine({
    U: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, Next: 'T' },
    T: task({ Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }] }),
  })
  const tasks = { T: [{ Throw: { Error: 'x' } }, async () => 1] }

  test('with the same inputs writes the same bytes', async () => {
    const bytes = async (seed: string) => JSON.stringify((await run(definition, { tasks, seed })).history)
    expect(await bytes('s')).toBe(await bytes('s'))
    expect(await bytes('s')).not.toBe(await bytes('t'))
  })

  test('tells each event and each decision as it happens', async () => {
    const events: string[] = []
    const decisions: Decision[] = []
    const choice = machine({
      C: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'A' }], Default: 'T' },
      A: pass(),
      T: task({ Retry: [{ ErrorEquals: ['Once'] }], Catch: [{ ErrorEquals: ['Twice'], Next: 'A' }] }),
    })
    const execution = await run(choice, {
      tasks: { T: [{ Throw: { Error: 'Once' } }, { Throw: { Error: 'Twice' } }] },
      onEvent: ({ type }) => events.push(type),
      onDecision: (decision) => decisions.push(decision),
    })
    expect(events).toEqual(types(execution))
    expect(decisions).toEqual([
      { kind: 'enter', state: 'C', location: '/States/C', index: -1 },
      { kind: 'default', state: 'C', location: '/States/C', index: -1 },
      { kind: 'enter', state: 'T', location: '/States/T', index: -1 },
      { kind: 'retry', state: 'T', location: '/States/T', index: 0 },
      { kind: 'catch', state: 'T', location: '/States/T', index: 0 },
      { kind: 'enter', state: 'A', location: '/States/A', index: -1 },
    ])
  })

  test.each<[string, StateMachine, string]>([
    [
      'a missing target',
      machine({ A: { Type: 'Pass', Next: 'B' } }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
    ],
    ['no such start', { StartAt: 'X', States: {} }, "Missing 'Next' target: X at /StartAt"],
    [
      'a path that is none',
      machine({ A: pass({ InputPath: '$.a[' }) }),
      'Value is not a valid JSONPath for InputPath at /States/A/InputPath',
    ],
    [
      'a field given twice',
      machine({ A: pass({ Parameters: { b: [{ a: 1, 'a.$': '$.a' }] } }) }),
      "The field 'a' is there twice: as 'a' and as 'a.$' at /States/A/Parameters/b/0",
    ],
    [
      'a result into the context object',
      machine({ A: pass({ ResultPath: '$$.Execution' }) }),
      'Value is not a valid Reference Path at /States/A/ResultPath',
    ],
    [
      'a result into a variable',
      machine({ A: pass({ ResultPath: '$kept.a' }) }),
      'Value is not a valid Reference Path at /States/A/ResultPath',
    ],
    [
      'an expression that cannot be read',
      machine({ A: pass({ Output: '{% 1 + %}' }) }, { QueryLanguage: 'JSONata' }),
      'cannot be parsed',
    ],
    ['no such type', machine({ A: { Type: 'Pas' } }), 'There is no state type "Pas" at /States/A'],
  ])('of a wrong definition is a value: %s', async (_, wrong, cause) => {
    const { status, error, cause: why } = await run(wrong)
    expect([status, error]).toEqual(['FAILED', 'InvalidDefinition'])
    expect(why).toContain(cause)
  })

  test('does not change what it is given', async () => {
    const input = Object.freeze({ deep: Object.freeze({ list: Object.freeze([1, 2]) }) })
    const frozen = machine({ A: pass({ Parameters: { 'x.$': '$.deep.list' }, ResultPath: '$.deep.copy' }) })
    expect((await run(frozen, { input })).output).toEqual({ deep: { list: [1, 2], copy: { x: [1, 2] } } })
  })

  test('reads no prototype and sets none', async () => {
    const input = JSON.parse('{"__proto__": {"polluted": 1}, "name": "__proto__"}') as unknown
    const odd = machine({ A: pass({ Parameters: { '__proto__.$': "$['__proto__']", 'own.$': '$.name' } }) })
    const { output } = await run(odd, { input })
    expect(Object.getOwnPropertyNames(output)).toEqual(['__proto__', 'own'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect((await run(machine({ A: pass({ Result: 1, ResultPath: '$.__proto__.x' }) }))).output).toEqual(
      JSON.parse('{"__proto__": {"x": 1}}'),
    )
  })

  test('compiles once and keeps nothing between runs', async () => {
    const runner = createRunner(definition, { tasks: { T: (_, { attempt }) => attempt } })
    const [first, second] = await Promise.all([runner.run({ seed: 1 }), runner.run({ seed: 1 })])
    expect(JSON.stringify(first.history)).toBe(JSON.stringify(second.history))
  })
})
