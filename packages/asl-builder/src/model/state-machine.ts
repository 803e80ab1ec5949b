import { z } from 'zod'
import { ChoiceRule } from './choice-rule.js'
import {
  assign,
  orExpression,
  orSubstitution,
  QueryLanguage,
  type Assign,
  type OrExpression,
  type OrSubstitution,
  type PayloadTemplate,
} from './expression.js'
import { limits } from './limits.js'
import { ItemBatcher, ItemReader, ProcessorConfig, ResultWriter } from './map-io.js'
import { Catcher, Retrier } from './retry.js'

// The interfaces are flat: as intersections a literal of 1,000 states costs tsc nearly three times as much.

/** Passes its input on, or makes data. */
export interface PassState<Name extends string = string> {
  Type: 'Pass'
  Comment?: string
  QueryLanguage?: QueryLanguage
  /** A state of the same scope. Exactly one of `Next` and `End`. */
  Next?: Name
  End?: true
  /** JSONPath: a Path, `null` for `{}`. Default `$`. */
  InputPath?: string | null
  Parameters?: PayloadTemplate
  /** JSONPath: the result, taken as it is; no `.$` key is looked up in it. */
  Result?: unknown
  ResultPath?: string | null
  OutputPath?: string | null
  /** JSONata. Default: the state's input. */
  Output?: unknown
  Assign?: Assign
}

/**
 * Does work: calls a Lambda function, an AWS API, an HTTP API or an activity.
 *
 * @see https://states-language.net/spec.html#task-state
 */
export interface TaskState<Name extends string = string> {
  Type: 'Task'
  Comment?: string
  QueryLanguage?: QueryLanguage
  /** A state of the same scope. Exactly one of `Next` and `End`. */
  Next?: Name
  End?: true
  /** What to call: an ARN. Never an expression. */
  Resource: string
  /** JSONPath: a Path, `null` for `{}`. Default `$`. */
  InputPath?: string | null
  /** JSONPath: what the service gets. */
  Parameters?: PayloadTemplate
  ResultSelector?: PayloadTemplate
  ResultPath?: string | null
  OutputPath?: string | null
  /** JSONata: what the service gets. Default: the state's input. */
  Arguments?: unknown
  /** JSONata. Default: the result. */
  Output?: unknown
  Assign?: Assign
  /** Seconds, 1 to 99 999 999. When they pass, the state fails with `States.Timeout`. Exclusive with its `Path` form. */
  TimeoutSeconds?: OrExpression<number>
  TimeoutSecondsPath?: string
  /** Seconds, below the timeout. Without a heartbeat for that long the state fails with `States.HeartbeatTimeout`. */
  HeartbeatSeconds?: OrExpression<number>
  HeartbeatSecondsPath?: string
  /** The role to call as: `{ RoleArn }`, or `{ "RoleArn.$" }` in JSONPath. */
  Credentials?: Credentials
  Retry?: readonly Retrier[]
  Catch?: readonly Catcher<Name>[]
}

/** The role that a Task assumes for its call. */
export interface Credentials {
  RoleArn?: string
  /** JSONPath: a Path or an intrinsic function that yields the role's ARN. */
  'RoleArn.$'?: string
}

/** Goes on by what the data says. The first rule that is true is taken, else `Default`. */
export interface ChoiceState<Name extends string = string> {
  Type: 'Choice'
  Comment?: string
  QueryLanguage?: QueryLanguage
  Choices: readonly ChoiceRule<Name>[]
  /** Without it, an input that no rule takes fails with `States.NoChoiceMatched`. */
  Default?: Name
  InputPath?: string | null
  OutputPath?: string | null
  /** JSONata: the output when no rule is taken. */
  Output?: unknown
  /** Evaluated when no rule is taken. */
  Assign?: Assign
}

/** Waits: exactly one of the four ways to say how long. */
export interface WaitState<Name extends string = string> {
  Type: 'Wait'
  Comment?: string
  QueryLanguage?: QueryLanguage
  /** A state of the same scope. Exactly one of `Next` and `End`. */
  Next?: Name
  End?: true
  /** 0 to 99 999 999. */
  Seconds?: OrExpression<number>
  SecondsPath?: string
  /** RFC 3339 with an upper-case `T` and an upper-case `Z` or a numeric offset. */
  Timestamp?: string
  TimestampPath?: string
  InputPath?: string | null
  OutputPath?: string | null
  Output?: unknown
  Assign?: Assign
}

/** Ends its scope well. */
export interface SucceedState {
  Type: 'Succeed'
  Comment?: string
  QueryLanguage?: QueryLanguage
  InputPath?: string | null
  OutputPath?: string | null
  Output?: unknown
}

