import { describe, expect, test } from 'vitest'
import { check } from './check.js'

/** `SEVERITY RULE` of each finding in a state in the middle of a machine in which the variable `v` is assigned. */
function findingsIn(state: object, machine: object = {}): string[] {
  const definition = {
    ...machine,
    StartAt: 'First',
    States: {
      First: { Type: 'Pass', Assign: { v: 1 }, Next: 'Probe' },
      Probe: { Next: 'Last', ...state },
      Last: { Type: 'Succeed' },
    },
  }
  // Whether the last state is reached is not the question here.
  return check(definition, { rules: { UNREACHABLE_STATE: 'OFF' } }).map(({ severity, rule }) => `${severity} ${rule}`)
}

const jsonata = { QueryLanguage: 'JSONata' }
const withCall = (call: string) => ({ Type: 'Pass', Parameters: { 'a.$': call } })
const withExpression = (text: string) => ({ Type: 'Pass', Output: { a: text } })
const fail = (fields: object) => ({ Type: 'Fail', ...fields, Next: undefined })
const choice = (rule: object) => ({
  Type: 'Choice',
  Choices: [{ Variable: '$.a', ...rule, Next: 'Last' }],
  Default: 'Last',
  Next: undefined,
})
const task = (service: string, fields: object) => ({ Type: 'Task', Resource: `arn:aws:states:::${service}`, ...fields })
const withReader = (config: object, reader: object = {}, map: object = {}) => ({
  Type: 'Map',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    Parameters: { Bucket: 'b', Key: 'k' },
    ReaderConfig: config,
    ...reader,
  },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Inner',
    States: { Inner: { Type: 'Succeed' } },
  },
  ...map,
})

describe('text that is not evaluated where it stands', () => {
  test.each<[string, object, object, string]>([
    ['an expression in a list of a payload', { Type: 'Pass', Parameters: { a: [['{% 1 %}']] } }, {}, 'WRONG_LANGUAGE'],
    ['an expression in a Result', { Type: 'Pass', Result: { a: [{ b: '{% 1 %}' }] } }, {}, 'WRONG_LANGUAGE'],
    ['an expression in an Error', fail({ Error: '{% $v %}' }), {}, 'WRONG_LANGUAGE'],
    ['an expression without delimiters', withExpression('$states.input.a'), jsonata, 'WRONG_LANGUAGE'],
    ['an intrinsic function in JSONata', withExpression('States.UUID()'), jsonata, 'WRONG_LANGUAGE'],
    ['an expression in a text', withExpression('Hello {% $v %}!'), jsonata, 'JSONATA_DELIMITERS'],
    ['a variable', { Type: 'Pass', Parameters: { a: '$v.b' } }, {}, 'NO_DOLLAR'],
    ['a path in an Error', fail({ Error: '$.Error' }), {}, 'NO_DOLLAR'],
    ['a call in a Cause', fail({ Cause: "States.Format('{}', $.a)" }), {}, 'NO_DOLLAR'],
    ['a path compared with', choice({ StringEquals: '$.b' }), {}, 'NO_DOLLAR'],
    ['a role', task('aws-sdk:iam:listUsers', { Credentials: { RoleArn: '$.role' } }), {}, 'NO_DOLLAR'],
  ])('%s', (_, state, machine, rule) => {
    expect(findingsIn(state, machine)).toEqual([`WARNING ${rule}`])
  })
})

