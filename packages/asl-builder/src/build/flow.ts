import type * as z from 'zod'
import type { QueryLanguage } from '../model/expression.js'
import type { StateMachine } from '../model/state-machine.js'
import type { Evaluated, Proxied, RawExpression, Ref } from '../refs/ref.js'
import type { Call } from '../services/call.js'
import { knownOptions, wrongArgument } from './arguments.js'
import type { Step } from './chain.js'
import type {
  Both,
  Context,
  ErrorOutput,
  Made,
  Named,
  NoValues,
  Outer,
  Results,
  Values,
  Variable,
  Vars,
} from './flow-context.js'
import type {
  AssignOptions,
  Batcher,
  ChildInput,
  DistributedMapOptions,
  ElementOf,
  FailingOptions,
  Failure,
  ItemOf,
  ItemsExpression,
  ItemSource,
  MapOptions,
  StateOptions,
  TaskOptions,
  Test,
  WaitTime,
} from './flow-options.js'
import { startRecording } from './recorder.js'
import { changingPart } from './schema.js'

/*
 * The fluent front. What a flow knows at a point accumulates in type parameters (flow-context.ts). What a branch came to is read by
 * an index, never by `infer` over a flow: that ends in TS2589.
 */

declare const facts: unique symbol

/** What is known where a path ends: read by index where branches meet. */
interface Facts {
  results: unknown
  variables: Variable
  names: string
  targets: string
  /** The data at the end of the path, when it goes on. */
  data: unknown
  /** Outputs of paths that ended before. */
  ended: unknown
  goesOn: boolean
}

/** Where a path has come to: a flow that goes on, or its end. */
export interface Path {
  readonly [facts]: Facts
}

/** A name that no state has yet; else a type that says so. */
type Fresh<Name extends string, Names extends string> = string extends Names
  ? Name
  : Name extends Names
    ? `Duplicate state name "${Name}"`
    : Name

/** Where a path's data comes out: as it goes on, and where it ended. */
type Output<Body extends Path> = Body[typeof facts]['data'] | Body[typeof facts]['ended']

declare const handled: unique symbol

interface Handling {
  names: string
  variables: Variable
  data: unknown
  ended: unknown
  goesOn: boolean
}

/** What the handlers of a state do. */
export interface Handled {
  readonly [handled]: Handling
}

/** A state without handlers. */
export interface NoHandlers {
  readonly [handled]: { names: never; variables: never; data: never; ended: never; goesOn: false }
}

/** A path that is over: nothing can follow it. */
export interface Ended<Names extends string, Input, Result> {
  readonly [facts]: {
    results: never
    variables: never
    names: Names
    targets: never
    data: never
    ended: Result
    goesOn: false
  }
  /** The definition, checked. */
  build(): StateMachine<Input, Result>
}

/** The path after a state that may have handlers. */
type After<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Targets extends string,
  Data,
  Result,
  Handlers extends Handled,
  Before,
> = Handlers extends NoHandlers
  ? Flow<Roots, Known, Variables, Names, Targets, Data, Result>
  : Flow<
      Roots,
      Handlers[typeof handled]['goesOn'] extends true ? Before : Known,
      Handlers[typeof handled]['goesOn'] extends true
        ? Both<Variables, Handlers[typeof handled]['variables']>
        : Variables,
      Names | Handlers[typeof handled]['names'],
      Targets,
      Data | Handlers[typeof handled]['data'],
      Result | Handlers[typeof handled]['ended']
    >

declare const inputType: unique symbol

/**
 * A path that goes on. Each call returns a new flow; order is the order of the calls.
 *
 * `Roots` is what every callback of the scope sees, `Known` the results, `Variables` the variables, `Names` the names taken
 * anywhere in the machine, `Targets` the states one may jump back to, `Data` the data now, `Result` outputs of paths that ended.
 */
export interface Flow<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Targets extends string,
  Data,
  Result,
