/** For what Athena has and this lake has not. The statement then fails; it is not taken for a typing error. */
export function refuse(clause: string): never {
  throw new UnsupportedError(clause)
}

/** A clause Athena knows and this lake does not do. The query ends FAILED with `NOT_SUPPORTED` and the clause's name. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError'

  constructor(clause: string) {
    super(`NOT_SUPPORTED: This local lake does not support ${clause}.`)
  }
}
