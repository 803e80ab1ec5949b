import type { Token } from './tokens.js'

/** A function no version of Athena this lake follows has, or that this lake lacks. */
export class UnknownFunctionError extends Error {
  override readonly name = 'UnknownFunctionError'

  /** @param called What the query calls the function that stands at `token`. */
  constructor(token: Token, called: string) {
    super(`FUNCTION_NOT_FOUND: line ${token.line}:${token.column}: Function '${called}' not registered`)
  }
}
