import type { Both, Context, InputOf, Variable } from './flow-context.js'
import type { StateOptions, Test } from './flow-options.js'
import type { Flow } from './flow.js'
import type { Ended, Facts, facts, Path } from './path.js'

/*
 * The branches of a Choice, and what is known where they meet again.
 */

export declare const chosen: unique symbol

/** What the branches of a Choice come to. */
export interface Chosen {
  names: string
  ended: unknown
  results: unknown
  variables: Variable
  targets: string
  data: unknown
  live: 'none' | 'one' | 'many'
}

/** No branch yet. */
export interface Choosing {
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

export interface Closed<Branched extends Chosen> {
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

export interface WithBranch<Before extends Chosen, Branch extends Facts> {
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
export type Rejoined<
  Roots,
  Known,
  Targets extends string,
  Result,
  Branched extends Chosen,
> = Branched['live'] extends 'none'
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
