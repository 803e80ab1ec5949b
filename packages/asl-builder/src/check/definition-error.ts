import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { printDiagnostics } from '../diagnostics/print.js'

/** A definition that AWS would refuse, with everything that is wrong with it. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
  /** Everything found, the warnings too, in the order of the document. */
  readonly diagnostics: readonly Diagnostic[]

  /** @param what What is refused, and by whom. */
  constructor(diagnostics: readonly Diagnostic[], what = 'AWS would refuse this definition') {
    const errors = diagnostics.filter(({ severity }) => severity === 'ERROR').length
    const things = errors === 1 ? 'one thing' : `${errors} things`
    super(`${what} for ${things}:\n\n${printDiagnostics(diagnostics)}`)
    this.diagnostics = diagnostics
  }
}
