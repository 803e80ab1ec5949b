import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { any, greet, input, query, refusals, start } from '../../test/flow/refusals.js'
import { DefinitionError } from '../check/definition-error.js'
import { athena } from '../services/athena.js'
import { task } from '../services/call.js'
import { lambda } from '../services/lambda.js'
import { count, eq, flow, gte, includes, pluck, plus, present, uuid, whole, text } from '../index.js'

test('states follow one another, and a result that is read is kept in a variable', () => {
  const machine = flow('hello', { input })
    .task('Greet', (here) => lambda.invoke(greet, { name: here.input.name }))
    .pass('Answer', ({ results }) => ({ said: results.Greet.message }))
    .build()
  expect(machine).toEqual({
    Comment: 'hello',
    QueryLanguage: 'JSONata',
    StartAt: 'Greet',
    States: {
      Greet: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: '${GreetArn}', Payload: { name: '{% $states.context.Execution.Input.name %}' } },
        Output: '{% $states.result.Payload %}',
        Assign: { greet: '{% $states.result.Payload %}' },
        Next: 'Answer',
      },
      Answer: { Type: 'Pass', Output: { said: '{% $greet.message %}' }, End: true },
    },
  })
})

test('a flow is a value: two may share a beginning', () => {
  const begun = start.pass('Begin', () => ({ n: 1 }))
  const one = begun.pass('One', ({ results }) => ({ n: results.Begin.n })).build()
  const other = begun.pass('Other').build()
  expect(Object.keys(one.States)).toEqual(['Begin', 'One'])
  expect(Object.keys(other.States)).toEqual(['Begin', 'Other'])
  expect(other.States['Begin']).not.toHaveProperty('Assign')
})

test('options of the machine and of a state', () => {
  const machine = flow('m', { Comment: 'what it does', TimeoutSeconds: 60, queryLanguage: 'JSONPath' })
    .pass('P', undefined, { Comment: 'why' })
    .build()
  expect(machine).toEqual({
    Comment: 'what it does',
    QueryLanguage: 'JSONPath',
    TimeoutSeconds: 60,
    StartAt: 'P',
    States: { P: { Type: 'Pass', Comment: 'why', End: true } },
  })
})

test('a raw expression that names the variable of a result is a reader like any other', () => {
  const machine = start
    .task('Greet', () => lambda.invoke(greet, { name: 'x' }))
    .pass('Answer', () => ({ said: '{% $greet.message %}' }))
    .build()
  expect(machine.States['Greet']).toHaveProperty('Assign', { greet: '{% $states.result.Payload %}' })
})

test('variables get names of their own: no function of JSONata, no name of the author, 80 characters', () => {
  const long = 'x'.repeat(78)
  const states = ['Sum', 'sum value', '1st', 'Ünï code', `${long} a`, `${long} b`]
  const made = states.reduce<any>(
    (flow, name) => flow.pass(name, () => 1),
    start.assign(() => ({ sumValue: 0 })),
  )
  const machine = made.pass('Read', ({ results }: any) => states.map((name) => results[name])).build()
  const [sum, ...rest] = machine.States.Read.Output as string[]
  expect([sum, ...rest.slice(0, 3)]).toEqual([
    '{% $sumValue2 %}',
    '{% $sumValue3 %}',
    '{% $state1st %}',
    '{% $ünïCode %}',
  ])
  for (const name of rest) expect(name.slice(4, -3).length).toBeLessThanOrEqual(80)
  expect(new Set(rest).size).toBe(5)
})

