/** Why a definition cannot be compiled. Thrown inside the compiler, a value outside it. */
export class DefinitionFault {
  readonly message: string
  /** JSON Pointer to what is wrong. */
  readonly location: string

  constructor(message: string, location: string) {
    this.message = message
    this.location = location
  }
}
