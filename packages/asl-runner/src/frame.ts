import type { Chance } from './chance.js'

/** Variables of one scope; an inner scope reads the outer one's. */
export class Variables {
  readonly outer: Variables | undefined
  private own: Map<string, unknown> | undefined

  constructor(outer?: Variables) {
    this.outer = outer
  }

  /** `undefined` when no scope has it. */
  get(name: string): unknown {
    const value = this.own?.get(name)
    return value === undefined ? this.outer?.get(name) : value
  }

  set(name: string, value: unknown): void {
    this.own ??= new Map()
    this.own.set(name, value)
  }

  /** Every variable that can be read here, the nearest of a name. */
  all(): Map<string, unknown> {
    const all = this.outer ? this.outer.all() : new Map<string, unknown>()
    for (const [name, value] of this.own ?? []) all.set(name, value)
    return all
  }
}

/** What an expression can see beside its input. */
export interface Frame {
  readonly variables: Variables
  readonly chance: Chance
  /** Milliseconds since 1970, by the run's clock. */
  readonly now: number
  /** The context object, `$$`. */
  context(): unknown
}

/** Yields a value from a field's input; `undefined` when nothing is there. */
export type Lookup = (input: unknown, frame: Frame) => unknown
