/** What has truly happened in a scope's instance when a state is entered, by the author's names. */
export class Truth {
  readonly results = new Map<string, unknown>()
  readonly variables = new Map<string, unknown>()
  readonly errors = new Map<string, unknown>()
  /** The last error that a state of this instance was caught with, and that state. */
  caught?: { state: string; error: unknown }
  readonly #around: Truth | undefined
  readonly #own: { input?: unknown; item?: { map: string; value: unknown } }

  constructor(own: { input?: unknown; item?: { map: string; value: unknown } }, around?: Truth) {
    this.#own = own
    this.#around = around
  }

  /** Inside a branch. */
  inside(): Truth {
    return new Truth({}, this)
  }

  /** Inside an iteration. */
  in(map: string, value: unknown): Truth {
    return new Truth({ item: { map, value } }, this)
  }

  get input(): unknown {
    return 'input' in this.#own ? this.#own.input : this.#around?.input
  }

  item(map: string): unknown {
    const { item } = this.#own
    return item?.map === map ? item.value : this.#outer('item', map).item(map)
  }

  result(state: string): unknown {
    return this.results.has(state) ? this.results.get(state) : this.#outer('result', state).result(state)
  }

  variable(name: string): unknown {
    return this.variables.has(name) ? this.variables.get(name) : this.#outer('variable', name).variable(name)
  }

  error(state: string): unknown {
    return this.errors.has(state) ? this.errors.get(state) : this.#outer('error', state).error(state)
  }

  /** The last error caught in this instance or around it. */
  lastCaught(): { state: string; error: unknown } {
    return this.caught ?? this.#outer('error', 'caught').lastCaught()
  }

  #outer(what: string, name: string): Truth {
    if (!this.#around) throw new Error(`the ${what} ${name} has not happened`)
    return this.#around
  }
}
