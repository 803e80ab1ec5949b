/** Who reads what: learned by a first run over the flow, used by the second, which writes. */
export interface Facts {
  /** States whose result a later state reads. */
  readonly results: Set<string>
  /** Catchers whose Error Output a later state reads: `state/index`; of a raw reader, which may mean any, `state/*`. */
  readonly errors: Set<string>
  /** Maps whose item anything reads. */
  readonly items: Set<string>
  /** Maps whose item is read from a variable. */
  readonly itemVariables: Set<string>
  /** Maps whose first state cannot assign the item before something in it needs the variable. */
  readonly itemsInFront: Set<string>
  /** States something jumps back to. */
  readonly targets: Set<string>
  /** Variables that raw expressions name. */
  readonly raw: Set<string>
}

export const noFacts = (): Facts => ({
  results: new Set(),
  errors: new Set(),
  items: new Set(),
  itemVariables: new Set(),
  itemsInFront: new Set(),
  targets: new Set(),
  raw: new Set(),
})