> {
  readonly [facts]: {
    results: Known
    variables: Variables
    names: Names
    targets: Targets
    data: Data
    ended: Result
    goesOn: true
  }

  /** A Task: calls a service. Its result is what the call's type says. */
  task<
    const Name extends string,
    Called,
    Written extends Values<Variables> = NoValues,
    Handlers extends Handled = NoHandlers,
  >(
    name: Fresh<Name, Names>,
    call: (scope: Context<Roots, Known, Variables>) => Call<Called>,
    options?: TaskOptions<
      Context<Roots, Known, Variables> & { readonly result: Proxied<Called> },
      Written,
      On<Roots, Known, Variables, Names | Name, Targets | Name, never, never, never, never, false>,
      Handlers
    >,
  ): After<
    Roots,
    Known & Named<Name, Called>,
    Variables | Made<Written>,
    Names | Name,
    Targets | Name,
    Called,
    Result,
    Handlers,
    Known
  >

  /** A Pass: makes a value, or passes its input on. */
  pass<const Name extends string, Value = typeof nothing, Written extends Values<Variables> = NoValues>(
    name: Fresh<Name, Names>,
    value?: (scope: Context<Roots, Known, Variables>) => Value,
    options?: AssignOptions<Context<Roots, Known, Variables> & { readonly result: Proxied<Evaluated<Value>> }, Written>,
  ): Flow<
    Roots,
    Value extends typeof nothing ? Known : Known & Named<Name, Evaluated<Value>>,
    Variables | Made<Written>,
    Names | Name,
    Targets | Name,
    Value extends typeof nothing ? Data : Evaluated<Value>,
    Result
  >

  /** A Wait: `{ Seconds: 30 }`, or `{ Timestamp: ({ input }) => input.at }`. */
  wait<const Name extends string, Written extends Values<Variables> = NoValues>(
    name: Fresh<Name, Names>,
    time: WaitTime<Context<Roots, Known, Variables>>,
    options?: AssignOptions<Context<Roots, Known, Variables>, Written>,
  ): Flow<Roots, Known, Variables | Made<Written>, Names | Name, Targets | Name, Data, Result>

  /** A Choice: the first branch whose test is true is taken, else the one of `.otherwise`. Branches rejoin by themselves. */
  choice<const Name extends string, Closed extends ClosedChoice>(
    name: Fresh<Name, Names>,
    branches: (when: When<Roots, Known, Variables, Names | Name, Targets | Name, Data, Choosing>) => Closed,
    options?: StateOptions,
  ): Rejoined<Roots, Known, Targets | Name, Result, Closed[typeof chosen]>

  /** A Map: runs its body once an item, in this execution. Its result is the array of what the bodies yield. */
  map<
    const Name extends string,
    Items extends ItemsExpression,
    Body extends Path,
    Written extends Values<Variables> = NoValues,
    Handlers extends Handled = NoHandlers,
  >(
    name: Fresh<Name, Names>,
    items: (scope: Context<Roots, Known, Variables>) => Items,
    body: (
      each: Flow<
        Omit<Roots, 'item'> & InIteration<Name, ElementOf<Items>>,
        Known,
        Outer<Variables>,
        Names | Name,
        never,
        ElementOf<Items>,
        never
      >,
    ) => Body,
    options?: MapOptions<
      Context<Roots, Known, Variables> & { readonly result: Proxied<Output<Body>[]> },
      Written,
      On<
        Roots,
        Known,
        Variables,
        Names | Name | Body[typeof facts]['names'],
        Targets | Name,
        never,
        never,
        never,
        never,
        false
      >,
      Handlers
    >,
  ): After<
    Roots,
    Known & Named<Name, Output<Body>[]>,
    Variables | Made<Written>,
    Names | Name | Body[typeof facts]['names'],
    Targets | Name,
    Output<Body>[],
    Result,
    Handlers,
    Known
  >

  /** A Distributed Map: runs its body once an item as an execution of its own, which reads its item and nothing else. */
  distributedMap<
    const Name extends string,
    Body extends Path,
    Items extends ItemsExpression = RawExpression,
    Item = undefined,
    Selected = unknown,
    Batch extends Batcher = never,
    Written extends Values<Variables> = NoValues,
    Handlers extends Handled = NoHandlers,
  >(
    name: Fresh<Name, Names>,
    source: ItemSource<Context<Roots, Known, Variables>, Items, Item, Selected, Batch>,
    body: (
      each: Flow<
        InIteration<Name, ChildInput<Selected, ItemOf<Items, Item>, Batch>>,
        Results,
        never,
        Names | Name,
        never,
        ChildInput<Selected, ItemOf<Items, Item>, Batch>,
        never
      >,
    ) => Body,
    options?: DistributedMapOptions<
      Context<Roots, Known, Variables> & { readonly result: Proxied<Output<Body>[]> },
      Written,
      On<
        Roots,
        Known,
        Variables,
        Names | Name | Body[typeof facts]['names'],
        Targets | Name,
        never,
        never,
        never,
        never,
        false
      >,
      Handlers
    >,
  ): After<
    Roots,
    Known & Named<Name, Output<Body>[]>,
    Variables | Made<Written>,
    Names | Name | Body[typeof facts]['names'],
    Targets | Name,
    Output<Body>[],
    Result,
    Handlers,
    Known
  >

  /** A Parallel: runs every branch with the same input. Its result is the tuple of what the branches yield. */
  parallel<
    const Name extends string,
    Branched extends Branches,
    Written extends Values<Variables> = NoValues,
    Handlers extends Handled = NoHandlers,
  >(
    name: Fresh<Name, Names>,
    branches: (all: ParallelBranches<Roots, Known, Outer<Variables>, Names | Name, Data, []>) => Branched,
    options?: FailingOptions<
      Context<Roots, Known, Variables> & { readonly result: Proxied<Branched[typeof branched]['outputs']> },
      Written,
      On<
        Roots,
        Known,
        Variables,
        Branched[typeof branched]['names'],
        Targets | Name,
        never,
        never,
        never,
        never,
        false
      >,
      Handlers
    >,
  ): After<
    Roots,
    Known & Named<Name, Branched[typeof branched]['outputs']>,
    Variables | Made<Written>,
    Branched[typeof branched]['names'],
    Targets | Name,
    Branched[typeof branched]['outputs'],
    Result,
    Handlers,
    Known
  >

  /** A Succeed: ends this path well. */
  succeed<const Name extends string, Value = typeof nothing>(
    name: Fresh<Name, Names>,
    output?: (scope: Context<Roots, Known, Variables>) => Value,
    options?: StateOptions,
  ): Ended<Names | Name, InputOf<Roots>, Result | (Value extends typeof nothing ? Data : Evaluated<Value>)>

  /** A Fail: ends the execution with an error. */
  fail<const Name extends string, Written extends object = NoValues>(
    name: Fresh<Name, Names>,
    failure?: (scope: Context<Roots, Known, Variables>) => Failure<Written>,
    options?: StateOptions,
  ): Ended<Names | Name, InputOf<Roots>, Result>

  /** Goes back to a state that certainly ran before in the same scope: a loop. */
  goto(target: {
    readonly to: [Targets] extends [never] ? 'No state of this scope ran before: there is none to go back to' : Targets
  }): Ended<Names, InputOf<Roots>, Result>

  /** Sets variables, seen from the next state on. Made on leaving the state before, where that is the only way here. */
  assign<Written extends Values<Variables>>(
    values: (scope: Context<Roots, Known, Variables>) => Written,
  ): Flow<Roots, Known, Variables | Made<Written>, Names, Targets, Data, Result>

  /** Goes on with states that are defined elsewhere. */
  use<Used extends AnyFragment>(
    fragment: Usable<Used, Roots, Known, Variables, Names>,
  ): AfterFragment<Roots, Known, Variables, Names, Targets, Result, Used>

  /** The definition, checked. Throws a `DefinitionError` with everything that is wrong. */
  build(): StateMachine<InputOf<Roots>, Data | Result>
}