describe('build refuses what types cannot see', () => {
  test('a reference carried out of its branch', () => {
    let leaked: any
    const leaking = start
      .choice('C', (when) =>
        when
          .if(
            (here) => eq(here.input.name, 'x'),
            (then) =>
              then.task('In branch', query).pass('Leak', ({ results }) => {
                leaked = results['In branch'].QueryExecution.Query
                return 1
              }),
          )
          .otherwise((then) => then.pass('Other')),
      )
      .pass('After', () => ({ leaked }))
    expect(refusals(leaking)).toEqual([
      expect.stringMatching(
        /^REFERENCE_OUT_OF_REACH in After: results\["In branch"\]\.QueryExecution\.Query is read here, but "In branch" has not certainly run/,
      ),
    ])
  })

  test('an item, an error and a result carried out, and into a Distributed Map', () => {
    let item: any
    let error: any
    let result: any
    const leaking = start
      .task('T', query, {
        assign: (here) => {
          result = here.result
          return { q: here.result.QueryExecution.Query }
        },
        catch: (on) =>
          on.error(['States.ALL'], (failed) =>
            failed.fail('F', (here) => {
              error = here.error
              return { Cause: here.error.Cause }
            }),
          ),
      })
      .map(
        'M',
        (here) => here.input.names,
        (each) =>
          each.pass('Inner', (here) => {
            item = here.item
            return 1
          }),
      )
      .pass('A', () => ({ item }))
      .pass('B', () => ({ error }))
      .pass('C', () => ({ result }))
      .distributedMap('D', { items: (here) => here.input.names }, (each) => each.pass('Deep', () => ({ t: result })))
    const said = refusals(leaking.pass('E', () => 1))
    expect(said).toHaveLength(4)
    expect(said[0]).toContain('in A: item is read here, but it is an item of the Map "M"')
    expect(said[1]).toContain('in B: error is read here, but it is the error that a handler of "T" handles')
    expect(said[2]).toContain('in C: result is read here, but it is the result of "T"')
    expect(said[3]).toContain('in Deep: result is read here')
  })

  test('names that are not literals: unknown, twice, and a wrong way back', () => {
    const name = any('Twice')
    const built = start
      .pass(name)
      .pass(name)
      .pass('Read', (here) => ({ x: any(here.results).Nowhere, y: any(here.vars).nothing }))
      .goto({ to: any('Nirvana') })
    expect(refusals(built)).toEqual([
      expect.stringContaining('DUPLICATE_STATE_NAME in Twice: Two states are named "Twice"'),
      expect.stringContaining(
        'REFERENCE_OUT_OF_REACH in Read: results["Nowhere"] is read here, but no state has that name.',
      ),
      expect.stringContaining(
        'vars["nothing"] is read here, but nothing that certainly ran before assigns that variable',
      ),
      expect.stringContaining('UNKNOWN_GOTO_TARGET'),
    ])
  })

  test('near misses get a hint', () => {
    const built = start
      .task('Show tables', query)
      .pass('Read', (here) => ({ x: any(here.results)['Show table'] }))
      .goto({ to: any('Show table') })
    expect(refusals(built)).toEqual([
      expect.stringContaining('Did you mean "Show tables"?'),
      expect.stringContaining('Did you mean "Show tables"?'),
    ])
  })

  test('a jump into an earlier branch, and out of an iteration', () => {
    const into = start
      .choice('C', (when) =>
        when
          .if(
            (here) => eq(here.input.name, 'x'),
            (then) => then.pass('In branch'),
          )
          .otherwise((then) => then.pass('Other')),
      )
      .goto({ to: any('In branch') })
    expect(refusals(into)).toEqual([expect.stringContaining('UNKNOWN_GOTO_TARGET')])
    const out = start.pass('Before').map(
      'M',
      (here) => here.input.names,
      (each) => any(each.pass('In')).goto({ to: 'Before' }),
    )
    expect(refusals(out)).toEqual([expect.stringContaining('UNKNOWN_GOTO_TARGET')])
  })

  test('an outer assignment of a name that an inner scope assigned before', () => {
    const built = start
      .map(
        'M',
        (here) => here.input.names,
        (each) => each.pass('In', () => 1, { assign: () => ({ total: 1 }) }),
      )
      .assign(() => ({ total: 2 }))
    expect(refusals(built)).toEqual([
      expect.stringMatching(/^VARIABLE_OF_OUTER_SCOPE in In: "total" is assigned here and, around it/),
    ])
  })

  test('a raw expression that reads what nobody assigns', () => {
    expect(refusals(start.pass('P', () => ({ x: '{% $nobody %}' })))).toEqual([expect.stringContaining('nobody')])
  })

  test('a schema that changes values', () => {
    const changing = flow('m', { input: z.object({ a: z.array(z.string().transform((text) => text.length)) }) }).pass(
      'P',
    )
    expect(refusals(changing)).toEqual([expect.stringContaining('changes values (transform at input.a[])')])
    expect(refusals(flow('m', { input: z.object({ n: z.coerce.number() }) }).pass('P'))).toEqual([
      expect.stringContaining('coerce at input.n'),
    ])
    expect(refusals(flow('m', { input: z.object({ n: z.number().default(1) }) }).pass('P'))).toEqual([])
  })
})

