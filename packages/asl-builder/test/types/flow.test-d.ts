import {
  athena,
  count,
  eq,
  flow,
  fragment,
  gt,
  gte,
  includes,
  lambda,
  orElse,
  pluck,
  plus,
  present,
  task,
  text,
  whole,
  type StateMachine,
} from 'asl-builder'
import { z } from 'zod'

const measure = lambda.fn('${MeasureArn}', {
  input: z.object({ name: z.string(), size: z.number().optional() }),
  output: z.object({ n: z.number(), s: z.string(), maybe: z.string().optional(), kind: z.enum(['big', 'small']) }),
})
const base = flow('base', { input: z.object({ name: z.string(), limit: z.number() }) })
  .task('Show tables', () => athena.startQueryExecution.sync({ QueryString: 'SHOW TABLES' }))
  .task('Count', () => lambda.invoke(measure, { name: 'x' }))
const query = () => athena.startQueryExecution.sync({ QueryString: 'SELECT 1' })
const rows = base.task('Rows', () => athena.getQueryResults({ QueryExecutionId: 'x' }))

// ---- what compiles
base
  .task('A', () => lambda.invoke(measure, { name: '{% $uppercase("x") %}', size: '{% 1 + 2 %}' }))
  .task('B', ({ results }) => lambda.invoke(measure, { name: results.A.s, size: results.A.n }))
  .task('C', ({ input, results }) => athena.startQueryExecution({ QueryString: text`${input.name} ${results.B.n}` }))
base.task('A', ({ results }) => lambda.invoke(measure, { name: orElse(results.Count.maybe, 'none') }))
base.task('A', ({ results }) => lambda.invoke(measure, { name: present(results.Count.maybe) }))
rows.choice('C', (when) =>
  when
    .if(
      ({ results }) =>
        includes(
          pluck(results.Rows.ResultSet.Rows, (row) => row.Data[0].VarCharValue),
          'users',
        ),
      (then) => then.goto({ to: 'Rows' }),
    )
    .otherwise((then) => then.goto({ to: 'Show tables' })),
)
// one branch goes on: what it did has happened
base
  .choice('C', (when) =>
    when
      .if(
        ({ results }) => gt(results.Count.n, 1),
        (then) => then.fail('F'),
      )
      .otherwise((then) => then.task('X', query)),
  )
  .task('A', ({ results }) => lambda.invoke(measure, { name: results.X.QueryExecution.Query }))
// a variable that every branch assigned
base
  .choice('C', (when) =>
    when
      .if(
        ({ results }) => gt(results.Count.n, 1),
        (then) => then.assign(() => ({ a: 'x', b: 1 })),
      )
      .otherwise((then) => then.assign(() => ({ a: 'y' }))),
  )
  .task('A', ({ vars }) => lambda.invoke(measure, { name: vars.a }))
// items of both Maps, outer results inside, the tuple of a Parallel
rows
  .map(
    'M',
    ({ results }) => results.Rows.ResultSet.Rows,
    (row) =>
      row.map(
        'Cells',
        ({ item }) => item.Data,
        (cell) =>
          cell.pass('Cell', ({ item, items, results }) => ({
            value: orElse(item.VarCharValue, ''),
            cells: count(items.M.Data),
            n: results.Count.n,
          })),
      ),
  )
  .parallel('P', (all) =>
    all.branch((one) => one.pass('L', () => ({ left: 1 }))).branch((other) => other.pass('R', () => ({ right: 'r' }))),
  )
  .task('A', ({ results }) => lambda.invoke(measure, { name: results.P[1].right, size: results.P[0].left }))
// a Distributed Map over objects in S3, in batches
base.distributedMap(
  'D',
  {
    item: z.object({ Key: z.string(), Size: z.number() }),
    ItemReader: ({ input }) => ({
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Arguments: { Bucket: 'b', Prefix: input.name },
    }),
    itemSelector: ({ item, index, results }) => ({ key: item.Key, index, n: results.Count.n }),
    ItemBatcher: ({ input }) => ({ MaxItemsPerBatch: input.limit, BatchInput: { name: input.name } }),
  },
  (batch) =>
    batch.task('A', ({ item }) =>
      lambda.invoke(measure, { name: text`${item.BatchInput.name} ${item.Items[0].key}`, size: item.Items[0].n }),
    ),
)
// a whole object as a payload, optional fields and all
flow('m', { input: z.object({ name: z.string(), size: z.number().optional() }) }).task('A', ({ input }) =>
  lambda.invoke(measure, whole(input)),
)
// an untyped call's result may be read freely
base.task('A', () => task({ Resource: '${Arn}' })).pass('P', ({ results }) => ({ any: results.A.what.ever }))
// input and output of the machine
const machine: StateMachine<{ name: string; limit: number }, { n: number }> = base
  .pass('Out', ({ results }) => ({ n: results.Count.n }))
  .build()
