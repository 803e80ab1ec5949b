import { comparisonOperators, type Operand } from './comparison-operator.js'
import type { QueryLanguage } from './expression.js'
import { limits } from './limits.js'

/**
 * What a field holds:
 *
 * - `string`, `boolean`, `integer`, `number`, `timestamp` (RFC 3339), `strings` (an array)
 * - `state`: the name of a state in the same scope; `resource`: an ARN; `condition`: a boolean or an expression
 * - `path`, `referencePath`, `pathOrIntrinsic`: JSONPath in a string
 * - `template`: JSON whose `.$` keys are looked up (JSONPath), or with expressions in it (JSONata)
 * - `json`: JSON with JSONata expressions in it; `data`: JSON taken as it is; `assign`: variable names and their values
 * - `object`, `objects`, `states`: one, an array or a dictionary of what `of` names
 */
export type FieldKind =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'timestamp'
  | 'strings'
  | 'state'
  | 'resource'
  | 'condition'
  | 'path'
  | 'referencePath'
  | 'pathOrIntrinsic'
  | 'template'
  | 'json'
  | 'data'
  | 'assign'
  | 'object'
  | 'objects'
  | 'states'

/** One row of the language: a field of an object. */
export interface Field {
  kind: FieldKind
  required?: true
  /** The only language the field exists in. Default: both. */
  queryLanguage?: QueryLanguage
  /** The least number (`integer`, `number`) or the fewest elements (`objects`, `strings`). */
  min?: number
  /** The greatest number, or the most characters. */
  max?: number
  /** The only strings, or the only boolean, allowed. */
  values?: readonly (string | boolean)[]
  nullable?: true
  /** In a JSONata state a `{% … %}` may stand for the whole value. */
  expression?: true
  /** A second way to say the same: not both. */
  excludes?: string
  /** Only in a Map whose `ProcessorConfig.Mode` is `DISTRIBUTED`. */
  distributed?: true
  /** What `$states` offers beside `input` and `context` in an expression here. */
  offers?: 'result' | 'errorOutput'
  of?: ObjectType
}

/** The objects of the language: the states by their `Type`, and what stands inside them. */
export type ObjectType =
  | 'StateMachine'
  | 'Branch'
  | 'ItemProcessor'
  | 'Pass'
  | 'Task'
  | 'Choice'
  | 'Wait'
  | 'Succeed'
  | 'Fail'
  | 'Parallel'
  | 'Map'
  | 'ChoiceRule'
  | 'NestedRule'
  | 'Retrier'
  | 'Catcher'
  | 'Credentials'
  | 'ProcessorConfig'
  | 'ItemReader'
  | 'ReaderConfig'
  | 'ItemBatcher'
  | 'ResultWriter'
  | 'WriterConfig'

type Fields = Readonly<Record<string, Field>>

const jsonPath = 'JSONPath'
const jsonata = 'JSONata'

const text: Field = { kind: 'string' }
const next: Fields = { Next: { kind: 'state' }, End: { kind: 'boolean', values: [true] } }
const common = (type: string): Fields => ({
  Type: { kind: 'string', required: true, values: [type] },
  Comment: text,
  QueryLanguage: { kind: 'string', values: [jsonPath, jsonata] },
})
const inputPath: Fields = { InputPath: { kind: 'path', queryLanguage: jsonPath, nullable: true } }
const outputPath: Fields = { OutputPath: { kind: 'path', queryLanguage: jsonPath, nullable: true } }
const resultPath: Fields = { ResultPath: { kind: 'referencePath', queryLanguage: jsonPath, nullable: true } }
const parameters: Fields = { Parameters: { kind: 'template', queryLanguage: jsonPath } }
const resultSelector: Fields = { ResultSelector: { kind: 'template', queryLanguage: jsonPath } }
const args: Fields = { Arguments: { kind: 'json', queryLanguage: jsonata } }
const errors: Fields = {
  Retry: { kind: 'objects', of: 'Retrier' },
  Catch: { kind: 'objects', of: 'Catcher' },
}
const output = (offers?: 'result' | 'errorOutput'): Fields => ({
  Output: { kind: 'json', queryLanguage: jsonata, ...(offers && { offers }) },
  Assign: { kind: 'assign', ...(offers && { offers }) },
})
const pathOf = (excludes: string, kind: FieldKind = 'referencePath'): Field => ({
  kind,
  queryLanguage: jsonPath,
  excludes,
})
const seconds = (min: number): Field => ({ kind: 'integer', min, max: limits.seconds, expression: true })
const distributed = { distributed: true } as const
const operandKind: Record<Operand, FieldKind> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  timestamp: 'timestamp',
  path: 'path',
}