describe('a reference is no value', () => {
  test.each<[string, (reference: any) => unknown]>([
    ['a template literal', (reference) => `SELECT ${reference}`],
    ['+', (reference) => reference + 1],
    ['<', (reference) => reference < 1],
    ['a spread', (reference) => ({ ...reference })],
    ['an array spread', (reference) => [...reference]],
    ['JSON.stringify', (reference) => JSON.stringify(reference)],
    ['an assignment', (reference) => (reference.x = 1)],
  ])('%s throws, and says what to write', (_, use) => {
    expect(() => start.pass('P', (here) => use(here.input.name))).toThrow(
      /^input\.name is a reference: .*text`…\$\{reference\}…`.*plus, eq, count, filter/,
    )
  })
})

describe('JavaScript callers hear the same', () => {
  const js: any = start
  test.each<[string, any, RegExp]>([
    [
      'an unknown option',
      js.task('T', query, { TimeoutSecond: 1 }),
      /it has no option "TimeoutSecond".*Did you mean "TimeoutSeconds"/,
    ],
    ['a retry on a Pass', js.pass('P', undefined, { retry: [] }), /it has no option "retry"/],
    ['a name that is no text', js.pass(7), /the name of a state is text/],
    ['a call instead of a callback', js.task('T', query()), /it takes a callback here/],
    ['a callback that returns no call', js.task('T', () => 5), /returns a call/],
    [
      'a choice without otherwise',
      js.choice('C', (when: any) =>
        when.if(
          () => '{% true %}',
          (t: any) => t.pass('P'),
        ),
      ),
      /The choice "C" has no \.otherwise/,
    ],
    ['a choice that returns nothing', js.choice('C', () => undefined), /returns its branches/],
    ['a parallel without branches', js.parallel('P', (all: any) => all), /returns its branches/],
    [
      'a body that returns nothing',
      js.map(
        'M',
        () => ['a'],
        () => undefined,
      ),
      /returns the flow it was given/,
    ],
    [
      'a test that is no callback',
      js.choice('C', (when: any) => when.if(true, (t: any) => t).otherwise((t: any) => t)),
      /\.if takes a callback/,
    ],
    [
      'errors that are no array',
      js.task('T', query, { catch: (on: any) => on.error('States.ALL', (t: any) => t.fail('F')) }),
      /\.error takes the names/,
    ],
    [
      'a catch that returns nothing',
      js.task('T', query, { catch: () => undefined }),
      /The catch of "T" returns its handlers/,
    ],
    [
      'a Distributed Map without items',
      js.distributedMap('D', {}, (each: any) => each),
      /"D" does not say what its items are/,
    ],
    [
      'a misspelt field of an ItemReader',
      js.distributedMap(
        'D',
        {
          ItemReader: () => ({
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputTyp: 'CSV' },
            Arguments: { Bucket: 'b', Key: 'k' },
          }),
        },
        (each: any) => each,
      ),
      /Did you mean "InputType"/,
    ],
    ['a goto without to', js.pass('P').goto('P'), /\.goto\(\{ to: "…" \}\)/],
    ['values that are no callback', js.assign({ a: 1 }), /\.assign takes a callback/],
    ['a state after the end', js.fail('F').pass('P'), /Nothing runs here/],
    ['a misspelt field of a Fail', js.fail('F', () => ({ Cauze: 'x' })), /Did you mean "Cause"/],
    [
      'a misspelt option of the flow',
      (flow as any)('m', { queryLangage: 'JSONPath' }).pass('P'),
      /Did you mean "queryLanguage"/,
    ],
    ['a missing parameter', js.task('T', () => any(athena).getQueryResults({})), /QueryExecutionId/],
    [
      'a misspelt parameter',
      js.task('T', () => any(athena).startQueryExecution({ QueryString: 'x', WorkGrup: 'y' })),
      /WorkGrup/,
    ],
    [
      'a misspelt field of a Retrier',
      js.task('T', query, { retry: [{ ErrorEquals: ['States.ALL'], MaxAttempt: 1 }] }),
      /MaxAttempt/,
    ],
  ])('%s', (_, built, message) => {
    expect(refusals(built).join('\n')).toMatch(message)
  })

  test('everything at once', () => {
    const built = js
      .task('A', 5)
      .pass('B', undefined, { Coment: 'x' })
      .choice('C', (when: any) =>
        when.if(
          () => '{% true %}',
          (then: any) => then,
        ),
      )
      .task('D', () => any(athena).getQueryResults({}))
    expect(refusals(built)).toHaveLength(4)
  })
})