void machine
const ended: StateMachine<{ name: string; limit: number }, { n: number } | string> = base
  .choice('C', (when) =>
    when
      .if(
        ({ results }) => gt(results.Count.n, 1),
        (then) => then.succeed('S', ({ results }) => results.Count.s),
      )
      .otherwise((then) => then.pass('Out', ({ results }) => ({ n: results.Count.n }))),
  )
  .build()
void ended
const notify = fragment<{ results: { 'Show tables': { QueryExecution: { QueryExecutionId: string } } } }>()((some) =>
  some.task('Notify', ({ results }) =>
    athena.getQueryResults({ QueryExecutionId: results['Show tables'].QueryExecution.QueryExecutionId }),
  ),
)
base.use(notify).pass('After', ({ results }) => ({ n: count(results.Notify.ResultSet.Rows), s: results.Count.s }))
base
  .use(notify)
  .use(notify, { prefix: 'Again: ' })
  .pass('After', ({ results }) => ({ n: count(results['Again: Notify'].ResultSet.Rows), s: results.Notify.ResultSet }))

// ---- a target that does not exist
// @ts-expect-error Did you mean '"Show tables"'?
base.goto({ to: 'Show table' })
base
  .choice('C', (when) =>
    when
      .if(
        ({ results }) => gt(results.Count.n, 1),
        (then) => then.task('In branch', query),
      )
      .otherwise((then) => then),
  )
  // @ts-expect-error Type '"In branch"' is not assignable to type '
  .goto({ to: 'In branch' })
rows.map(
  'M',
  ({ results }) => results.Rows.ResultSet.Rows,
  // @ts-expect-error No state of this scope ran before: there is none to go back to
  (each) => each.goto({ to: 'Count' }),
)

// ---- a name twice, in any scope
// @ts-expect-error Duplicate state name \"Count\"
base.task('Count', query)
// @ts-expect-error Duplicate state name \"Count\"
base.pass('Count')
// @ts-expect-error Duplicate state name \"Count\"
base.fail('Count')
rows.map(
  'M',
  ({ results }) => results.Rows.ResultSet.Rows,
  // @ts-expect-error Duplicate state name \"Count\"
  (each) => each.task('Count', query),
)
rows
  .map(
    'M',
    ({ results }) => results.Rows.ResultSet.Rows,
    (each) => each.task('X', query),
  )
  // @ts-expect-error Duplicate state name \"X\"
  .task('X', query)
base.choice('C', (when) =>
  when
    .if(
      ({ results }) => gt(results.Count.n, 1),
      (t) => t.task('X', query),
    )
    // @ts-expect-error Duplicate state name \"X\"
    .otherwise((t) => t.task('X', query)),
)
// @ts-expect-error Duplicate state name \"X\"
base.parallel('P', (all) => all.branch((b) => b.task('X', query)).branch((b) => b.task('X', query)))
// @ts-expect-error Duplicate state name \"Count\"
base.task('Y', query, { catch: (on) => on.error(['States.ALL'], (failed) => failed.task('Count', query).fail('F')) })
base.task('Y', query, {
  // @ts-expect-error Duplicate state name \"F\"
  catch: (on) => on.error(['States.Timeout'], (t) => t.fail('F')).error(['States.ALL'], (t) => t.fail('F')),
})
// @ts-expect-error Duplicate state name \"Notify\"
base.use(notify).use(notify)