const nestedRule: Fields = {
  Comment: text,
  And: { kind: 'objects', of: 'NestedRule', min: 1, queryLanguage: jsonPath },
  Or: { kind: 'objects', of: 'NestedRule', min: 1, queryLanguage: jsonPath },
  Not: { kind: 'object', of: 'NestedRule', queryLanguage: jsonPath },
  Variable: { kind: 'path', queryLanguage: jsonPath },
  ...Object.fromEntries(
    [...comparisonOperators].map(([name, operand]) => [name, { kind: operandKind[operand], queryLanguage: jsonPath }]),
  ),
}

/**
 * The language as data: every object, its fields in the order they are written, and what may stand in each.
 *
 * @see https://states-language.net/spec.html
 */
export const fields: Readonly<Record<ObjectType, Fields>> = {
  StateMachine: {
    Comment: text,
    QueryLanguage: { kind: 'string', values: [jsonPath, jsonata] },
    Version: { kind: 'string', values: ['1.0'] },
    TimeoutSeconds: { kind: 'integer', min: 1, max: limits.seconds },
    StartAt: { kind: 'state', required: true },
    States: { kind: 'states', required: true },
  },
  Branch: {
    Comment: text,
    StartAt: { kind: 'state', required: true },
    States: { kind: 'states', required: true },
  },
  ItemProcessor: {
    Comment: text,
    ProcessorConfig: { kind: 'object', of: 'ProcessorConfig' },
    StartAt: { kind: 'state', required: true },
    States: { kind: 'states', required: true },
  },
  Pass: {
    ...common('Pass'),
    ...inputPath,
    ...parameters,
    Result: { kind: 'data', queryLanguage: jsonPath },
    ...resultPath,
    ...outputPath,
    ...output(),
    ...next,
  },
  Task: {
    ...common('Task'),
    Resource: { kind: 'resource', required: true },
    ...inputPath,
    ...parameters,
    ...args,
    Credentials: { kind: 'object', of: 'Credentials' },
    TimeoutSeconds: seconds(1),
    TimeoutSecondsPath: pathOf('TimeoutSeconds'),
    HeartbeatSeconds: seconds(1),
    HeartbeatSecondsPath: pathOf('HeartbeatSeconds'),
    ...resultSelector,
    ...resultPath,
    ...outputPath,
    ...output('result'),
    ...errors,
    ...next,
  },
  Choice: {
    ...common('Choice'),
    ...inputPath,
    Choices: { kind: 'objects', of: 'ChoiceRule', required: true, min: 1 },
    Default: { kind: 'state' },
    ...outputPath,
    ...output(),
  },
  Wait: {
    ...common('Wait'),
    ...inputPath,
    Seconds: seconds(0),
    SecondsPath: pathOf('Seconds'),
    Timestamp: { kind: 'timestamp', expression: true },
    TimestampPath: pathOf('Timestamp'),
    ...outputPath,
    ...output(),
    ...next,
  },
  Succeed: {
    ...common('Succeed'),
    ...inputPath,
    ...outputPath,
    Output: { kind: 'json', queryLanguage: jsonata },
  },
  Fail: {
    ...common('Fail'),
    Error: { kind: 'string', expression: true },
    ErrorPath: pathOf('Error', 'pathOrIntrinsic'),
    Cause: { kind: 'string', expression: true },
    CausePath: pathOf('Cause', 'pathOrIntrinsic'),
  },
  Parallel: {
    ...common('Parallel'),
    ...inputPath,
    ...parameters,
    ...args,
    Branches: { kind: 'objects', of: 'Branch', required: true, min: 1 },
    ...resultSelector,
    ...resultPath,
    ...outputPath,
    ...output('result'),
    ...errors,
    ...next,
  },
  Map: {
    ...common('Map'),
    ...inputPath,
    ItemReader: { kind: 'object', of: 'ItemReader', ...distributed },
    Items: { kind: 'json', queryLanguage: jsonata },
    ItemsPath: { kind: 'referencePath', queryLanguage: jsonPath },
    ItemSelector: { kind: 'template' },
    Parameters: { kind: 'template', queryLanguage: jsonPath, excludes: 'ItemSelector' },
    ItemBatcher: { kind: 'object', of: 'ItemBatcher', ...distributed },
    MaxConcurrency: { kind: 'integer', min: 0, expression: true },
    MaxConcurrencyPath: pathOf('MaxConcurrency'),
    ToleratedFailurePercentage: { kind: 'number', min: 0, max: 100, expression: true, ...distributed },
    ToleratedFailurePercentagePath: { ...pathOf('ToleratedFailurePercentage'), ...distributed },
    ToleratedFailureCount: { kind: 'integer', min: 0, expression: true, ...distributed },
    ToleratedFailureCountPath: { ...pathOf('ToleratedFailureCount'), ...distributed },
    Label: { kind: 'string', max: limits.labelCharacters, ...distributed },
    ItemProcessor: { kind: 'object', of: 'ItemProcessor' },
    Iterator: { kind: 'object', of: 'ItemProcessor', excludes: 'ItemProcessor' },
    ResultWriter: { kind: 'object', of: 'ResultWriter', ...distributed },
    ...resultSelector,
    ...resultPath,
    ...outputPath,
    ...output('result'),
    ...errors,
    ...next,
  },
  ChoiceRule: {
    ...nestedRule,
    Condition: { kind: 'condition', queryLanguage: jsonata, expression: true },
    ...output(),
    Next: { kind: 'state', required: true },
  },
  NestedRule: nestedRule,
  Retrier: {
    Comment: text,
    ErrorEquals: { kind: 'strings', required: true, min: 1 },
    IntervalSeconds: { kind: 'integer', min: 1, max: limits.seconds },
    MaxAttempts: { kind: 'integer', min: 0, max: limits.maxAttempts },
    BackoffRate: { kind: 'number', min: 1 },
    MaxDelaySeconds: { kind: 'integer', min: 1, max: limits.maxDelaySeconds },
    JitterStrategy: { kind: 'string', values: ['FULL', 'NONE'] },
  },
  Catcher: {
    Comment: text,
    ErrorEquals: { kind: 'strings', required: true, min: 1 },
    ...resultPath,
    ...output('errorOutput'),
    Next: { kind: 'state', required: true },
  },
  Credentials: {
    RoleArn: { kind: 'string', expression: true },
    'RoleArn.$': { kind: 'pathOrIntrinsic', queryLanguage: jsonPath, excludes: 'RoleArn' },
  },
  ProcessorConfig: {
    Mode: { kind: 'string', values: ['INLINE', 'DISTRIBUTED'] },
    ExecutionType: { kind: 'string', values: ['STANDARD', 'EXPRESS'] },
  },
  ItemReader: {
    Resource: { kind: 'resource', required: true },
    ReaderConfig: { kind: 'object', of: 'ReaderConfig' },
    ...parameters,
    ...args,
  },
  ReaderConfig: {
    InputType: { kind: 'string', values: ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'] },
    Transformation: { kind: 'string', values: ['NONE', 'LOAD_AND_FLATTEN'] },
    ManifestType: { kind: 'string', values: ['ATHENA_DATA', 'S3_INVENTORY'] },
    CSVDelimiter: { kind: 'string', values: ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'] },
    CSVHeaderLocation: { kind: 'string', values: ['FIRST_ROW', 'GIVEN'] },
    CSVHeaders: { kind: 'strings' },
    ItemsPointer: { kind: 'string', max: limits.itemsPointerCharacters },
    MaxItems: { kind: 'integer', expression: true },
    MaxItemsPath: pathOf('MaxItems'),
  },
  ItemBatcher: {
    BatchInput: { kind: 'template' },
    MaxItemsPerBatch: { kind: 'integer', min: 1, expression: true },
    MaxItemsPerBatchPath: pathOf('MaxItemsPerBatch'),
    MaxInputBytesPerBatch: { kind: 'integer', min: 1, max: limits.batchBytes, expression: true },
    MaxInputBytesPerBatchPath: pathOf('MaxInputBytesPerBatch'),
  },
  ResultWriter: {
    Resource: { kind: 'resource' },
    ...parameters,
    ...args,
    WriterConfig: { kind: 'object', of: 'WriterConfig' },
  },
  WriterConfig: {
    Transformation: { kind: 'string', values: ['NONE', 'COMPACT', 'FLATTEN'] },
    OutputType: { kind: 'string', values: ['JSON', 'JSONL'] },
  },
}

/** The eight `Type`s. */
export const stateTypes = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const

/** Whether a value is one of the eight `Type`s. */
export const isStateType = (type: unknown): type is (typeof stateTypes)[number] =>
  (stateTypes as readonly unknown[]).includes(type)
