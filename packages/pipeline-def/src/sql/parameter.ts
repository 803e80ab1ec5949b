/**
 * A place for a value that is known at deployment: `${Name}` in the definition, which CloudFormation, or whoever else
 * deploys, replaces. SQL helpers let it through as it is, so the value's own pattern (see parameters.ts) is what keeps it safe.
 */
export class Parameter {
  /** The parameter's name: letters and digits. */
  readonly name: string

  constructor(name: string) {
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name))
      throw new RangeError(`"${name}" is not a parameter name: letters and digits`)
    this.name = name
  }

  /** The place as it is written in the definition. */
  toString(): string {
    return `\${${this.name}}`
  }
}