// ---- parameters, payloads and options
// @ts-expect-error Property 'QueryString' is missing
base.task('A', () => athena.startQueryExecution({ WorkGroup: 'primary' }))
// @ts-expect-error Did you mean to write 'WorkGroup'?
base.task('A', () => athena.startQueryExecution({ QueryString: 'x', WorkGrup: 'primary' }))
// @ts-expect-error Did you mean to write 'QueryString'?
base.task('A', () => athena.startQueryExecution({ QueryStrin: 'x' }))
// @ts-expect-error Did you mean to write 'OutputLocation'?
base.task('A', () => athena.startQueryExecution({ QueryString: 'x', ResultConfiguration: { OutputLocatio: 's3://b' } }))
// @ts-expect-error Did you mean to write 'size'?
base.task('A', () => lambda.invoke(measure, { name: 'x', siz: 3 }))
// @ts-expect-error Property 'name' is missing
base.task('A', () => lambda.invoke(measure, { size: 3 }))
// @ts-expect-error Did you mean to write 'TimeoutSeconds'?
base.task('A', query, { TimeoutSecond: 3 })
// @ts-expect-error Did you mean to write 'MaxAttempts'?
base.task('A', query, { retry: [{ ErrorEquals: ['States.ALL'], MaxAttempt: 3 }] })
// @ts-expect-error 'retry' does not exist in type
base.pass('P', () => 1, { retry: [{ ErrorEquals: ['States.ALL'] }] })
rows.map(
  'M',
  ({ results }) => results.Rows.ResultSet.Rows,
  (each) => each.pass('P'),
  // @ts-expect-error Did you mean to write 'MaxConcurrency'?
  { MaxConcurency: 1 },
)
// @ts-expect-error Did you mean to write 'Seconds'?
base.wait('W', { Second: 3 })
// @ts-expect-error Property 'sync' does not exist
base.task('A', () => athena.getQueryResults.sync({ QueryExecutionId: 'x' }))
// @ts-expect-error Did you mean to write 'queryLanguage'?
flow('m', { queryLangage: 'JSONPath' })
// @ts-expect-error Did you mean '"JSONPath"'?
flow('m', { queryLanguage: 'JSONPaths' })

// @ts-expect-error \"Cauze\" is no field of a Fail. Did you mean \"Error\" or \"Cause\"?
base.fail('F', () => ({ Error: 'E', Cauze: 'x' }))
// @ts-expect-error \"Cauze\" is no field of a Fail. Did you mean \"Error\" or \"Cause\"?
base.fail('F', ({ results }) => ({ Cauze: results.Count.s }))

// ---- a choice without a way out
base.choice('C', (when) =>
  // @ts-expect-error A choice ends with .otherwise(…): the way out when no test is true
  when.if(
    ({ results }) => gt(results.Count.n, 1),
    (then) => then.task('X', query),
  ),
)

// ---- reading
base.task('A', ({ results }) =>
  // @ts-expect-error Did you mean 'QueryExecutionId'?
  athena.getQueryResults({ QueryExecutionId: results['Show tables'].QueryExecution.QueryExecutionID }),
)
// @ts-expect-error Property 'QueryExecution' does not exist
base.task('A', ({ results }) => lambda.invoke(measure, { name: results.Count.QueryExecution }))
// @ts-expect-error Did you mean 'Show tables'?
base.task('A', ({ results }) => lambda.invoke(measure, { name: results['Show table'].QueryExecution.Query }))
// @ts-expect-error Property 'nam' does not exist
base.task('A', ({ input }) => lambda.invoke(measure, { name: input.nam }))
base
  .choice('C', (when) =>
    when
      .if(
        ({ results }) => gt(results.Count.n, 1),
        (t) => t.task('X', query),
      )
      .otherwise((t) => t),
  )
  // @ts-expect-error Property 'X' does not exist
  .task('A', ({ results }) => lambda.invoke(measure, { name: results.X.QueryExecution.Query }))
base.task('Y', query, {
  catch: (on) =>
    on.error(['States.ALL'], (failed) =>
      // @ts-expect-error Property 'Y' does not exist
      failed.fail('F', ({ results }) => ({ Cause: results.Y.QueryExecution.Query })),
    ),
})
base
  .task('Y', query, { catch: (on) => on.error(['States.ALL'], (failed) => failed.pass('Sorry')) })
  // @ts-expect-error Property 'Y' does not exist
  .task('A', ({ results }) => lambda.invoke(measure, { name: results.Y.QueryExecution.Query }))
rows.distributedMap('D', { items: ({ results }) => results.Rows.ResultSet.Rows }, (each) =>
  // @ts-expect-error Property 'Count' does not exist
  each.task('A', ({ results }) => lambda.invoke(measure, { name: results.Count.s })),
)
rows.distributedMap('D', { items: ({ results }) => results.Rows.ResultSet.Rows }, (each) =>
  // @ts-expect-error Property 'input' does not exist
  each.task('A', ({ input }) => lambda.invoke(measure, { name: input.name })),
)
rows
  .map(
    'M',
    ({ results }) => results.Rows.ResultSet.Rows,
    (each) => each.task('X', query),
  )
  // @ts-expect-error Property 'X' does not exist
  .task('A', ({ results }) => lambda.invoke(measure, { name: results.X.QueryExecution.Query }))