/** Ends the execution with an error. */
export interface FailState {
  Type: 'Fail'
  Comment?: string
  QueryLanguage?: QueryLanguage
  Error?: string
  /** JSONPath: a Reference Path or an intrinsic function that yields text. */
  ErrorPath?: string
  Cause?: string
  CausePath?: string
}

/** Runs every branch with the same input; the result is the array of their outputs, in order. */
export interface ParallelState<Name extends string = string, Branches = readonly Scope[]> {
  Type: 'Parallel'
  Comment?: string
  QueryLanguage?: QueryLanguage
  /** A state of the same scope. Exactly one of `Next` and `End`. */
  Next?: Name
  End?: true
  Branches: Branches
  InputPath?: string | null
  Parameters?: PayloadTemplate
  ResultSelector?: PayloadTemplate
  ResultPath?: string | null
  OutputPath?: string | null
  Arguments?: unknown
  Output?: unknown
  Assign?: Assign
  Retry?: readonly Retrier[]
  Catch?: readonly Catcher<Name>[]
}

/** Runs its processor once an item, here (inline) or as child executions (distributed). */
export interface MapState<Name extends string = string, Processor = ItemProcessor> {
  Type: 'Map'
  Comment?: string
  QueryLanguage?: QueryLanguage
  /** A state of the same scope. Exactly one of `Next` and `End`. */
  Next?: Name
  End?: true
  /** Exactly one of `ItemProcessor` and the older `Iterator`. */
  ItemProcessor?: Processor
  /** Deprecated: `ItemProcessor`. */
  Iterator?: Processor
  /** JSONata: the array (in a distributed Map also an object). Default: the state's input. */
  Items?: unknown
  /** JSONPath: a Reference Path to the array. Default `$`. */
  ItemsPath?: string
  /** What each iteration gets. Default: the item. */
  ItemSelector?: unknown
  /** Deprecated: `ItemSelector`. */
  Parameters?: PayloadTemplate
  /** Distributed only. */
  ItemReader?: ItemReader
  /** Distributed only. */
  ItemBatcher?: ItemBatcher
  /** Distributed only. */
  ResultWriter?: ResultWriter
  /** Iterations at a time, 1 for one after another in order. Default 0: as many as AWS allows (inline 40). */
  MaxConcurrency?: OrExpression<number>
  MaxConcurrencyPath?: string
  /** Distributed only, 0 to 100. */
  ToleratedFailurePercentage?: OrExpression<number>
  ToleratedFailurePercentagePath?: string
  /** Distributed only. The Map fails when more than this many iterations failed. */
  ToleratedFailureCount?: OrExpression<number>
  ToleratedFailureCountPath?: string
  /** Distributed only: names the Map Run, up to 40 characters, unique in the machine. */
  Label?: string
  InputPath?: string | null
  ResultSelector?: PayloadTemplate
  ResultPath?: string | null
  OutputPath?: string | null
  Output?: unknown
  Assign?: Assign
  Retry?: readonly Retrier[]
  Catch?: readonly Catcher<Name>[]
}

/** Any state, told apart by `Type`. */
export type State<Name extends string = string> =
  | PassState<Name>
  | TaskState<Name>
  | ChoiceState<Name>
  | WaitState<Name>
  | SucceedState
  | FailState
  | ParallelState<Name>
  | MapState<Name>

/** The state of one `Type`. */
export type StateOf<Type extends State['Type']> = Extract<State, { Type: Type }>

/** A `States` object and where it starts: the machine itself, a Parallel's branch, a Map's processor. */
export interface Scope {
  Comment?: string
  StartAt: string
  States: Readonly<Record<string, State>>
}

/** What a Map runs for each item. */
export interface ItemProcessor extends Scope {
  /** Default: inline. */
  ProcessorConfig?: ProcessorConfig
}

/**
 * A definition: the document that AWS takes, as plain JSON.
 *
 * `Input` and `Output` are what an execution takes and yields, where the author's types say so; nothing of them exists at run time.
 *
 * @see https://states-language.net/spec.html#toplevelfields
 */
export interface StateMachine<Input = any, Output = any> extends Scope {
  /** The language of every state that names none. Default `JSONPath`. */
  QueryLanguage?: QueryLanguage
  /** Seconds the whole execution may take; then it ends with `States.Timeout`. */
  TimeoutSeconds?: OrSubstitution<number>
  /** `1.0`. */
  Version?: string
  readonly '~io'?: (input: Input) => Output
}