declare const nothing: unique symbol

type InputOf<Roots> = Roots extends { readonly [inputType]: infer Input } ? Input : any

/** What callbacks see in an iteration beside what they see around it. */
interface InIteration<Map extends string, Item> {
  /** The item of this iteration, the innermost one. */
  readonly item: Proxied<Item>
  /** The item of each Map around, by the Map's name. */
  readonly items: Named<Map, Item>
}

/** What callbacks see everywhere in a machine. */
interface InMachine<Input> {
  /** The input of the execution. */
  readonly input: Proxied<Input>
  readonly [inputType]: Input
}

/** One handler for each list of errors. */
export interface On<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Targets extends string,
  NewNames extends string,
  Assigned extends Variable,
  Data,
  Result,
  GoesOn extends boolean,
> {
  readonly [handled]: { names: NewNames; variables: Assigned; data: Data; ended: Result; goesOn: GoesOn }
  /** What to do after these errors. The handler sees what was there before the state, and the error. */
  error<Body extends Path>(
    errors: readonly [ErrorName, ...ErrorName[]],
    handler: (
      failed: Flow<
        Roots & { readonly error: Proxied<ErrorOutput> },
        Known,
        Variables,
        Names | NewNames,
        Targets,
        ErrorOutput,
        never
      >,
    ) => Body,
    options?: StateOptions,
  ): On<
    Roots,
    Known,
    Variables,
    Names,
    Targets,
    NewNames | Body[typeof facts]['names'],
    Body[typeof facts]['goesOn'] extends true
      ? GoesOn extends true
        ? Both<Assigned, Body[typeof facts]['variables']>
        : Body[typeof facts]['variables']
      : Assigned,
    Data | Body[typeof facts]['data'],
    Result | Body[typeof facts]['ended'],
    Body[typeof facts]['goesOn'] extends true ? true : GoesOn
  >
}

