import type { StateMachine } from '../model/state-machine.js'
import type { Variable } from './flow-context.js'

/*
 * Where a path of a flow has come to. What a branch came to is read by an index of {@link facts}, never by `infer` over a flow: that
 * ends in TS2589.
 */

export declare const facts: unique symbol

/** What is known where a path ends: read by index where branches meet. */
export interface Facts {
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
export type Fresh<Name extends string, Names extends string> = string extends Names
  ? Name
  : Name extends Names
    ? `Duplicate state name "${Name}"`
    : Name

/** Where a path's data comes out: as it goes on, and where it ended. */
export type Output<Body extends Path> = Body[typeof facts]['data'] | Body[typeof facts]['ended']

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
