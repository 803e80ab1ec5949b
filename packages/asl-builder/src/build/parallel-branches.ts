import type { Variable } from './flow-context.js'
import type { Flow } from './flow.js'
import type { facts, Output, Path } from './path.js'

export declare const branched: unique symbol

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
