import { isParseError, isReferencePath, parsePath, type Path } from 'asl-builder/syntax'
import { DefinitionFault } from './definition-fault.js'
import { evaluationFailure, Failure, runtimeFailure } from './failure.js'
import type { Lookup } from './frame.js'
import { setOwn } from './own.js'
import { compilePath } from './path/compile-path.js'
import { compileLookup, compileTemplate, makerOf } from './path/compile-template.js'
import { missingPath } from './path/missing.js'
import type { Catch, Leaving, Strand } from './strand.js'

/** A state as the compiler reads it: any document's field may be missing or wrong. */
export type Fields = Readonly<Record<string, unknown>>

/** How a state's data goes in and out, in either query language. */
export interface DataFlow {
  readonly isJsonata: boolean
  /** The effective input: after `InputPath` and `Parameters`, or `Arguments`. */
  effective(strand: Strand): unknown
  /** The input after `InputPath` alone. */
  filtered(strand: Strand): unknown
  /** What leaves the state: the result after `ResultSelector`, `ResultPath`, `OutputPath`, or `Output`. */
  leaving(strand: Strand, result: unknown): Leaving
  /** The same for Choice, Wait and Succeed, whose input is their result. */
  passing(strand: Strand, effective: unknown): Leaving
  /** What leaves by a Catcher. */
  catching(catcher: Fields, location: string): Catch['leave']
  /** What leaves by a Choice Rule that has fields of its own. */
  choosing(rule: Fields, field: string): (strand: Strand, effective: unknown) => Leaving
  /** A value given somewhere in the state's fields. */
  value(given: unknown, name: string): FieldReader
  /** A path or a call of an intrinsic function. */
  lookup(text: unknown, field: string): Lookup
  /**
   * A number, text or other value that a field gives, with its `…Path` twin; `undefined` when the state has neither.
   *
   * @param inside The objects around it in its state, as the failure of an expression names them: `ItemReader/ReaderConfig`.
   */
  field(name: string, inside?: string): FieldReader | undefined
  /** JSON with lookups or expressions in it, as a function of the effective input. */
  template(template: unknown, field: string): (strand: Strand, input: unknown) => unknown
}

/** Reads a field of a state. */
export interface FieldReader {
  read(strand: Strand): unknown
  /** The path it is read by, as written; absent for a constant or an expression. */
  readonly path?: string
  /** Why the path finds nothing; present with `path`. */
  missing?(strand: Strand): Failure
  /** The expression it is computed by, without its delimiters. */
  readonly expression?: string
  /** The field's name, as written. */
  readonly name: string
}

/** A field's expression yields another type than the field takes. */
export function unexpectedType({ expression, name }: FieldReader, expected: string, value: unknown): Failure {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return evaluationFailure(
    `The JSONata expression '${expression}' specified for the field '${name}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${type}' for value: ${JSON.stringify(value)}`,
    name,
  )
}

/** Reads a path of a definition, or throws what is wrong with it. */
export function pathOf(text: unknown, field: string, location: string): Path {
  const path = typeof text === 'string' ? parsePath(text) : undefined
  if (!path || isParseError(path))
    throw new DefinitionFault(`Value is not a valid JSONPath for ${field}`, `${location}/${field}`)
  return path
}

/** A path field whose absence in the data fails the state in Jayway's words; `null` stands for an empty object. */
export function compilePathField(text: unknown, field: string, location: string): Lookup | undefined {
  if (text === undefined || text === '$') return undefined
  if (text === null) return () => ({})
  const path = pathOf(text, field, location)
  const lookup = compilePath(path)
  return (input, frame) => {
    const value = lookup(input, frame)
    if (value === undefined) throw runtimeFailure(missingPath(path, input, frame))
    return value
  }
}

/** Puts a result into the raw input; `undefined` when it replaces it. */
function compileResultPath(text: unknown, location: string): ((raw: unknown, result: unknown) => unknown) | undefined {
  if (text === undefined || text === '$') return undefined
  if (text === null) return (raw) => raw
  const path = pathOf(text, 'ResultPath', location)
  // Neither the context object nor a variable can be written to.
  if (path.root !== '$' || !isReferencePath(path))
    throw new DefinitionFault('Value is not a valid Reference Path', `${location}/ResultPath`)
  const steps = path.segments.map((segment) =>
    segment.kind === 'name' ? segment.name : (segment as { index: number }).index,
  )
  return (raw, result) => placed(raw, steps, 0, result)
}

function placed(into: unknown, steps: readonly (string | number)[], at: number, result: unknown): unknown {
  if (at === steps.length) return result
  const step = steps[at]!
  if (typeof step === 'number') {
    if (!Array.isArray(into) || step >= into.length) throw unfit(step, into)
    return into.with(step, placed(into[step], steps, at + 1, result))
  }
  if (typeof into !== 'object' || into === null || Array.isArray(into)) {
    if (into !== undefined) throw unfit(step, into)
    const made: Record<string, unknown> = {}
    setOwn(made, step, placed(undefined, steps, at + 1, result))
    return made
  }
  const copy: Record<string, unknown> = { ...into }
  const inner = Object.hasOwn(copy, step) ? copy[step] : undefined
  setOwn(copy, step, placed(inner, steps, at + 1, result))
  return copy
}

