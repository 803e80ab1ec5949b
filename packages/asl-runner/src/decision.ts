/** What a run did and decided, for coverage; inside the children of a distributed Map too. */
export interface Decision {
  /** `iteration`: a Map begins one. */
  readonly kind: 'enter' | 'choice' | 'default' | 'catch' | 'retry' | 'iteration'
  readonly state: string
  /** JSON Pointer to the state. */
  readonly location: string
  /** The index of the Choice Rule, Catcher, Retrier or iteration; -1 for `enter` and `default`. */
  readonly index: number
}