/** A name of an error: one of AWS's own, a service's, or yours. */
export type ErrorName =
  | 'States.ALL'
  | 'States.TaskFailed'
  | 'States.Timeout'
  | 'States.HeartbeatTimeout'
  | 'States.Permissions'
  | 'States.Runtime'
  | 'States.DataLimitExceeded'
  | 'States.QueryEvaluationError'
  | (string & {})

declare const chosen: unique symbol

/** What the branches of a Choice come to. */
interface Chosen {
  names: string
  ended: unknown
  results: unknown
  variables: Variable
  targets: string
  data: unknown
  live: 'none' | 'one' | 'many'
}

/** No branch yet. */
interface Choosing {
  names: never
  ended: never
  results: never
  variables: never
  targets: never
  data: never
  live: 'none'
}

/** A Choice with its way out for when no test is true. */
export interface ClosedChoice {
  readonly [chosen]: Chosen
  readonly 'A choice ends with .otherwise(…): the way out when no test is true': true
}

interface Closed<Branched extends Chosen> {
  readonly [chosen]: Branched
  readonly 'A choice ends with .otherwise(…): the way out when no test is true': true
}

/** The branches of a Choice. */
export interface When<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Targets extends string,
  Data,
  Branched extends Chosen,
> {
  readonly [chosen]: Branched
  /** A branch and the test that leads into it; tests are asked in order. */
  if<Body extends Path>(
    test: (scope: Context<Roots, Known, Variables>) => Test,
    then: (then: Flow<Roots, Known, Variables, Names | Branched['names'], Targets, Data, never>) => Body,
    options?: StateOptions,
  ): When<Roots, Known, Variables, Names, Targets, Data, WithBranch<Branched, Body[typeof facts]>>
  /** The branch for when no test is true. */
  otherwise<Body extends Path>(
    then: (then: Flow<Roots, Known, Variables, Names | Branched['names'], Targets, Data, never>) => Body,
  ): Closed<WithBranch<Branched, Body[typeof facts]>>
}

interface WithBranch<Before extends Chosen, Branch extends Facts> {
  names: Before['names'] | Branch['names']
  ended: Before['ended'] | Branch['ended']
  results: Branch['goesOn'] extends true ? Branch['results'] : Before['results']
  variables: Branch['goesOn'] extends true
    ? Before['live'] extends 'none'
      ? Branch['variables']
      : Both<Before['variables'], Branch['variables']>
    : Before['variables']
  targets: Branch['goesOn'] extends true ? Branch['targets'] : Before['targets']
  data: Before['data'] | Branch['data']
  live: Branch['goesOn'] extends true ? (Before['live'] extends 'none' ? 'one' : 'many') : Before['live']
}