const unfit = (step: string | number, into: unknown): Failure =>
  new Failure(
    'States.ResultPathMatchFailure',
    `Unable to apply step "${step}" to input ${JSON.stringify(into ?? null)}`,
    {
      explained: true,
    },
  )

/** What `$` is in `Assign`: the effective input, or the result. */
export type Assigner = (strand: Strand, input: unknown) => ReadonlyMap<string, unknown>

function compileAssign(assign: unknown, location: string): Assigner | undefined {
  if (typeof assign !== 'object' || assign === null) return undefined
  const make = makerOf(compileTemplate(assign, `${location}/Assign`))
  return (strand, input) => new Map(Object.entries(make(input, strand) as object))
}

/**
 * The data flow of a JSONPath state.
 *
 * @see https://states-language.net/spec.html#filters
 */
export class JsonPathFlow implements DataFlow {
  readonly isJsonata = false
  private readonly fields: Fields
  private readonly location: string
  private readonly inputPath: Lookup | undefined
  private readonly parameters: Lookup | undefined
  private readonly selector: Lookup | undefined
  private readonly resultPath: ((raw: unknown, result: unknown) => unknown) | undefined
  private readonly outputPath: Lookup | undefined
  private readonly assign: Assigner | undefined

  constructor(fields: Fields, location: string) {
    this.fields = fields
    this.location = location
    this.inputPath = compilePathField(fields['InputPath'], 'InputPath', location)
    const isMap = fields['Type'] === 'Map'
    this.parameters =
      fields['Parameters'] === undefined || isMap ? undefined : this.payload(fields['Parameters'], 'Parameters')
    this.selector =
      fields['ResultSelector'] === undefined ? undefined : this.payload(fields['ResultSelector'], 'ResultSelector')
    this.resultPath = compileResultPath(fields['ResultPath'], location)
    this.outputPath = compilePathField(fields['OutputPath'], 'OutputPath', location)
    this.assign = compileAssign(fields['Assign'], location)
  }

  filtered(strand: Strand): unknown {
    return this.inputPath ? this.inputPath(strand.input, strand) : strand.input
  }

  effective(strand: Strand): unknown {
    const input = this.filtered(strand)
    return this.parameters ? this.parameters(input, strand) : input
  }

  leaving(strand: Strand, result: unknown): Leaving {
    const { selector, resultPath, outputPath, assign } = this
    const assigned = assign?.(strand, result)
    const selected = selector ? selector(result, strand) : result
    const merged = resultPath ? resultPath(strand.input, selected) : selected
    return { output: outputPath ? outputPath(merged, strand) : merged, assigned }
  }

  /** For Choice, Wait and Succeed, which have no result. */
  passing(strand: Strand, effective: unknown): Leaving {
    return {
      output: this.outputPath ? this.outputPath(effective, strand) : effective,
      assigned: this.assign?.(strand, effective),
    }
  }

  field(name: string): FieldReader | undefined {
    const constant = this.fields[name]
    if (constant !== undefined) return { name, read: () => constant }
    const pathName = `${name}Path`
    const text = this.fields[pathName]
    if (text === undefined) return undefined
    const path = pathOf(text, pathName, this.location)
    const lookup = compilePath(path)
    return {
      name: pathName,
      path: path.text,
      read: (strand) => lookup(this.filtered(strand), strand),
      missing: (strand) => runtimeFailure(missingPath(path, this.filtered(strand), strand)),
    }
  }

  template(template: unknown, field: string): (strand: Strand, input: unknown) => unknown {
    const make = this.payload(template, field)
    return (strand, input) => make(input, strand)
  }

  private payload(template: unknown, field: string): Lookup {
    return makerOf(compileTemplate(template, `${this.location}/${field}`))
  }

  /** A path or a call of an intrinsic function. */
  lookup(text: unknown, field: string): Lookup {
    return compileLookup(text, field, `${this.location}/${field}`)
  }

  catching(catcher: Fields, location: string): Catch['leave'] {
    const place = compileResultPath(catcher['ResultPath'], location)
    const assign = compileAssign(catcher['Assign'], location)
    return (strand, errorOutput) => ({
      output: place ? place(strand.input, errorOutput) : errorOutput,
      assigned: assign?.(strand, errorOutput),
    })
  }

  value(given: unknown, name: string): FieldReader {
    return { name, read: () => given }
  }

  choosing(rule: Fields, field: string): (strand: Strand, effective: unknown) => Leaving {
    const assign = compileAssign(rule['Assign'], `${this.location}/${field}`)
    return (strand, effective) => ({
      output: this.outputPath ? this.outputPath(effective, strand) : effective,
      assigned: assign?.(strand, effective),
    })
  }
}
