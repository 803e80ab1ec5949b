import {
  and,
  athena,
  containsAll,
  count,
  eq,
  filter,
  flow,
  gt,
  gte,
  includes,
  isPresent,
  lt,
  lambda,
  ne,
  not,
  orElse,
  pluck,
  plus,
  task,
  text,
  type FlowStart,
} from 'asl-builder'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

// Pairs: what an author writes, and the states that come out in each query language. docs/decisions/flow-lowering.md says why.

const input = z.object({
  name: z.string(),
  limit: z.number(),
  urgent: z.boolean().optional(),
  orders: z.array(
    z.object({
      id: z.string(),
      total: z.number(),
      note: z.string().optional(),
      lines: z.array(z.object({ sku: z.string(), tags: z.array(z.string()) })),
    }),
  ),
})
type Input = z.input<typeof input>

const count_ = lambda.fn('${CountArn}', {
  input: z.object({ of: z.string() }),
  output: z.object({ n: z.number(), first: z.string().optional() }),
})
const query = () => athena.startQueryExecution.sync({ QueryString: 'SELECT 1' })

type Start = FlowStart<Input>
interface Pair {
  what: string
  write(start: Start): { build(): { States: object } }
  JSONata: object
  /** Absent where JSONPath refuses it. */
  JSONPath?: object
}

const resultOf = (name: string, inJsonata: boolean) =>
  inJsonata ? { [name]: '{% $states.result %}' } : { [`${name}.$`]: '$' }
const query1 = { Type: 'Task', Resource: 'arn:aws:states:::athena:startQueryExecution.sync' }
const sqlA = { ...query1, Arguments: { QueryString: 'SELECT 1' } }
const sqlP = { ...query1, Parameters: { QueryString: 'SELECT 1' } }
const get = { Type: 'Task', Resource: 'arn:aws:states:::athena:getQueryResults' }