describe('what schemas say, JavaScript callers hear', () => {
  const js: any = start.task('Greet', () => lambda.invoke(greet, { name: 'x' }))
  test.each<[string, any, RegExp]>([
    [
      'an unknown field of the input',
      js.pass('P', ({ input }: any) => ({ x: input.nam })),
      /UNKNOWN_FIELD in P: input has no field "nam"\..*"name"/,
    ],
    [
      'an unknown field of a result',
      js.pass('P', ({ results }: any) => ({ x: results.Greet.mesage })),
      /results\["Greet"\] has no field "mesage"\..*"message"/,
    ],
    [
      'the length of a list',
      js.pass('P', ({ input }: any) => ({ x: input.names.length })),
      /input\.names is an array.*count\(input\.names\)/,
    ],
    ['a field of text', js.pass('P', ({ input }: any) => ({ x: input.name.first })), /input\.name is of type string/],
    [
      'a field of an item',
      js.map(
        'M',
        ({ input }: any) => input.names,
        (each: any) => each.pass('P', ({ item }: any) => ({ x: item.a })),
      ),
      /item is of type string/,
    ],
    [
      'an unknown field of a payload',
      js.task('T', () => any(lambda).invoke(greet, { name: 'x', nam: 'y' })),
      /Payload has no field "nam"\..*"name"/,
    ],
    ['a missing field of a payload', js.task('T', () => any(lambda).invoke(greet, {})), /Payload needs "name"/],
    [
      'a constant of another type',
      js.task('T', () => any(lambda).invoke(greet, { name: 5 })),
      /Payload\.name is 5.*expected string/,
    ],
    [
      'an item outside of a Map',
      js.pass('P', ({ item }: any) => ({ x: item.a })),
      /item\.a is read here, but this is not in an iteration/,
    ],
    [
      'an error outside of a handler',
      js.pass('P', ({ error }: any) => ({ x: error.Cause })),
      /error\.Cause is read here, but it is known in a handler alone/,
    ],
    [
      'the input in a Distributed Map',
      js.distributedMap('D', { items: ({ input }: any) => input.names }, (each: any) =>
        each.pass('P', ({ input }: any) => ({ x: input.name })),
      ),
      /input\.name is read here, but a Distributed Map/,
    ],
    [
      'a Date in the schema of the input',
      flow('m', { input: z.object({ at: z.date() }) }).pass('P'),
      /NOT_JSON in the machine: .*a date \(input\.at\).*z\.iso\.datetime/,
    ],
    [
      'a schema instead of options',
      any(flow)('m', input).pass('P'),
      /a schema is one of its options.*\{ input: schema \}/,
    ],
  ])('%s', (_, built, message) => {
    expect(refusals(built)).toEqual([expect.stringMatching(message)])
  })

  test('what a schema leaves open, and what is computed, is not judged', () => {
    const open = z.looseObject({
      a: z.union([z.object({ b: z.string() }), z.record(z.string(), z.string())]),
      any: z.any(),
    })
    const put = lambda.fn('${PutArn}', {
      input: z.object({ day: z.iso.date(), more: z.number().optional() }),
      output: z.any(),
    })
    const built = flow('open', { input: open })
      .task('T', ({ input }) => lambda.invoke(put, { day: any(input).other.day }))
      .task('U', () => lambda.invoke(put, { day: '${Day}', more: '{% 1 + 1 %}' }))
      .pass('P', ({ input }) => ({ a: any(input).a.c, b: input.any.x.y }))
    expect(refusals(built)).toEqual([])
  })
})