base
  .parallel('P', (all) => all.branch((b) => b.task('X', query)))
  // @ts-expect-error Property 'X' does not exist
  .task('A', ({ results }) => lambda.invoke(measure, { name: results.X.QueryExecution.Query }))
// @ts-expect-error Property 'error' does not exist
base.fail('F', ({ error }) => ({ Cause: error.Cause }))
// @ts-expect-error Property 'item' does not exist
base.fail('F', ({ item }) => ({ Cause: item.Cause }))
rows.map(
  'M',
  ({ results }) => results.Rows.ResultSet.Rows,
  // @ts-expect-error Property 'Dat' does not exist
  (each) => each.pass('P', ({ item }) => item.Dat[0].VarCharValue),
)
// @ts-expect-error Did you mean 'Notify'?
base.use(notify).task('Z', ({ results }) => lambda.invoke(measure, { name: results.Notyfy.NextToken }))

flow('m', { input: z.object({ nam: z.string() }) }).task('A', ({ input }) =>
  // @ts-expect-error Type '{ nam: string | Ref<string>; }' is not assignable to type
  lambda.invoke(measure, whole(input)),
)

// ---- variables
// @ts-expect-error Property 'nope' does not exist
base.task('A', ({ vars }) => lambda.invoke(measure, { name: vars.nope }))
base
  .assign(() => ({ total: 1 }))
  // @ts-expect-error Did you mean 'total'?
  .task('A', ({ vars }) => lambda.invoke(measure, { name: 'x', size: vars.totl }))
base
  .choice('C', (when) =>
    when
      .if(
        ({ results }) => gt(results.Count.n, 1),
        (t) => t.assign(() => ({ a: 'x', b: 'y' })),
      )
      .otherwise((t) => t.assign(() => ({ a: 'z' }))),
  )
  // @ts-expect-error Property 'b' does not exist
  .task('A', ({ vars }) => lambda.invoke(measure, { name: vars.b }))
base
  .assign(() => ({ total: 1 }))
  .pass('P')
  // @ts-expect-error Type '"x"' is not assignable to type 'number | R
  .assign(() => ({ total: 'x' }))
base
  .assign(() => ({ total: 1 }))
  // @ts-expect-error An inner scope cannot assign a variable of an outer scope
  .parallel('P', (all) => all.branch((one) => one.pass('Q').assign(() => ({ total: 2 }))))
base
  .assign(() => ({ total: 1 }))
  .map(
    'M',
    () => ['a'],
    // @ts-expect-error An inner scope cannot assign a variable of an outer scope
    (each) => each.pass('Q', () => 1, { assign: () => ({ total: 2 }) }),
  )

// ---- types of values
base.choice('C', (when) =>
  when
    .if(
      // @ts-expect-error is not assignable to parameter of type 'Operand<number>'
      ({ results }) => eq(results.Count.n, 'three'),
      (t) => t,
    )
    .otherwise((t) => t),
)
base.choice('C', (when) =>
  when
    .if(
      // @ts-expect-error 'number' is not assignable to parameter of type 'Operand<string>'
      ({ results }) => gte(results.Count.s, 3),
      (t) => t,
    )
    .otherwise((t) => t),
)
base.choice('C', (when) =>
  when
    .if(
      // @ts-expect-error '"SUCCEDED"' is not assignable to parameter of type
      ({ results }) => eq(results['Show tables'].QueryExecution.Status.State, 'SUCCEDED'),
      (t) => t,
    )
    .otherwise((t) => t),
)
base.choice('C', (when) =>
  when
    .if(
      // @ts-expect-error is not assignable to parameter of type 'Operand<number>'
      ({ results }) => eq(results.Count.n, results.Count.s),
      (t) => t,
    )
    .otherwise((t) => t),
)
// @ts-expect-error Type '"3"' is not assignable to type
base.task('A', () => lambda.invoke(measure, { name: 'x', size: '3' }))
// @ts-expect-error is not assignable to type
base.task('A', ({ results }) => lambda.invoke(measure, { name: 'x', size: results.Count.s }))
// @ts-expect-error is not assignable to type
base.task('A', ({ results }) => athena.startQueryExecution({ QueryString: results.Count.n }))
// @ts-expect-error is not assignable to type
base.task('A', ({ results }) => athena.getQueryResults({ QueryExecutionId: results['Show tables'].QueryExecution }))
// @ts-expect-error Type '"10"' is not assignable to type
base.task('A', () => athena.getQueryResults({ QueryExecutionId: 'x', MaxResults: '10' }))
// @ts-expect-error Type 'undefined' is not assignable to type 'string'
base.task('A', ({ results }) => lambda.invoke(measure, { name: results.Count.maybe }))
base.choice('C', (when) =>
  when
    .if(
      // @ts-expect-error Type 'boolean' is not assignable to type
      ({ results }) => results.Count.n > 3,
      (t) => t,
    )
    .otherwise((t) => t),
)
base.choice('C', (when) =>
  when
    .if(
      // @ts-expect-error is not assignable to type
      ({ results }) => results.Count.n,
      (t) => t,
    )
    .otherwise((t) => t),
)
// @ts-expect-error is not assignable to parameter of type
base.pass('P', ({ results }) => plus(results.Count.s, 1))
rows.map(
  'M',
  // @ts-expect-error is not assignable to type
  ({ results }) => results.Count.s,
  (each) => each.pass('P'),
)
// @ts-expect-error is not assignable to type
base.task('A', query, { TimeoutSeconds: 'soon' })
// @ts-expect-error is not assignable to type
base.wait('W', { Seconds: ({ results }) => results.Count.s })
// @ts-expect-error is not assignable to type
base.fail('F', ({ results }) => ({ Cause: results.Count.n }))