const text = z.string().exactOptional()
const path = z.string().exactOptional()
const pathOrNull = z.string().nullable().exactOptional()
const json = z.unknown().exactOptional()
const seconds = (least: number) => orExpression(z.int().min(least).max(limits.seconds)).exactOptional()

const common = { Comment: text, QueryLanguage: QueryLanguage.exactOptional() }
const transition = { Next: text, End: z.literal(true).exactOptional() }
const filters = { InputPath: pathOrNull, OutputPath: pathOrNull }
const output = { Output: json, Assign: assign.exactOptional() }
const work = {
  ...filters,
  ...output,
  ResultSelector: json,
  ResultPath: pathOrNull,
  Retry: z.array(Retrier).exactOptional(),
  Catch: z.array(Catcher).exactOptional(),
}

const passState = z.strictObject({
  Type: z.literal('Pass'),
  ...common,
  ...transition,
  ...filters,
  ...output,
  Parameters: json,
  Result: json,
  ResultPath: pathOrNull,
})
export const PassState: z.ZodType<PassState> = passState

const taskState = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...transition,
  ...work,
  Resource: z.string(),
  Parameters: json,
  Arguments: json,
  TimeoutSeconds: seconds(1),
  TimeoutSecondsPath: path,
  HeartbeatSeconds: seconds(1),
  HeartbeatSecondsPath: path,
  Credentials: z.strictObject({ RoleArn: text, 'RoleArn.$': text }).exactOptional(),
})
export const TaskState: z.ZodType<TaskState> = taskState

const choiceState = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...filters,
  ...output,
  Choices: z.array(ChoiceRule).min(1),
  Default: text,
})
export const ChoiceState: z.ZodType<ChoiceState> = choiceState

const waitState = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...transition,
  ...filters,
  ...output,
  Seconds: seconds(0),
  SecondsPath: path,
  Timestamp: text,
  TimestampPath: path,
})
export const WaitState: z.ZodType<WaitState> = waitState

const succeedState = z.strictObject({ Type: z.literal('Succeed'), ...common, ...filters, Output: json })
export const SucceedState: z.ZodType<SucceedState> = succeedState

const failState = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: text,
  ErrorPath: path,
  Cause: text,
  CausePath: path,
})
export const FailState: z.ZodType<FailState> = failState

const parallelState = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  ...transition,
  ...work,
  Parameters: json,
  Arguments: json,
  Branches: z.array(z.lazy(() => Scope)).min(1),
})
export const ParallelState: z.ZodType<ParallelState> = parallelState

const mapState = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...transition,
  ...work,
  ItemProcessor: z.lazy(() => ItemProcessor).exactOptional(),
  Iterator: z.lazy(() => ItemProcessor).exactOptional(),
  Items: json,
  ItemsPath: path,
  ItemSelector: json,
  Parameters: json,
  ItemReader: ItemReader.exactOptional(),
  ItemBatcher: ItemBatcher.exactOptional(),
  ResultWriter: ResultWriter.exactOptional(),
  MaxConcurrency: orExpression(z.int().min(0)).exactOptional(),
  MaxConcurrencyPath: path,
  ToleratedFailurePercentage: orExpression(z.number().min(0).max(100)).exactOptional(),
  ToleratedFailurePercentagePath: path,
  ToleratedFailureCount: orExpression(z.int().min(0)).exactOptional(),
  ToleratedFailureCountPath: path,
  Label: z.string().max(limits.labelCharacters).exactOptional(),
})
export const MapState: z.ZodType<MapState> = mapState

/** The bare objects: a `z.ZodType` has no discriminator. */
export const State: z.ZodType<State> = z.discriminatedUnion('Type', [
  passState,
  taskState,
  choiceState,
  waitState,
  succeedState,
  failState,
  parallelState,
  mapState,
])

const scopeFields = { Comment: text, StartAt: z.string(), States: z.record(z.string(), State) }
export const Scope: z.ZodType<Scope> = z.strictObject(scopeFields)
export const ItemProcessor: z.ZodType<ItemProcessor> = z.strictObject({
  ...scopeFields,
  ProcessorConfig: ProcessorConfig.exactOptional(),
})
export const StateMachine: z.ZodType<StateMachine> = z.strictObject({
  ...scopeFields,
  QueryLanguage: QueryLanguage.exactOptional(),
  TimeoutSeconds: orSubstitution(z.int().min(1).max(limits.seconds)).exactOptional(),
  Version: z.literal('1.0').exactOptional(),
})

/** @internal The bare schemas, for the type test that holds them against the interfaces. */
export const bare = {
  passState,
  taskState,
  choiceState,
  waitState,
  succeedState,
  failState,
  parallelState,
  mapState,
}
