import type * as z from 'zod'
import type { StateMachine } from '../model/state-machine.js'
import type { Evaluated, Proxied, RawExpression } from '../refs/ref.js'
import type { Call } from '../services/call.js'
import { knownOptions, wrongArgument } from './arguments.js'
import type { Step } from './chain.js'
import type { Choosing, chosen, ClosedChoice, Rejoined, When } from './choice-branches.js'
import type {
  Context,
  InIteration,
  InMachine,
  InputOf,
  Made,
  Named,
  NoValues,
  Outer,
  Results,
  Values,
  Variable,
} from './flow-context.js'
import type {
  AssignOptions,
  Batcher,
  ChildInput,
  DistributedMapOptions,
  ElementOf,
  FailingOptions,
  Failure,
  FlowOptions,
  ItemOf,
  ItemsExpression,
  ItemSource,
  MapOptions,
  StateOptions,
  TaskOptions,
  WaitTime,
} from './flow-options.js'
import type { AfterFragment, AnyFragment, Usable, UseOptions } from './fragment.js'
import type { After, Ending, Handled, handled, NoHandlers, On } from './handlers.js'
import type { branched, Branches, ParallelBranches } from './parallel-branches.js'
import type { Ended, facts, Fresh, Output, Path } from './path.js'
import { startRecording } from './recorder.js'
import { changingPart, partNotInJson } from './schema.js'

/*
 * The fluent front. What a flow knows at a point accumulates in type parameters (flow-context.ts).
 */

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

  /** Goes on with states that are defined elsewhere; a second time under a prefix. */
  use<Used extends AnyFragment, const Prefix extends string = ''>(
    fragment: Usable<Used, Prefix, Roots, Known, Variables, Names>,
    options?: UseOptions<Prefix>,
  ): AfterFragment<Roots, Known, Variables, Names, Targets, Result, Used, Prefix>

  /** The definition, checked. Throws a `DefinitionError` with everything that is wrong. */
  build(): StateMachine<InputOf<Roots>, Data | Result>
}

declare const nothing: unique symbol

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
  const strange = input && (changed ? undefined : partNotInJson(input))
  const notJson: Step | undefined = strange && {
    kind: 'Wrong',
    name: '',
    problem: {
      code: 'NOT_JSON',
      message: `The schema of the input has a ${strange.type} (${strange.path}): the input of an execution is JSON, which has none.`,
      hint: strange.type === 'date' ? 'A point in time is text: z.iso.datetime().' : 'Describe the JSON that arrives.',
    },
  }
  const wrongs = [wrong && { ...wrong, name: '' }, changing, notJson].filter((step) => step !== undefined)
  const recorder = startRecording({
    name,
    input,
    queryLanguage,
    Comment,
    TimeoutSeconds,
    catch: options.catch,
    wrong: wrongs,
  })
  return recorder as unknown as FlowStart<z.input<Schema>, Handlers> // the types of a flow are in its type parameters alone
}
