import type * as z from 'zod'
import type { Proxied, Ref } from '../refs/ref.js'
import type { Both, ErrorOutput, InMachine, Results, Variable } from './flow-context.js'
import type { StateOptions } from './flow-options.js'
import type { Flow } from './flow.js'
import type { facts, Path } from './path.js'

/*
 * What to do after errors: the handlers of a state, and those that all states of a machine share.
 */

export declare const handled: unique symbol

export interface Handling {
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

/** The path after a state that may have handlers. */
export type After<
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

/** Handlers after which nothing follows. */
export interface Ending extends Handled {
  readonly [handled]: Handling & { goesOn: false }
}

/** What a handler sees that all states share. */
export type Shared<Schema extends z.ZodType> = On<
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
