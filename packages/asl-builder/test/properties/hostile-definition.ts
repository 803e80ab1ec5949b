import { anything, array, constantFrom, integer, oneof, record, string, type Arbitrary } from 'fast-check'

const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:load'

/** A definition with every object of the language in it. */
const jsonPath = {
  Comment: 'all of JSONPath',
  StartAt: 'Load',
  States: {
    Load: {
      Type: 'Task',
      Resource: lambda,
      InputPath: '$.rows[?(@.id > 1)]',
      Parameters: { 'id.$': '$$.Execution.Id', text: { 'of.$': "States.Format('{} {}', $.a, $.b[0])" } },
      ResultSelector: { 'rows.$': '$.Payload' },
      ResultPath: '$.loaded',
      TimeoutSeconds: 60,
      HeartbeatSecondsPath: '$.beat',
      Credentials: { 'RoleArn.$': '$.role' },
      Assign: { total: 0, 'day.$': '$.day' },
      Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: 'FULL' }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Stop' }],
      Next: 'Any?',
    },
    'Any?': {
      Type: 'Choice',
      Choices: [
        {
          And: [{ Variable: '$.rows', IsPresent: true }, { Not: { Variable: '$.n', NumericEquals: 1 } }],
          Next: 'Pause',
        },
        { Variable: '$day', TimestampLessThanPath: '$.until', Next: 'Both' },
      ],
      Default: 'Each',
    },
    Pause: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z', Next: 'Any?' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'One', States: { One: { Type: 'Pass', Result: { States: { a: 1 } }, End: true } } },
        { StartAt: 'Two', States: { Two: { Type: 'Succeed' } } },
      ],
      End: true,
    },
    Each: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['id'], MaxItems: 10 },
        Parameters: { 'Bucket.$': '$.bucket', Key: 'k' },
      },
      ItemSelector: { 'item.$': '$$.Map.Item.Value' },
      ItemBatcher: { MaxItemsPerBatch: 10 },
      MaxConcurrency: 5,
      ToleratedFailurePercentage: 5.5,
      Label: 'each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Put',
        States: {
          Put: {
            Type: 'Task',
            Resource: 'arn:aws:states:::dynamodb:putItem',
            Parameters: { TableName: 't', 'Item.$': '$' },
            End: true,
          },
        },
      },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } },
      End: true,
    },
    Stop: { Type: 'Fail', ErrorPath: '$.Error', CausePath: "States.Format('{}', $.Cause)" },
  },
}

const jsonata = {
  QueryLanguage: 'JSONata',
  StartAt: 'Load',
  States: {
    Load: {
      Type: 'Task',
      Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
      Arguments: { QueryString: '{% "SELECT " & $states.input.column %}', WorkGroup: 'primary' },
      TimeoutSeconds: '{% $states.input.limit %}',
      Assign: { rows: '{% $states.result.rows[id = 1].{ "n": name } %}' },
      Output: '{% $states.result %}',
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Cause %}', Next: 'Stop' }],
      Next: 'Any?',
    },
    'Any?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $count($rows) > 0 %}', Assign: { some: true }, Next: 'Each' }],
      Default: 'Stop',
    },
    Each: {
      Type: 'Map',
      Items: '{% $rows %}',
      ItemSelector: { row: '{% $states.context.Map.Item.Value %}' },
      ItemProcessor: {
        StartAt: 'Sum',
        States: {
          Sum: { Type: 'Pass', Output: '{% ( $f := function($x) { $x + 1 }; $map($rows, $f) ) %}', End: true },
        },
      },
      End: true,
    },
    Stop: { Type: 'Fail', Error: 'Stopped', Cause: '{% $string($states.input) %}' },
  },
}

const nested = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

