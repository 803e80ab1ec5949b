import type * as z from 'zod'
import type { QueryLanguage } from '../model/expression.js'
import type { ItemReader, ReaderConfig, ResultWriter } from '../model/map-io.js'
import type { Retrier } from '../model/retry.js'
import type { Evaluated, Expression, Proxied, RawExpression, Ref } from '../refs/ref.js'
import type { Ending, NoHandlers, Shared } from './handlers.js'

/*
 * The options of a flow's states, and the other objects that its calls take. None of them depends on more of what a flow knows than
 * the scope that its callbacks see.
 */

/** A value, or a callback that gives one with references in it. */
export type Given<Scope, Value> = Expression<Value> | ((scope: Scope) => Expression<Value>)

/** Options of every state. */
export interface StateOptions {
  readonly Comment?: string
}

/** Options of a state that assigns variables. */
export interface AssignOptions<Scope, Values> extends StateOptions {
  /** Variables to set on success, seen from the next state on. */
  readonly assign?: (scope: Scope) => Values
}

/** Options of a state that can fail. */
export interface FailingOptions<Scope, Values, On, Handlers> extends AssignOptions<Scope, Values> {
  /** Tried in order, before any handler. */
  readonly retry?: readonly Retrier[]
  /** What to do after an error: `(on) => on.error(['States.ALL'], (failed) => …)`. */
  readonly catch?: (on: On) => Handlers
}

/** Options of a Task. */
export interface TaskOptions<Scope, Values, On, Handlers> extends FailingOptions<Scope, Values, On, Handlers> {
  /** Seconds, 1 to 99 999 999. When they pass, the state fails with `States.Timeout`. */
  readonly TimeoutSeconds?: Given<Scope, number>
  /** Seconds, below the timeout. */
  readonly HeartbeatSeconds?: Given<Scope, number>
  /** The role to call as. */
  readonly Credentials?: Given<Scope, { readonly RoleArn: string }>
}

/** Options of a Map. */
export interface MapOptions<Scope, Values, On, Handlers> extends FailingOptions<Scope, Values, On, Handlers> {
  /** Iterations at a time; 1 for one after another in order. Default 0: as many as AWS allows. */
  readonly MaxConcurrency?: Given<Scope, number>
}

/** Options of a Distributed Map. */
export interface DistributedMapOptions<Scope, Values, On, Handlers> extends MapOptions<Scope, Values, On, Handlers> {
  /** What its child executions are. Default `STANDARD`. */
  readonly ExecutionType?: 'STANDARD' | 'EXPRESS'
  /** 0 to 100. */
  readonly ToleratedFailurePercentage?: Given<Scope, number>
  readonly ToleratedFailureCount?: Given<Scope, number>
  /** Names the Map Run, up to 40 characters, unique in the machine. */
  readonly Label?: string
  /** Where results go: `ResultWriter` as in ASL, with references in it. */
  readonly ResultWriter?: (scope: Scope) => ResultWriter
}

/** Where a Distributed Map's items come from and what each child execution gets. */
export interface ItemSource<Scope, Items, Item, Selected, Batch> {
  /** The items, when they are in the data. */
  readonly items?: (scope: Scope) => Items
  /** `ItemReader` as in ASL, with references in it, when they are in S3; `item` says of which type they are. */
  readonly ItemReader?: (scope: Scope) => WrittenReader
  readonly item?: Item
  /** What a child execution gets; by default the item. Its states can read nothing else. */
  readonly itemSelector?: (
    scope: Scope & {
      readonly item: Proxied<ItemOf<Items, Item>>
      readonly index: Ref<number>
    },
  ) => Selected
  /** Several items to a child execution. Its item is then `{ Items, BatchInput }`. */
  readonly ItemBatcher?: (scope: Scope) => Batch
}

/** `ItemReader` as in ASL; its parameters, `Arguments` in both query languages, and `MaxItems` may be computed. */
export interface WrittenReader extends Omit<ItemReader, 'ReaderConfig'> {
  readonly ReaderConfig?: WrittenReaderConfig
}

/** `ReaderConfig` as in ASL; `MaxItems` may be computed. */
interface WrittenReaderConfig extends Omit<ReaderConfig, 'MaxItems'> {
  readonly MaxItems?: Expression<number>
}

/** How items are put together: one of the two limits, and what every batch has beside its items. */
export interface Batcher {
  readonly MaxItemsPerBatch?: Expression<number>
  readonly MaxInputBytesPerBatch?: Expression<number>
  readonly BatchInput?: unknown
}

/** What a child execution of a Distributed Map gets. */
export type ChildInput<Selected, Item, Batch> = [Batch] extends [never]
  ? SelectedOr<Selected, Item>
  : {
      Items: SelectedOr<Selected, Item>[]
      BatchInput: Batch extends { readonly BatchInput: infer Written } ? Evaluated<Written> : undefined
    }

/** What a Map iterates over. */
export type ItemsExpression = Ref<readonly unknown[]> | readonly unknown[] | RawExpression

export type ElementOf<Items> = Evaluated<Items> extends readonly (infer Element)[] ? Element : any // a raw expression says nothing

export type ItemOf<Items, Schema> = Schema extends z.ZodType ? z.input<Schema> : ElementOf<Items>

export type SelectedOr<Selected, Item> = unknown extends Selected ? Item : Evaluated<Selected>

/** How long a Wait takes: seconds, or a point in time as RFC 3339 text. */
export type WaitTime<Scope> =
  | { readonly Seconds: Given<Scope, number>; readonly Timestamp?: never }
  | { readonly Timestamp: Given<Scope, string>; readonly Seconds?: never }

/** Why a Fail fails. The compiler lets a returned object have fields too many: here each gets a type that says so. */
export type Failure<Written> = {
  readonly [Field in keyof Written]: Field extends 'Error' | 'Cause'
    ? Expression<string>
    : `"${Field & string}" is no field of a Fail. Did you mean "Error" or "Cause"?`
}

/** A test: a comparison by a helper, a reference to a boolean, or a raw expression. */
export type Test = Ref<boolean> | RawExpression

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