describe('literals that fail at run time', () => {
  test.each([
    'States.ArrayPartition($.a, 0)',
    'States.ArrayRange(1, 9, 0)',
    'States.ArrayRange(1, 5000, 1)',
    'States.ArrayGetItem($.a, -1)',
    'States.MathRandom(5, 1)',
    'States.MathAdd(1, 99999999999)',
    "States.StringToJson('{bad')",
  ])('%s', (call) => {
    expect(findingsIn(withCall(call))).toEqual(['WARNING INTRINSIC_ARGUMENTS'])
  })

  test.each([
    'States.ArrayRange(1, 1000, 1)',
    'States.ArrayRange(9, 1, -1)',
    'States.MathRandom(1, 2)',
    'States.MathAdd(-2147483648, 2147483647)',
    "States.StringToJson('')",
    'States.StringToJson(\'[1, "a"]\')',
  ])('%s does not', (call) => {
    expect(findingsIn(withCall(call))).toEqual([])
  })

  test.each([
    ['{% "a" + $v %}', 'JSONATA_ARGUMENTS'],
    ['{% $sum("a") %}', 'JSONATA_ARGUMENTS'],
    ['{% $uuid %}', 'JSONATA_FUNCTION'],
    ['{% $round("a") %}', 'JSONATA_ARGUMENTS'],
    ['{% $toMillis(5) %}', 'JSONATA_ARGUMENTS'],
    ['{% $hash($v, "sha256") %}', 'JSONATA_ARGUMENTS'],
    ['{% $v ~> $hash("SHA256") %}', 'JSONATA_ARGUMENTS'],
    ['{% $v["name"] %}', 'JSONATA_TEXT_FILTER'],
  ])('%s', (text, rule) => {
    expect(findingsIn(withExpression(text), jsonata)).toEqual([`WARNING ${rule}`])
  })

  test.each([
    '{% $hash("a", "MD5") & $hash($v, $v) %}',
    '{% $v[name = "a"][0] %}',
    '{% "a" & $v %}',
    '{% $sum($v) + $sum([1]) + $sum(2) %}',
    '{% $map([1], $string) %}',
  ])('%s does not', (text) => {
    expect(findingsIn(withExpression(text), jsonata)).toEqual([])
  })

  test.each(['a\\b', 'a\\'])('StringMatches %j', (pattern) => {
    expect(findingsIn(choice({ StringMatches: pattern }))).toEqual(['WARNING CHOICE_RULE'])
  })

  test.each(['And', 'Or'])('a Variable beside %s', (operator) => {
    expect(findingsIn(choice({ [operator]: [{ Variable: '$.a', IsNull: true }] }))).toEqual(['WARNING CHOICE_RULE'])
  })

  test('StringMatches with its two escapes does not', () => {
    expect(findingsIn(choice({ StringMatches: '*\\*\\\\' }))).toEqual([])
  })

  test.each(['', '*', 'Lambda.*', '$.error', '{% $v %}', 'States.Http.Sockt', 'States.Http.StatusCode.4xx'])(
    'the error name %j',
    (name) => {
      const state = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' }
      expect(findingsIn({ ...state, Retry: [{ ErrorEquals: [name] }] })).toEqual(['WARNING UNKNOWN_ERROR_NAME'])
    },
  )
})