const fragments = [
  [
    '{% %}',
    '{%',
    '%}',
    '{%}',
    ' {% 1 %} ',
    '{% $$ %}',
    '{% phone %}',
    '{% $states.result %}',
    '{% `a %}',
    '{% /(a+)+$/ %}',
  ],
  ['{% $match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a|a)*$/) %}', '{% $replace("x", /((((x*)*)*)*)*$/, "") %}'],
  [
    '{% ${Limit} %}',
    '{% $a := %}',
    '{% $a@$b#$c.d %}',
    '{% %.a %}',
    '{% a ?: b ?? c %}',
    '{% | $ | {} | %}',
    '{% "\\ud800" %}',
  ],
  [
    '$',
    '$$',
    '$.',
    '$..',
    '$[',
    "$['a",
    '$.a[?(@',
    '$.a[?(@.b =~ /(x+x+)+y/)]',
    '$a',
    '$$.Nope',
    '$.a.length()',
    '@',
    '\ud800',
  ],
  [
    'States.Format(',
    "States.Format('{}'",
    'States.UUID()',
    'States.Nope(1)',
    "States.Hash('a','MD5')",
    'States.Array(',
    '()',
  ],
  [
    '${Name}',
    '${',
    'States.ALL',
    'Load',
    'Any?',
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    'arn:aws:lambda',
    'arn:::::::',
  ],
  ['2026-01-01T00:00:00', 'JSONata', 'JSONPath', 'DISTRIBUTED', 'Map', 'Parallel', 'Choice', 'Fail'],
].flat()

/** Values that break readers: deep, huge, of no JSON type, or with names that every object has. */
const hostileValue: Arbitrary<unknown> = oneof(
  { weight: 6, arbitrary: constantFrom<unknown>(...fragments) },
  {
    weight: 2,
    arbitrary: anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSparseArray: true,
      withNullPrototype: true,
      maxDepth: 3,
    }),
  },
  {
    weight: 2,
    arbitrary: constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      1e308,
      -0,
      NaN,
      Infinity,
      2 ** 53,
      [],
      {},
      undefined,
    ),
  },
  { weight: 1, arbitrary: string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: integer({ min: 1, max: 3000 }).map(nested) },
  { weight: 1, arbitrary: integer({ min: 1, max: 2000 }).map((times) => `{% ${'('.repeat(times)} %}`) },
  { weight: 1, arbitrary: integer({ min: 1, max: 2000 }).map((times) => `{% 1${' + $a.b[0]'.repeat(times)} %}`) },
  { weight: 1, arbitrary: integer({ min: 1, max: 2000 }).map((times) => `$${'[?(@.a == 1 && '.repeat(times)}`) },
  {
    weight: 1,
    arbitrary: integer({ min: 1, max: 300 }).map((times) => `${'States.Array('.repeat(times)}${')'.repeat(times)}`),
  },
)

/** One change: which node, counted in a walk, and what becomes of it. */
const change = record({
  node: integer({ min: 0, max: 400 }),
  how: constantFrom('replace', 'remove', 'rename', 'add', 'duplicate', 'cycle'),
  value: hostileValue,
  name: oneof(constantFrom(...fragments), string({ maxLength: 12 })),
})

/** A right definition, changed in a few places. */
export const hostileDefinition: Arbitrary<unknown> = record({
  base: constantFrom(jsonPath, jsonata),
  changes: array(change, { minLength: 1, maxLength: 4 }),
}).map(({ base, changes }) => {
  const definition = structuredClone(base) as Record<string, unknown>
  for (const { node, how, value, name } of changes) {
    const places = placesIn(definition)
    const place = places[node % places.length]
    if (!place) continue
    const { owner, key } = place
    if (how === 'replace') define(owner, key, value)
    else if (how === 'remove') delete owner[key]
    else if (how === 'rename') {
      define(owner, name, owner[key])
      delete owner[key]
    } else if (how === 'add') define(owner, name, value)
    else if (how === 'duplicate') define(owner, name, owner[key])
    else define(owner, key, definition)
  }
  return definition
})

/** An own property even for a name such as `__proto__`. */
const define = (owner: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === 'length' && Array.isArray(owner)) return // not a member that an array can be given
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Every member of every object and array, to a depth that ends. */
function placesIn(value: unknown, depth = 0): { owner: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null || depth > 12 || Object.isFrozen(value)) return []
  const owner = value as Record<string, unknown>
  return Object.keys(owner).flatMap((key) => [{ owner, key }, ...placesIn(owner[key], depth + 1)])
}

/** A text that is nearly JSON: a definition's, cut, with something put in. */
export const hostileText: Arbitrary<string> = record({
  base: constantFrom(jsonPath, jsonata),
  from: integer({ min: 0, max: 4000 }),
  cut: integer({ min: 0, max: 20 }),
  put: oneof(constantFrom(...fragments, '"', '{', '}', '[', ']', ',', ':', '\\', '\u0000'), string({ maxLength: 8 })),
}).map(({ base, from, cut, put }) => {
  const text = JSON.stringify(base)
  return text.slice(0, from) + put + text.slice(from + cut)
})