const pairs: Pair[] = [
  {
    what: 'a result that somebody reads is assigned, one that nobody reads is not',
    write: (start) =>
      start
        .task('Show tables', query)
        .task('Get', ({ results }) =>
          athena.getQueryResults({ QueryExecutionId: results['Show tables'].QueryExecution.QueryExecutionId }),
        ),
    JSONata: {
      'Show tables': { ...sqlA, Assign: resultOf('showTables', true), Next: 'Get' },
      Get: { ...get, Arguments: { QueryExecutionId: '{% $showTables.QueryExecution.QueryExecutionId %}' }, End: true },
    },
    JSONPath: {
      'Show tables': { ...sqlP, Assign: resultOf('showTables', false), Next: 'Get' },
      Get: { ...get, Parameters: { 'QueryExecutionId.$': '$showTables.QueryExecution.QueryExecutionId' }, End: true },
    },
  },
  {
    what: 'of a typed Lambda the payload is the result, in its output and in its variable',
    write: (start) =>
      start
        .task('Count', (here) => lambda.invoke(count_, { of: here.input.name }))
        .pass('Told', ({ results }) => ({ n: results.Count.n })),
    JSONata: {
      Count: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: '${CountArn}', Payload: { of: '{% $states.context.Execution.Input.name %}' } },
        Output: '{% $states.result.Payload %}',
        Assign: { countValue: '{% $states.result.Payload %}' }, // $count is a function
        Next: 'Told',
      },
      Told: { Type: 'Pass', Output: { n: '{% $countValue.n %}' }, End: true },
    },
    JSONPath: {
      Count: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: '${CountArn}', Payload: { 'of.$': '$$.Execution.Input.name' } },
        OutputPath: '$.Payload',
        Assign: { 'countValue.$': '$.Payload' },
        Next: 'Told',
      },
      Told: { Type: 'Pass', Parameters: { 'n.$': '$countValue.n' }, End: true },
    },
  },
  {
    what: 'a Pass has no result to read: JSONata assigns the value itself',
    write: (start) =>
      start
        .pass('Made', (here) => ({ name: here.input.name, n: 1 }))
        .pass('Read', ({ results }) => ({ again: results.Made.name })),
    JSONata: {
      Made: {
        Type: 'Pass',
        Output: { name: '{% $states.context.Execution.Input.name %}', n: 1 },
        Assign: { made: { name: '{% $states.context.Execution.Input.name %}', n: 1 } },
        Next: 'Read',
      },
      Read: { Type: 'Pass', Output: { again: '{% $made.name %}' }, End: true },
    },
    JSONPath: {
      Made: {
        Type: 'Pass',
        Parameters: { 'name.$': '$$.Execution.Input.name', n: 1 },
        Assign: { 'made.$': '$' },
        Next: 'Read',
      },
      Read: { Type: 'Pass', Parameters: { 'again.$': '$made.name' }, End: true },
    },
  },
  {
    what: 'a Pass that makes one value, and a constant',
    write: (start) =>
      start
        .pass('One', (here) => here.input.orders)
        .pass('Text', (here) => text`for ${here.input.name}`)
        .pass('Constant', () => ({ n: 1 })),
    JSONata: {
      One: { Type: 'Pass', Output: '{% $states.context.Execution.Input.orders %}', Next: 'Text' },
      Text: { Type: 'Pass', Output: "{% 'for ' & $states.context.Execution.Input.name %}", Next: 'Constant' },
      Constant: { Type: 'Pass', Output: { n: 1 }, End: true },
    },
    JSONPath: {
      One: { Type: 'Pass', InputPath: '$$.Execution.Input.orders', Next: 'Text' },
      Text: {
        Type: 'Pass',
        Parameters: { 'value.$': "States.Format('for {}', $$.Execution.Input.name)" },
        OutputPath: '$.value',
        Next: 'Constant',
      },
      Constant: { Type: 'Pass', Result: { n: 1 }, End: true },
    },
  },
  {
    what: 'what a state assigns of its own result',
    write: (start) =>
      start
        .task('Query', query, { assign: ({ result }) => ({ id: result.QueryExecution.QueryExecutionId }) })
        .pass('Read', ({ vars }) => ({ id: vars.id })),
    JSONata: {
      Query: { ...sqlA, Assign: { id: '{% $states.result.QueryExecution.QueryExecutionId %}' }, Next: 'Read' },
      Read: { Type: 'Pass', Output: { id: '{% $id %}' }, End: true },
    },
    JSONPath: {
      Query: { ...sqlP, Assign: { 'id.$': '$.QueryExecution.QueryExecutionId' }, Next: 'Read' },
      Read: { Type: 'Pass', Parameters: { 'id.$': '$id' }, End: true },
    },
  },
  {
    what: '.assign is made on leaving the state before; one that reads it, in a Pass of its own',
    write: (start) =>
      start
        .wait('Pause', { Seconds: 5 })
        .assign(() => ({ n: 1 }))
        .assign(({ vars }) => ({ n: plus(vars.n, 1) })),
    JSONata: {
      Pause: { Type: 'Wait', Seconds: 5, Assign: { n: 1 }, Next: 'Assign n' },
      'Assign n': { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, End: true },
    },
    JSONPath: {
      Pause: { Type: 'Wait', Seconds: 5, Assign: { n: 1 }, Next: 'Assign n' },
      'Assign n': { Type: 'Pass', Assign: { 'n.$': 'States.MathAdd($n, 1)' }, End: true },
    },
  },
  {
    what: 'a Choice: branches rejoin by themselves, and .assign at their start is made by the rule',
    write: (start) =>
      start
        .choice('Large?', (when) =>
          when
            .if(
              (here) => gt(here.input.limit, 10),
              (large) => large.assign(() => ({ size: 'large' })).task('Query', query),
            )
            .otherwise((small) => small.assign(() => ({ size: 'small' }))),
        )
        .pass('After', ({ vars }) => ({ size: vars.size })),
    JSONata: {
      'Large?': {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $states.context.Execution.Input.limit > 10 %}',
            Assign: { size: 'large' },
            Next: 'Query',
          },
        ],
        Assign: { size: 'small' },
        Default: 'After',
      },
      Query: { ...sqlA, Next: 'After' },
      After: { Type: 'Pass', Output: { size: '{% $size %}' }, End: true },
    },
    JSONPath: {
      'Large?': {
        Type: 'Choice',
        Choices: [
          {
            Variable: '$$.Execution.Input.limit',
            NumericGreaterThan: 10,
            Assign: { size: 'large' },
            Next: 'Query',
          },
        ],
        Assign: { size: 'small' },
        Default: 'After',
      },
      Query: { ...sqlP, Next: 'After' },
      After: { Type: 'Pass', Parameters: { 'size.$': '$size' }, End: true },
    },
  },
  {
    what: 'comparisons of two paths: by the type that a schema says, else by each type that it may be',
    write: (start) =>
      start
        .assign(() => ({ tries: 0 }))
        .choice('Which?', (when) =>
          when
            .if(
              (here) => lt(here.input.limit, here.input.limit),
              (then) => then.succeed('A'),
            )
            .if(
              (here) => gte(here.vars.tries, here.input.limit),
              (then) => then.succeed('B'),
            )
            .if(
              (here) => eq(here.vars.tries, here.vars.tries),
              (then) => then.succeed('C'),
            )
            .otherwise((then) => then.succeed('D')),
        ),
    JSONata: {
      'Assign tries': { Type: 'Pass', Assign: { tries: 0 }, Next: 'Which?' },
      'Which?': {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $states.context.Execution.Input.limit < $states.context.Execution.Input.limit %}',
            Next: 'A',
          },
          { Condition: '{% $tries >= $states.context.Execution.Input.limit %}', Next: 'B' },
          { Condition: '{% $tries = $tries %}', Next: 'C' },
        ],
        Default: 'D',
      },
      ...Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, { Type: 'Succeed' }])),
    },
    JSONPath: {
      'Assign tries': { Type: 'Pass', Assign: { tries: 0 }, Next: 'Which?' },
      'Which?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$$.Execution.Input.limit', NumericLessThanPath: '$$.Execution.Input.limit', Next: 'A' },
          {
            And: [
              { Variable: '$tries', IsNumeric: true },
              { Variable: '$tries', NumericGreaterThanEqualsPath: '$$.Execution.Input.limit' },
            ],
            Next: 'B',
          },
          {
            Or: ['String', 'Numeric', 'Boolean'].map((type) => ({
              And: [
                { Variable: '$tries', [`Is${type}`]: true },
                { Variable: '$tries', [`Is${type}`]: true },
                { Variable: '$tries', [`${type}EqualsPath`]: '$tries' },
              ],
            })),
            Next: 'C',
          },
        ],
        Default: 'D',
      },
      ...Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, { Type: 'Succeed' }])),
    },
  },
  {
    what: 'comparisons of data that may be absent',
    write: (start) =>
      start.choice('Which?', (when) =>
        when
          .if(
            (here) => eq(here.input.orders[0].note, 'x'),
            (then) => then.succeed('A'),
          )
          .if(
            (here) => ne(here.input.orders[0].note, 'x'),
            (then) => then.succeed('B'),
          )
          .if(
            (here) => and(isPresent(here.input.orders[1]), not(here.input.urgent as never)),
            (then) => then.succeed('C'),
          )
          .if(
            (here) => eq(here.input.name, here.input.orders[0].id),
            (then) => then.succeed('D'),
          )
          .otherwise((then) => then.succeed('E')),
      ),
    JSONata: {
      'Which?': {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.context.Execution.Input.orders[0].note = 'x' %}", Next: 'A' },
          { Condition: "{% $not($states.context.Execution.Input.orders[0].note = 'x') %}", Next: 'B' },
          {
            Condition:
              '{% $exists($states.context.Execution.Input.orders[1]) and $not($states.context.Execution.Input.urgent = true) %}',
            Next: 'C',
          },
          {
            Condition: '{% $states.context.Execution.Input.name = $states.context.Execution.Input.orders[0].id %}',
            Next: 'D',
          },
        ],
        Default: 'E',
      },
      ...Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((name) => [name, { Type: 'Succeed' }])),
    },
    JSONPath: {
      'Which?': {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$$.Execution.Input.orders[0].note', IsPresent: true },
              { Variable: '$$.Execution.Input.orders[0].note', StringEquals: 'x' },
            ],
            Next: 'A',
          },
          {
            Not: {
              And: [
                { Variable: '$$.Execution.Input.orders[0].note', IsPresent: true },
                { Variable: '$$.Execution.Input.orders[0].note', StringEquals: 'x' },
              ],
            },
            Next: 'B',
          },
          {
            And: [
              { Variable: '$$.Execution.Input.orders[1]', IsPresent: true },
              {
                Not: {
                  And: [
                    { Variable: '$$.Execution.Input.urgent', IsPresent: true },
                    { Variable: '$$.Execution.Input.urgent', BooleanEquals: true },
                  ],
                },
              },
            ],
            Next: 'C',
          },
          {
            And: [
              { Variable: '$$.Execution.Input.orders[0].id', IsPresent: true },
              { Variable: '$$.Execution.Input.orders[0].id', IsString: true },
              { Variable: '$$.Execution.Input.name', StringEqualsPath: '$$.Execution.Input.orders[0].id' },
            ],
            Next: 'D',
          },
        ],
        Default: 'E',
      },
      ...Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((name) => [name, { Type: 'Succeed' }])),
    },
  },
  {
    what: 'what a schema or a Pass says is there needs no guard, what comes from elsewhere does',
    write: (start) =>
      start
        .task('Size', () => lambda.invoke(count_, { of: 'x' }))
        .task('Query', query)
        .pass('Made', () => ({ n: 1 }))
        .choice('Which?', (when) =>
          when
            .if(
              ({ results }) => gt(results.Size.n, 1),
              (then) => then.succeed('A'),
            )
            .if(
              ({ results }) => gt(results.Size.first, 'm'),
              (then) => then.succeed('B'),
            )
            .if(
              ({ results }) => gt(results.Made.n, 1),
              (then) => then.succeed('C'),
            )
            .if(
              ({ results }) => eq(results.Query.QueryExecution.Status.State, 'SUCCEEDED'),
              (then) => then.succeed('D'),
            )
            .otherwise((then) => then.succeed('E')),
        ),
    JSONata: {
      Size: expect.anything(),
      Query: expect.anything(),
      Made: expect.anything(),
      'Which?': {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $size.n > 1 %}', Next: 'A' },
          { Condition: "{% $exists($size.first) and $size.first > 'm' %}", Next: 'B' },
          { Condition: '{% $made.n > 1 %}', Next: 'C' },
          { Condition: "{% $query.QueryExecution.Status.State = 'SUCCEEDED' %}", Next: 'D' },
        ],
        Default: 'E',
      },
      ...Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((name) => [name, { Type: 'Succeed' }])),
    },
    JSONPath: {
      Size: expect.anything(),
      Query: expect.anything(),
      Made: expect.anything(),
      'Which?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$size.n', NumericGreaterThan: 1, Next: 'A' },
          {
            And: [
              { Variable: '$size.first', IsPresent: true },
              { Variable: '$size.first', StringGreaterThan: 'm' },
            ],
            Next: 'B',
          },
          { Variable: '$made.n', NumericGreaterThan: 1, Next: 'C' },
          {
            And: [
              { Variable: '$query.QueryExecution.Status.State', IsPresent: true },
              { Variable: '$query.QueryExecution.Status.State', StringEquals: 'SUCCEEDED' },
            ],
            Next: 'D',
          },
        ],
        Default: 'E',
      },
      ...Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((name) => [name, { Type: 'Succeed' }])),
    },
  },
  {
    what: 'a branch without states where the machine ends goes to a Succeed',
    write: (start) =>
      start.choice('Work?', (when) =>
        when
          .if(
            () => '{% $states.input.work = true %}',
            (then) => then.task('Query', query),
          )
          .otherwise((then) => then),
      ),
    JSONata: {
      'Work?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.work = true %}', Next: 'Query' }],
        Default: 'Done',
      },
      Query: { ...sqlA, End: true },
      Done: { Type: 'Succeed' },
    },
  },
  {
    what: 'arrays that are made go in brackets in JSONata',
    write: (start) =>
      start.pass('Lists', (here) => ({
        ids: pluck(here.input.orders, (order) => order.id),
        notes: pluck(here.input.orders, (order) => order.lines[0].sku),
        large: filter(here.input.orders, (order) => gt(order.total, 9)),
        n: count(here.input.orders),
        has: includes(
          pluck(here.input.orders, (order) => order.id),
          'x',
        ),
      })),
    JSONata: {
      Lists: {
        Type: 'Pass',
        Output: {
          ids: '{% [$states.context.Execution.Input.orders.id] %}',
          notes: '{% [$states.context.Execution.Input.orders.lines[0].sku] %}',
          large: '{% [$filter($states.context.Execution.Input.orders, function($element) { $element.total > 9 })] %}',
          n: '{% $count($states.context.Execution.Input.orders) %}',
          has: "{% 'x' in [$states.context.Execution.Input.orders.id] %}",
        },
        End: true,
      },
    },
    JSONPath: {
      Lists: {
        Type: 'Pass',
        Parameters: {
          'ids.$': '$$.Execution.Input.orders[*].id',
          'notes.$': '$$.Execution.Input.orders[*].lines[0].sku',
          'large.$': '$$.Execution.Input.orders[?(@.total > 9)]',
          'n.$': 'States.ArrayLength($$.Execution.Input.orders)',
          'has.$': "States.ArrayContains($$.Execution.Input.orders[*].id, 'x')",
        },
        End: true,
      },
    },
  },
  {
    what: 'what JSONata alone computes',
    write: (start) =>
      start.pass('Computed', (here) => ({
        note: orElse(here.input.orders[0].note, 'none'),
        all: containsAll(
          pluck(here.input.orders, (order) => order.id),
          ['a', 'b'],
        ),
        both: containsAll(here.input.orders[0].lines[0].tags, ['a', 'b']),
        labels: pluck(here.input.orders, (order) => text`${order.id}!`),
      })),
    JSONata: {
      Computed: {
        Type: 'Pass',
        Output: {
          note: "{% $states.context.Execution.Input.orders[0].note != null ? $states.context.Execution.Input.orders[0].note : 'none' %}",
          all: "{% $count($filter(['a', 'b'], function($element) { $not($element in [$states.context.Execution.Input.orders.id]) })) = 0 %}",
          both: "{% 'a' in $states.context.Execution.Input.orders[0].lines[0].tags and 'b' in $states.context.Execution.Input.orders[0].lines[0].tags %}",
          labels: "{% [$map($states.context.Execution.Input.orders, function($element) { $element.id & '!' })] %}",
        },
        End: true,
      },
    },
  },
  {
    what: 'the item of a Map, read in its first state only',
    write: (start) =>
      start.map(
        'Each',
        (here) => here.input.orders,
        (each) => each.pass('Id', ({ item }) => ({ id: item.id })),
        { MaxConcurrency: 1 },
      ),
    JSONata: {
      Each: {
        Type: 'Map',
        Items: '{% $states.context.Execution.Input.orders %}',
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Id',
          States: { Id: { Type: 'Pass', Output: { id: '{% $states.input.id %}' }, End: true } },
        },
        End: true,
      },
    },
    JSONPath: {
      Each: {
        Type: 'Map',
        ItemsPath: '$$.Execution.Input.orders',
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Id',
          States: { Id: { Type: 'Pass', Parameters: { 'id.$': '$.id' }, End: true } },
        },
        End: true,
      },
    },
  },
  {
    what: 'the item read later and in a handler: the first state and its Catcher assign it; in JSONPath a Pass in front does',
    write: (start) =>
      start.map(
        'Each',
        (here) => here.input.orders,
        (each) =>
          each
            .task('Query', query, {
              catch: (on) =>
                on.error(['States.ALL'], (failed) => failed.pass('Sorry', ({ item }) => ({ id: item.id }))),
            })
            .pass('Id', ({ item }) => ({ id: item.id })),
      ),
    JSONata: {
      Each: {
        Type: 'Map',
        Items: '{% $states.context.Execution.Input.orders %}',
        ItemProcessor: {
          StartAt: 'Query',
          States: {
            Query: {
              ...sqlA,
              Assign: { eachItem: '{% $states.input %}' },
              Catch: [{ ErrorEquals: ['States.ALL'], Assign: { eachItem: '{% $states.input %}' }, Next: 'Sorry' }],
              Next: 'Id',
            },
            Sorry: { Type: 'Pass', Output: { id: '{% $eachItem.id %}' }, Next: 'Id' },
            Id: { Type: 'Pass', Output: { id: '{% $eachItem.id %}' }, End: true },
          },
        },
        End: true,
      },
    },
    JSONPath: {
      Each: {
        Type: 'Map',
        ItemsPath: '$$.Execution.Input.orders',
        ItemProcessor: {
          StartAt: 'Each: item',
          States: {
            'Each: item': { Type: 'Pass', Assign: { 'eachItem.$': '$' }, Next: 'Query' },
            Query: { ...sqlP, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }], Next: 'Id' },
            Sorry: { Type: 'Pass', Parameters: { 'id.$': '$eachItem.id' }, Next: 'Id' },
            Id: { Type: 'Pass', Parameters: { 'id.$': '$eachItem.id' }, End: true },
          },
        },
        End: true,
      },
    },
  },
  {
    what: 'a Map in a Map, the outer item read inside: a Pass in front assigns it',
    write: (start) =>
      start.map(
        'Orders',
        (here) => here.input.orders,
        (order) =>
          order.map(
            'Lines',
            ({ item }) => item.lines,
            (line) => line.pass('Both', ({ item, items }) => ({ order: items.Orders.id, sku: item.sku })),
          ),
      ),
    JSONata: {
      Orders: {
        Type: 'Map',
        Items: '{% $states.context.Execution.Input.orders %}',
        ItemProcessor: {
          StartAt: 'Orders: item',
          States: {
            'Orders: item': { Type: 'Pass', Assign: { ordersItem: '{% $states.input %}' }, Next: 'Lines' },
            Lines: {
              Type: 'Map',
              Items: '{% $ordersItem.lines %}',
              ItemProcessor: {
                StartAt: 'Both',
                States: {
                  Both: {
                    Type: 'Pass',
                    Output: { order: '{% $ordersItem.id %}', sku: '{% $states.input.sku %}' },
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
        End: true,
      },
    },
    JSONPath: {
      Orders: {
        Type: 'Map',
        ItemsPath: '$$.Execution.Input.orders',
        ItemProcessor: {
          StartAt: 'Orders: item',
          States: {
            'Orders: item': { Type: 'Pass', Assign: { 'ordersItem.$': '$' }, Next: 'Lines' },
            Lines: {
              Type: 'Map',
              ItemsPath: '$ordersItem.lines',
              ItemProcessor: {
                StartAt: 'Both',
                States: {
                  Both: { Type: 'Pass', Parameters: { 'order.$': '$ordersItem.id', 'sku.$': '$.sku' }, End: true },
                },
              },
              End: true,
            },
          },
        },
        End: true,
      },
    },
  },
  {
    what: 'a loop back to the first state of an iteration: its input is then no longer the item',
    write: (start) =>
      start.map(
        'Each',
        (here) => here.input.orders,
        (each) =>
          each
            .task('Poll', ({ item }) => lambda.invoke(count_, { of: item.id }))
            .choice('Again?', (when) =>
              when
                .if(
                  ({ results }) => eq(results.Poll.n, 0),
                  (again) => again.wait('Pause', { Seconds: 1 }).goto({ to: 'Poll' }),
                )
                .otherwise((then) => then.succeed('Enough')),
            ),
      ),
    JSONata: {
      Each: {
        Type: 'Map',
        Items: '{% $states.context.Execution.Input.orders %}',
        ItemProcessor: {
          StartAt: 'Each: item',
          States: {
            'Each: item': { Type: 'Pass', Assign: { eachItem: '{% $states.input %}' }, Next: 'Poll' },
            Poll: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Arguments: { FunctionName: '${CountArn}', Payload: { of: '{% $eachItem.id %}' } },
              Output: '{% $states.result.Payload %}',
              Assign: { poll: '{% $states.result.Payload %}' },
              Next: 'Again?',
            },
            'Again?': {
              Type: 'Choice',
              Choices: [{ Condition: '{% $poll.n = 0 %}', Next: 'Pause' }],
              Default: 'Enough',
            },
            Pause: { Type: 'Wait', Seconds: 1, Next: 'Poll' },
            Enough: { Type: 'Succeed' },
          },
        },
        End: true,
      },
    },
  },
  {
    what: 'Parallel: a tuple; outer variables are read inside',
    write: (start) =>
      start
        .pass('Made', () => ({ n: 1 }))
        .parallel('Both', (all) =>
          all
            .branch((left) => left.pass('Left', ({ results }) => ({ left: results.Made.n })))
            .branch((right) => right.pass('Right', () => ({ right: 'r' }))),
        )
        .pass('After', ({ results }) => ({ right: results.Both[1].right })),
    JSONata: {
      Made: { Type: 'Pass', Output: { n: 1 }, Assign: { made: { n: 1 } }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Left', States: { Left: { Type: 'Pass', Output: { left: '{% $made.n %}' }, End: true } } },
          { StartAt: 'Right', States: { Right: { Type: 'Pass', Output: { right: 'r' }, End: true } } },
        ],
        Assign: { both: '{% $states.result %}' },
        Next: 'After',
      },
      After: { Type: 'Pass', Output: { right: '{% $both[1].right %}' }, End: true },
    },
    JSONPath: {
      Made: { Type: 'Pass', Result: { n: 1 }, Assign: { 'made.$': '$' }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Left', States: { Left: { Type: 'Pass', Parameters: { 'left.$': '$made.n' }, End: true } } },
          { StartAt: 'Right', States: { Right: { Type: 'Pass', Result: { right: 'r' }, End: true } } },
        ],
        Assign: { 'both.$': '$' },
        Next: 'After',
      },
      After: { Type: 'Pass', Parameters: { 'right.$': '$both[1].right' }, End: true },
    },
  },
  {
    what: 'a Catch out of a Map: the Catcher assigns the error, and .assign at the start of the handler',
    write: (start) =>
      start
        .assign(() => ({ note: 'fine' }))
        .map(
          'Each',
          (here) => here.input.orders,
          (each) => each.task('Query', query),
          {
            retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2 }],
            catch: (on) =>
              on
                .error(['States.Timeout'], (failed) => failed.assign(({ error }) => ({ note: error.Cause })))
                .error(['States.ALL'], (failed) =>
                  failed.fail('Give up', ({ error }) => ({ Error: 'Each', Cause: error.Cause })),
                ),
          },
        )
        .pass('After', ({ vars }) => ({ note: vars.note })),
    JSONata: {
      'Assign note': { Type: 'Pass', Assign: { note: 'fine' }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: '{% $states.context.Execution.Input.orders %}',
        ItemProcessor: { StartAt: 'Query', States: { Query: { ...sqlA, End: true } } },
        Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2 }],
        Catch: [
          {
            ErrorEquals: ['States.Timeout'],
            Assign: { note: '{% $states.errorOutput.Cause %}' },
            Next: 'After',
          },
          { ErrorEquals: ['States.ALL'], Assign: { eachError: '{% $states.errorOutput %}' }, Next: 'Give up' },
        ],
        Next: 'After',
      },
      'Give up': { Type: 'Fail', Error: 'Each', Cause: '{% $eachError.Cause %}' },
      After: { Type: 'Pass', Output: { note: '{% $note %}' }, End: true },
    },
    JSONPath: {
      'Assign note': { Type: 'Pass', Assign: { note: 'fine' }, Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$$.Execution.Input.orders',
        ItemProcessor: { StartAt: 'Query', States: { Query: { ...sqlP, End: true } } },
        Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2 }],
        Catch: [
          {
            ErrorEquals: ['States.Timeout'],
            Assign: { 'note.$': '$.Cause' },
            Next: 'After',
          },
          { ErrorEquals: ['States.ALL'], Assign: { 'eachError.$': '$' }, Next: 'Give up' },
        ],
        Next: 'After',
      },
      'Give up': { Type: 'Fail', Error: 'Each', CausePath: '$eachError.Cause' },
      After: { Type: 'Pass', Parameters: { 'note.$': '$note' }, End: true },
    },
  },
  {
    what: 'a Distributed Map: what its states need goes in by the ItemSelector; inside, the item is the execution input',
    write: (start) =>
      start
        .pass('Made', () => ({ day: 'd' }))
        .distributedMap(
          'Each',
          {
            items: (here) => here.input.orders,
            itemSelector: ({ item, index, results }) => ({ id: item.id, index, day: results.Made.day }),
          },
          (each) => each.task('Query', query).pass('Id', ({ item }) => ({ id: item.id, day: item.day })),
          { Label: 'orders', ExecutionType: 'EXPRESS', ToleratedFailurePercentage: 5 },
        ),
    JSONata: {
      Made: { Type: 'Pass', Output: { day: 'd' }, Assign: { made: { day: 'd' } }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: '{% $states.context.Execution.Input.orders %}',
        ItemSelector: {
          id: '{% $states.context.Map.Item.Value.id %}',
          index: '{% $states.context.Map.Item.Index %}',
          day: '{% $made.day %}',
        },
        ToleratedFailurePercentage: 5,
        Label: 'orders',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Query',
          States: {
            Query: { ...sqlA, Next: 'Id' },
            Id: {
              Type: 'Pass',
              Output: {
                id: '{% $states.context.Execution.Input.id %}',
                day: '{% $states.context.Execution.Input.day %}',
              },
              End: true,
            },
          },
        },
        End: true,
      },
    },
  },
  {
    what: 'a Distributed Map over objects in S3, in batches',
    write: (start) =>
      start.distributedMap(
        'Each',
        {
          item: z.object({ Key: z.string() }),
          ItemReader: (here) => ({
            Resource: 'arn:aws:states:::s3:listObjectsV2',
            Arguments: { Bucket: 'b', Prefix: here.input.name },
            ReaderConfig: { MaxItems: here.input.limit },
          }),
          ItemBatcher: (here) => ({ MaxItemsPerBatch: here.input.limit, BatchInput: { name: here.input.name } }),
        },
        (batch) => batch.pass('First', ({ item }) => ({ key: item.Items[0].Key, name: item.BatchInput.name })),
      ),
    JSONata: {
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Arguments: { Bucket: 'b', Prefix: '{% $states.context.Execution.Input.name %}' },
          ReaderConfig: { MaxItems: '{% $states.context.Execution.Input.limit %}' },
        },
        ItemBatcher: {
          MaxItemsPerBatch: '{% $states.context.Execution.Input.limit %}',
          BatchInput: { name: '{% $states.context.Execution.Input.name %}' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'First',
          States: {
            First: {
              Type: 'Pass',
              Output: {
                key: '{% $states.context.Execution.Input.Items[0].Key %}',
                name: '{% $states.context.Execution.Input.BatchInput.name %}',
              },
              End: true,
            },
          },
        },
        End: true,
      },
    },
    JSONPath: {
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Parameters: { Bucket: 'b', 'Prefix.$': '$$.Execution.Input.name' },
          ReaderConfig: { MaxItemsPath: '$$.Execution.Input.limit' },
        },
        ItemBatcher: {
          MaxItemsPerBatchPath: '$$.Execution.Input.limit',
          BatchInput: { 'name.$': '$$.Execution.Input.name' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'First',
          States: {
            First: {
              Type: 'Pass',
              Parameters: {
                'key.$': '$$.Execution.Input.Items[0].Key',
                'name.$': '$$.Execution.Input.BatchInput.name',
              },
              End: true,
            },
          },
        },
        End: true,
      },
    },
  },
  {
    what: 'fields that have a Path form, and raw expressions',
    write: (start) =>
      start
        .task(
          'Raw',
          () => task({ Resource: 'arn:aws:states:::sns:publish', Arguments: { Message: 'm', TopicArn: 't' } }),
          {
            TimeoutSeconds: (here) => here.input.limit,
            Credentials: (here) => ({ RoleArn: here.input.name }),
          },
        )
        .wait('Until', { Timestamp: (here) => here.input.name }),
    JSONata: {
      Raw: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Arguments: { Message: 'm', TopicArn: 't' },
        TimeoutSeconds: '{% $states.context.Execution.Input.limit %}',
        Credentials: { RoleArn: '{% $states.context.Execution.Input.name %}' },
        Next: 'Until',
      },
      Until: { Type: 'Wait', Timestamp: '{% $states.context.Execution.Input.name %}', End: true },
    },
    JSONPath: {
      Raw: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Parameters: { Message: 'm', TopicArn: 't' },
        TimeoutSecondsPath: '$$.Execution.Input.limit',
        Credentials: { 'RoleArn.$': '$$.Execution.Input.name' },
        Next: 'Until',
      },
      Until: { Type: 'Wait', TimestampPath: '$$.Execution.Input.name', End: true },
    },
  },
]

describe.each(['JSONata', 'JSONPath'] as const)('%s', (queryLanguage) => {
  test.each(pairs.filter((pair) => pair[queryLanguage] !== undefined))('$what', (pair) => {
    const machine = pair.write(flow('pair', { input, queryLanguage })).build()
    expect(machine.States).toEqual(pair[queryLanguage])
  })
})