/** No branch goes on: over. One does: all that it did has happened. Several: what was before, and variables that all assigned. */
type Rejoined<Roots, Known, Targets extends string, Result, Branched extends Chosen> = Branched['live'] extends 'none'
  ? Ended<Branched['names'], InputOf<Roots>, Result | Branched['ended']>
  : Branched['live'] extends 'one'
    ? Flow<
        Roots,
        Branched['results'],
        Branched['variables'],
        Branched['names'],
        Branched['targets'],
        Branched['data'],
        Result | Branched['ended']
      >
    : Flow<
        Roots,
        Known,
        Branched['variables'],
        Branched['names'],
        Targets,
        Branched['data'],
        Result | Branched['ended']
      >

declare const branched: unique symbol

/** The branches of a Parallel, whatever they are. */
export interface Branches {
  readonly [branched]: { names: string; outputs: readonly unknown[] }
}

/** The branches of a Parallel. */
export interface ParallelBranches<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Data,
  Outputs extends readonly unknown[],
> {
  readonly [branched]: { names: Names; outputs: Outputs }
  /** A branch: a scope of its own, which sees what was there before the Parallel. */
  branch<Body extends Path>(
    body: (branch: Flow<Roots, Known, Variables, Names, never, Data, never>) => Body,
  ): ParallelBranches<Roots, Known, Variables, Names | Body[typeof facts]['names'], Data, [...Outputs, Output<Body>]>
}

/** What a fragment reads of the flow that uses it. */
export interface Needs {
  /** Results of earlier states, by name. */
  readonly results?: object
  /** Variables, by name. */
  readonly vars?: object
  readonly input?: unknown
  readonly item?: unknown
}

declare const fragmentTypes: unique symbol

/** States to be used in several flows. */
export interface Fragment<Needed extends Needs, Body extends Path> {
  readonly [fragmentTypes]: [Needed, Body]
}

type AnyFragment = Fragment<any, any> // a constraint that every fragment meets, whatever it needs

type NeededResults<Needed extends Needs> = Needed extends { results: infer Wanted extends object }
  ? { readonly [Name in keyof Wanted]: Proxied<Wanted[Name]> }
  : Results
type NeededVariables<Needed extends Needs> = Needed extends { vars: infer Wanted extends object }
  ? { [Name in keyof Wanted & string]: readonly [Name, Wanted[Name], 'own'] }[keyof Wanted & string]
  : never
type NeededRoots<Needed extends Needs> = {
  readonly [Root in keyof Needed & ('input' | 'item')]: Proxied<Needed[Root]>
}

type FragmentStart<Needed extends Needs> = Flow<
  NeededRoots<Needed>,
  NeededResults<Needed>,
  NeededVariables<Needed>,
  never,
  never,
  unknown,
  never
>

type NeedsOf<Used> = Used extends Fragment<infer Needed, any> ? Needed : never
type BodyOf<Used> = Used extends Fragment<any, infer Body> ? Body : never

/** The names in `Wanted` that `There` lacks or has with another type. */
type Lacking<Wanted, There> = {
  [Name in keyof Wanted]: Name extends keyof There ? (There[Name] extends Wanted[Name] ? never : Name) : Name
}[keyof Wanted]

type Usable<Used extends AnyFragment, Roots, Known, Variables extends Variable, Names extends string> = [
  BodyOf<Used>[typeof facts]['names'] & Names,
] extends [never]
  ? [Lacking<NeededResults<NeedsOf<Used>>, Known>] extends [never]
    ? [Lacking<Vars<NeededVariables<NeedsOf<Used>>>, Vars<Variables>>] extends [never]
      ? Roots extends NeededRoots<NeedsOf<Used>>
        ? Used
        : 'This fragment reads another input or item'
      : `This fragment reads the variable "${Lacking<Vars<NeededVariables<NeedsOf<Used>>>, Vars<Variables>> & string}", which has no value here or one of another type`
    : `This fragment reads the result of "${Lacking<NeededResults<NeedsOf<Used>>, Known> & string}", which has not run here or returns something else`
  : `Duplicate state name "${BodyOf<Used>[typeof facts]['names'] & Names}"`

type AfterFragment<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Targets extends string,
  Result,
  Used,