test('what is wrong is said where it stands', () => {
  const wrong = start
    .choice('C', (when) =>
      when
        .if(
          ({ input }) => eq(input.name, 'x'),
          any((then: any) => void then),
        )
        .otherwise((no) => no),
    )
    .map(
      'M',
      ({ input }) => input.names,
      any(() => undefined),
    )
    .task('T', query, { catch: (on) => on.error(any('States.ALL'), (failed) => failed.fail('F')) })
  const said = (): unknown => {
    try {
      return wrong.build()
    } catch (error) {
      return (error as DefinitionError).diagnostics.map(({ location, message }) => [location, message])
    }
  }
  expect(said()).toEqual([
    ['/States/C', 'The callback of .if in "C" returns the flow it was given, with its states.'],
    ['/States/M/ItemProcessor', 'The callback of the body of "M" returns the flow it was given, with its states.'],
    ['/States/T', '.error takes the names of the errors, in an array.'],
  ])
})

describe('JSONPath refuses what it cannot say, with a hint', () => {
  const path = flow('m', { input, queryLanguage: 'JSONPath' })
  test.each<[string, { build(): unknown }, RegExp]>([
    [
      'count in a test',
      path
        .choice('C', (when) =>
          when
            .if(
              (here) => gte(count(here.input.names), 3),
              (t) => t,
            )
            .otherwise((t) => t),
        )
        .pass('P'),
      /it cannot ask count.*Assign it to a variable/,
    ],
    [
      'includes in a test',
      path
        .choice('C', (when) =>
          when
            .if(
              (here) => includes(here.input.names, 'x'),
              (t) => t,
            )
            .otherwise((t) => t),
        )
        .pass('P'),
      /it cannot ask includes/,
    ],
    [
      'a reference beside objects in an array',
      path.pass('P', (here) => ({ list: [here.input.name, { a: 1 }] })),
      /cannot make an object here.*Pass before/,
    ],
    ['a Succeed with an output', path.succeed('S', (here) => here.input.name), /End with a Pass/],
    [
      'a bare reference as ItemSelector',
      path.distributedMap('D', { items: (here) => here.input.names, itemSelector: ({ item }) => item }, (each) =>
        each.pass('P'),
      ),
      /ItemSelector is an object.*\{ value: … \}/,
    ],
    ['JSONata', path.pass('P', () => ({ x: '{% 1 + 1 %}' })), /is JSONata, and this machine is written in JSONPath/],
    ['half a number', path.pass('P', (here) => ({ n: plus(count(here.input.names), 0.5) })), /whole numbers only/],
    [
      'a comparison as a value',
      path.pass('P', (here) => ({ is: eq(here.input.name, 'x') })),
      /no words for eq here.*choice/,
    ],
    [
      'items that are no path',
      path.map(
        'M',
        () => ['a', 'b'],
        (each) => each.pass('P'),
      ),
      /takes a path in JSONPath, not an array/,
    ],
  ])('%s', (_, built, message) => {
    expect(refusals(built).join('\n')).toMatch(message)
  })
})

