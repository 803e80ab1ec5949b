import type { ObjectNode, Reading, ScopeNode, StateNode } from './reading.js'

/** Steps from state to state that are followed in all; a document that needs more is not followed. */
const mostSteps = 20_000_000

/** Follows one variable after the other along the transitions of a document. */
export class VariableFlow {
  readonly #scopes: readonly ScopeNode[]
  readonly #assignedBy: ReadonlyMap<ObjectNode, ReadonlySet<string>>
  #stepsLeft = mostSteps

  constructor({ scopes }: Reading, assignedBy: ReadonlyMap<ObjectNode, ReadonlySet<string>>) {
    this.#scopes = scopes
    this.#assignedBy = assignedBy
  }

  /**
   * The states that can be entered before anything assigns a variable, each with the state before it on one such way.
   *
   * @returns `undefined` when following takes too many steps.
   */
  enteredWithout(name: string): Map<StateNode, StateNode | undefined> | undefined {
    const entered = new Map<StateNode, StateNode | undefined>()
    for (const { parent, wall, startAt, states } of this.#scopes) {
      if (parent && !wall && !entered.has(parent)) continue
      const start = typeof startAt?.value === 'string' ? states.get(startAt.value) : undefined
      if (!start) continue
      entered.set(start, undefined)
      const open = [start]
      for (let state = open.pop(); state; state = open.pop()) {
        for (const { value, owner } of state.transitions) {
          if (--this.#stepsLeft < 0) return undefined
          const next = typeof value === 'string' ? states.get(value) : undefined
          if (!next || entered.has(next) || this.#assignedBy.get(owner)?.has(name)) continue
          entered.set(next, state)
          open.push(next)
        }
      }
    }
    return entered
  }
}
