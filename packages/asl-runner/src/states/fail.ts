import { unexpectedType, type DataFlow, type Fields } from '../data-flow.js'
import { Failure, runtimeFailure } from '../failure.js'
import type { Strand } from '../strand.js'

export function compileFail(fields: Fields, flow: DataFlow): (strand: Strand) => void {
  const error = compileText('Error', fields, flow)
  const cause = compileText('Cause', fields, flow)
  return (strand) => {
    throw new Failure(error?.(strand), cause?.(strand))
  }
}

function compileText(name: string, fields: Fields, flow: DataFlow): ((strand: Strand) => string) | undefined {
  const pathName = `${name}Path`
  if (fields[pathName] !== undefined) {
    const lookup = flow.lookup(fields[pathName], pathName)
    return (strand) => {
      const value = lookup(strand.input, strand)
      if (typeof value === 'string') return value
      throw runtimeFailure(`The ${pathName} field must resolve to a string, but was ${JSON.stringify(value)}`)
    }
  }
  const field = flow.field(name)
  if (!field) return undefined
  return (strand) => {
    const value = field.read(strand)
    if (typeof value === 'string') return value
    throw unexpectedType(field, 'string', value)
  }
}