test('JSONata refuses JSONPath', () => {
  expect(refusals(start.pass('P', () => ({ x: '$.name' })))).toEqual([
    expect.stringMatching(/"\$\.name" is JSONPath, and this machine is written in JSONata/),
  ])
})

test('an untyped call is written as it is', () => {
  const machine = start.task('Any', () => task({ Resource: '${ActivityArn}', Arguments: { a: text`x${1}` } })).build()
  expect(machine.States['Any']).toEqual({
    Type: 'Task',
    Resource: '${ActivityArn}',
    Arguments: { a: "{% 'x' & 1 %}" },
    End: true,
  })
})

test('a whole object is passed on as it is', () => {
  const machine = start.task('Greet', (here) => lambda.invoke(greet, whole(here.input))).build()
  expect(machine.States['Greet']).toHaveProperty('Arguments.Payload', '{% $states.context.Execution.Input %}')
})

test.each<[string, Parameters<typeof task>[0], RegExp | undefined]>([
  [
    'a misspelt action',
    { Resource: 'arn:aws:states:::aws-sdk:s3:listObjectV2', Arguments: { Bucket: 'b' } },
    /Did you mean "listObjectsV2"/,
  ],
  [
    'a misspelt parameter',
    { Resource: 'arn:aws:states:::aws-sdk:s3:listObjectsV2', Arguments: { bucket: 'b' } },
    /Did you mean "Bucket"/,
  ],
  [
    'a token that nobody gets',
    { Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Arguments: { QueueUrl: 'q', MessageBody: 'b' } },
    /NO_TASK_TOKEN/,
  ],
  [
    'a parameter that AWS may know by now',
    { Resource: 'arn:aws:states:::sns:publish', Arguments: { TopicArn: 't', Message: 'm', Colour: 1 } },
    undefined,
  ],
])('an untyped call: %s', (_, call, message) => {
  expect(refusals(start.task('T', () => task(call)))).toEqual(message ? [expect.stringMatching(message)] : [])
})

test('an optional value that is known to be there is written as it is', () => {
  const machine = flow('m', { input: z.object({ to: z.string().optional(), at: z.string().nullable() }) })
    .task('T', ({ input }) => lambda.invoke(greet, { name: present(input.to) }))
    .wait('W', { Timestamp: ({ input }) => present(input.at) })
    .build()
  expect(machine.States).toMatchObject({
    T: { Arguments: { Payload: { name: '{% $states.context.Execution.Input.to %}' } } },
    W: { Timestamp: '{% $states.context.Execution.Input.at %}' },
  })
})

test('a list that is plucked from the result itself', () => {
  const machine = start
    .task('Rows', () => athena.getQueryResults({ QueryExecutionId: 'x' }), {
      assign: ({ result }) => ({ names: pluck(result.ResultSet.Rows, (row) => row.Data[0].VarCharValue) }),
    })
    .build()
  expect(machine.States['Rows']).toHaveProperty('Assign', {
    names: '{% [$states.result.ResultSet.Rows.Data[0].VarCharValue] %}',
  })
})

test('a Pass whose value is another each time it is computed is computed once', () => {
  const machine = start
    .pass('Id', () => ({ id: uuid() }), { assign: ({ result }) => ({ mine: result.id }) })
    .pass('Read', ({ results }) => ({ id: results.Id.id }))
    .build()
  expect(machine.States).toEqual({
    Id: { Type: 'Pass', Assign: { id: { id: '{% $uuid() %}' } }, Next: 'Id: output' },
    'Id: output': { Type: 'Pass', Output: '{% $id %}', Assign: { mine: '{% $id.id %}' }, Next: 'Read' },
    Read: { Type: 'Pass', Output: { id: '{% $id.id %}' }, End: true },
  })
  expect(start.pass('Id', () => ({ id: uuid() })).build().States).toEqual({
    Id: { Type: 'Pass', Output: { id: '{% $uuid() %}' }, End: true },
  })
})