// ---- after the end, and a call that is none
// @ts-expect-error Property 'task' does not exist on type 'Ended<
base.fail('F').task('A', query)
// @ts-expect-error is not assignable to type 'Call<
base.task('A', () => 5)
// @ts-expect-error Property 'Resource' is missing
base.task('A', () => ({ Arguments: {} }))

// ---- fragments whose needs are not met
// @ts-expect-error This fragment reads the result of \"Show tables\", which has not run here or returns something else
flow('m').use(notify)
const reads = fragment<{ vars: { total: number } }>()((some) =>
  some.pass('Total', ({ vars }) => ({ total: vars.total })),
)
// @ts-expect-error This fragment reads the variable \"total\", which has no value here or one of another type
base.use(reads)
// @ts-expect-error This fragment reads the variable \"total\", which has no value here or one of another type
base.assign(() => ({ total: 'x' })).use(reads)
// @ts-expect-error Duplicate state name \"Notify\": use the fragment under a { prefix }
base.use(notify).use(notify)
// @ts-expect-error Duplicate state name \"Again: Notify\": use the fragment under a { prefix }
base.use(notify, { prefix: 'Again: ' }).use(notify, { prefix: 'Again: ' })
// @ts-expect-error Property 'Notify' does not exist
base.use(notify, { prefix: 'Again: ' }).pass('After', ({ results }) => results.Notify.ResultSet)
// @ts-expect-error 'prefx' does not exist in type 'UseOptions<
base.use(notify, { prefx: 'Again: ' })
// @ts-expect-error Duplicate state name \"Again: Notify\"
base.use(notify, { prefix: 'Again: ' }).pass('Again: Notify')

// ---- after one mistake the next one is still reported
// @ts-expect-error Duplicate state name \"Count\"
const duplicate = base.task('Count', query)
// @ts-expect-error Property 'nope' does not exist
duplicate.task('A', ({ results }) => lambda.invoke(measure, { name: results.nope.n }))
// @ts-expect-error is not assignable to type 'Call<
const noCall = base.task('A', () => 5)
// @ts-expect-error Property 'nope' does not exist
noCall.task('B', ({ results }) => lambda.invoke(measure, { name: results.nope.n }))
const open = base.choice('C', (when) =>
  // @ts-expect-error A choice ends with .otherwise
  when.if(
    ({ results }) => gt(results.Count.n, 1),
    (t) => t,
  ),
)
// @ts-expect-error Property 'nope' does not exist
open.task('B', ({ results }) => lambda.invoke(measure, { name: results.nope.n }))
// @ts-expect-error Property 'nope' does not exist
const unknownName = base.task('A', ({ results }) => lambda.invoke(measure, { name: results.nope.n }))
// @ts-expect-error Did you mean '"Show tables"'?
unknownName.goto({ to: 'Show table' })
// @ts-expect-error "many"
base.distributedMap('D', { items: () => ['a'], ItemBatcher: () => ({ MaxItemsPerBatch: 'many' }) }, (each) => each)
base.distributedMap(
  'D',
  // @ts-expect-error Type '"csv"' is not assignable to type '"CSV" |
  { ItemReader: () => ({ Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'csv' } }) },
  (each) => each,
)