> = BodyOf<Used>[typeof facts] extends infer Done extends Facts
  ? Done['goesOn'] extends true
    ? Flow<
        Roots,
        Known & Omit<Done['results'], keyof NeededResults<NeedsOf<Used>>>,
        Variables | Exclude<Done['variables'], readonly [NeededVariables<NeedsOf<Used>>[0], unknown, unknown]>,
        Names | Done['names'],
        Targets | Done['targets'],
        Done['data'],
        Result | Done['ended']
      >
    : Ended<Names | Done['names'], InputOf<Roots>, Result | Done['ended']>
  : never

/**
 * States to be used in several flows, typed by what they read of the flow around them.
 *
 *     const notify = fragment<{ results: { Load: { rows: number } } }>()((flow) => flow.task('Notify', ({ results }) => …))
 *     flow('etl', …).task('Load', …).use(notify)
 */
export const fragment =
  <Needed extends Needs = Record<never, never>>() =>
  <Body extends Path>(body: (flow: FragmentStart<Needed>) => Body): Fragment<Needed, Body> =>
    body as unknown as Fragment<Needed, Body> // what it is at run time is the front's own business

/** Handlers after which nothing follows. */
interface Ending extends Handled {
  readonly [handled]: Handling & { goesOn: false }
}

/** What a handler sees that all states share. */
type Shared<Schema extends z.ZodType> = On<
  InMachine<z.input<Schema>> & {
    /** The name of the state that failed. */
    readonly failedState: Ref<string>
  },
  Results,
  never,
  never,
  never,
  never,
  never,
  never,
  never,
  false
>

/** Options of a flow. */
export interface FlowOptions<Schema extends z.ZodType, Handlers extends Ending = NoHandlers> {
  /** The type of the execution's input. AWS runs no schema: one with a transform is refused. */
  readonly input?: Schema
  /** Default `JSONata`. */
  readonly queryLanguage?: QueryLanguage
  readonly Comment?: string
  /** Seconds the whole execution may take. */
  readonly TimeoutSeconds?: number
  /**
   * What to do when a state fails that does not catch everything itself: `(on) => on.error(['States.ALL'], (failed) => failed.fail(…))`.
   *
   * For the states of the machine's own scope; an error inside a Map or Parallel comes out as that state's own. Each handler is
   * written once, and ends: anything may have failed, so nothing but `input`, `error` and `failedState` is known there.
   */
  readonly catch?: (on: Shared<Schema>) => Handlers
}

/** The beginning of a flow: nothing has run. */
export type FlowStart<Input, Handlers extends Handled = NoHandlers> = Flow<
  InMachine<Input>,
  Results,
  never,
  Handlers[typeof handled]['names'],
  never,
  Input,
  Handlers[typeof handled]['ended']
>

/**
 * Starts a state machine whose states run in the order of the calls.
 *
 *     const hello = flow('hello', { input: z.object({ name: z.string() }) })
 *       .task('Greet', ({ input }) => lambda.invoke(greet, { name: input.name }))
 *       .build()
 *
 * @param name Says in messages which flow is meant, and is the definition's comment unless it has one of its own.
 */
export function flow<
  Schema extends z.ZodType<unknown, unknown> = z.ZodType<unknown, unknown>,
  Handlers extends Ending = NoHandlers,
>(name: string, options: FlowOptions<Schema, Handlers> = {}): FlowStart<z.input<Schema>, Handlers> {
  const { input, queryLanguage = 'JSONata', Comment = name, TimeoutSeconds } = options
  const wrong = wrongArgument('flow', name, { options, known: knownOptions.Flow })
  const changed = input && changingPart(input)
  const changing: Step | undefined = changed && {
    kind: 'Wrong',
    name: '',
    problem: {
      code: 'WRONG_ARGUMENT',
      message: `The schema of the input changes values (${changed.type} at ${changed.path}): AWS runs no schema, so the machine would get another value than the type says.`,
      hint: 'Describe the input as it arrives, and change it in a state.',
    },
  }
  const wrongs = [wrong, changing].filter((step) => step !== undefined)
  const recorder = startRecording({ name, queryLanguage, Comment, TimeoutSeconds, catch: options.catch, wrong: wrongs })
  return recorder as unknown as FlowStart<z.input<Schema>, Handlers> // the types of a flow are in its type parameters alone
}