describe('what the reader and the writer of a Map are told', () => {
  const csv = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }
  const list = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' } }
  test.each<[string, object]>([
    ['a column twice', withReader({ ...csv, CSVHeaders: ['a', 'b', 'a'] })],
    ['no column', withReader({ ...csv, CSVHeaders: [] })],
    ['a path for a pointer', withReader({ InputType: 'JSON', ItemsPointer: '$.a' })],
    ['a pointer too long', withReader({ InputType: 'JSON', ItemsPointer: `/${'a'.repeat(2000)}` })],
    ['a type beside an inventory', withReader({ ManifestType: 'S3_INVENTORY', InputType: 'JSONL' })],
    ['JSON of Athena', withReader({ ManifestType: 'ATHENA_DATA', InputType: 'JSON' })],
    ['one object to flatten', withReader({ InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' })],
    ['a type of names', withReader({ InputType: 'JSON' }, list)],
    ['more items than are read', withReader({ InputType: 'JSON', MaxItems: 100_000_001 })],
    ['manifests to flatten', withReader({ InputType: 'MANIFEST', Transformation: 'LOAD_AND_FLATTEN' }, list)],
    ['nothing to read', withReader({ InputType: 'JSON' }, { Parameters: undefined })],
    ['items twice', withReader({ InputType: 'JSON' }, {}, { ItemsPath: '$.a' })],
    [
      'no writer',
      withReader({ InputType: 'JSON' }, {}, { ResultWriter: { Parameters: { Bucket: 'b', Prefix: 'p' } } }),
    ],
    ['an empty WriterConfig', withReader({ InputType: 'JSON' }, {}, { ResultWriter: { WriterConfig: {} } })],
  ])('%s', (_, state) => {
    expect(findingsIn(state)).toEqual(['WARNING MAP_ITEMS'])
  })

  test.each<[string, object]>([
    ['an inventory', withReader({ ManifestType: 'S3_INVENTORY' })],
    ['objects to flatten', withReader({ InputType: 'JSONL', Transformation: 'LOAD_AND_FLATTEN' }, list)],
    ['names', withReader({ MaxItems: 5 }, list)],
    ['a pointer', withReader({ InputType: 'JSON', ItemsPointer: '/a/b' })],
  ])('%s is right', (_, state) => {
    expect(findingsIn(state)).toEqual([])
  })

  test('an expression may say how to read and write', () => {
    const config = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: '{% $v %}', CSVDelimiter: '{% $v %}' }
    const state = withReader(config, { Parameters: undefined, Arguments: { Bucket: 'b', Key: 'k' } })
    const ResultWriter = { WriterConfig: { OutputType: '{% $v %}', Transformation: '{% $v %}' } }
    const found = findingsIn({ ...state, ResultWriter }, jsonata)
    expect(new Set(found)).toEqual(new Set(['WARNING FIELD_TYPE', 'WARNING FIELD_VALUE']))
  })

  test.each(['sync', 'waitForTaskToken'])('a reader waits for nothing: .%s', (suffix) => {
    const Resource = `arn:aws:states:::s3:getObject.${suffix}`
    expect(findingsIn(withReader({ InputType: 'JSON' }, { Resource }))).toEqual(['WARNING UNSUPPORTED_PATTERN'])
  })

  test('a reader is no Lambda function', () => {
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:f'
    expect(findingsIn(withReader({ InputType: 'JSON' }, { Resource }))).toEqual(['WARNING MALFORMED_RESOURCE'])
  })
})

describe('calls', () => {
  const http = { ApiEndpoint: 'https://a', Method: 'GET', Authentication: { ConnectionArn: 'arn:aws:events:x' } }
  const Credentials = { RoleArn: 'arn:aws:iam::123456789012:role/r' }
  test.each<[string, object, object, string]>([
    ['a long HTTP Task', task('http:invoke', { Parameters: http, TimeoutSeconds: 61 }), {}, 'FIELD_RANGE'],
    ['a role of an HTTP Task', task('http:invoke', { Parameters: http, Credentials }), {}, 'UNSUPPORTED_FIELD'],
    ['arguments that are no object', task('sns:publish', { Arguments: 'text' }), jsonata, 'TEMPLATE_TYPE'],
    ['blanks', { Type: 'Task', Resource: ' arn:aws:states:::sns:publish' }, {}, 'MALFORMED_RESOURCE'],
  ])('%s', (_, state, machine, rule) => {
    expect(findingsIn(state, machine)).toEqual([`WARNING ${rule}`])
  })
})

describe('what the specification or AWS refuses', () => {
  test.each<[string, object, string]>([
    ['a timestamp without its zone', { Type: 'Wait', Timestamp: '2030-01-01T00:00:00' }, 'TIMESTAMP'],
    ['a lower-case timestamp', { Type: 'Wait', Timestamp: '2030-01-01t00:00:00z' }, 'TIMESTAMP'],
  ])('%s', (_, state, rule) => {
    expect(findingsIn(state)).toEqual([`ERROR ${rule}`])
  })
})
