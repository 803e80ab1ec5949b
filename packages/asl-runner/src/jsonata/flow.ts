import type { DataFlow, FieldReader, Fields } from '../data-flow.js'
import { DefinitionFault } from '../definition-fault.js'
import type { Lookup } from '../frame.js'
import { setOwn } from '../own.js'
import type { Catch, Leaving, Strand } from '../strand.js'
import { compileExpression, expressionIn, type Expression, type States } from './expression.js'

/** A value that is the same each time, or how to make it. */
type Template = { readonly constant: unknown } | { readonly make: Expression }

/** Compiles JSON with expressions in it; what has none is shared, never copied. */
function compileTemplate(template: unknown, field: string, location: string): Template {
  const text = expressionIn(template)
  if (text !== undefined) return { make: compileExpression(text, field, location) }
  if (Array.isArray(template)) {
    const items = template.map((item, index) => compileTemplate(item, `${field}[${index}]`, location))
    if (items.every((item) => 'constant' in item)) return { constant: template }
    const makers = items.map(makerOf)
    return { make: (states, frame) => makers.map((make) => make(states, frame)) }
  }
  if (typeof template !== 'object' || template === null) return { constant: template }
  const members = Object.entries(template).map(
    ([name, value]) => [name, compileTemplate(value, `${field}/${name}`, location)] as const,
  )
  if (members.every(([, member]) => 'constant' in member)) return { constant: template }
  const makers = members.map(([name, member]) => [name, makerOf(member)] as const)
  return {
    make: (states, frame) => {
      const made: Record<string, unknown> = {}
      for (const [name, make] of makers) setOwn(made, name, make(states, frame))
      return made
    },
  }
}

function makerOf(template: Template): Expression {
  if ('make' in template) return template.make
  const { constant } = template
  return () => constant
}

/** The data flow of a JSONata state. */
export class JsonataFlow implements DataFlow {
  readonly isJsonata = true
  private readonly fields: Fields
  private readonly location: string
  private readonly arguments: Expression | undefined
  private readonly output: Expression | undefined
  private readonly assign: Expression | undefined

  constructor(fields: Fields, location: string) {
    this.fields = fields
    this.location = location
    this.arguments = this.maker('Arguments')
    this.output = this.maker('Output')
    this.assign = this.maker('Assign')
  }

  private maker(field: string): Expression | undefined {
    const value = this.fields[field]
    return value === undefined ? undefined : makerOf(compileTemplate(value, field, `${this.location}/${field}`))
  }

  filtered(strand: Strand): unknown {
    return strand.input
  }

  effective(strand: Strand): unknown {
    return this.arguments ? this.arguments({ input: strand.input }, strand) : strand.input
  }

  leaving(strand: Strand, result: unknown): Leaving {
    return leave(this.assign, this.output, { input: strand.input, result }, strand, result)
  }

  passing(strand: Strand, effective: unknown): Leaving {
    return leave(this.assign, this.output, { input: strand.input }, strand, effective)
  }

  catching(catcher: Fields, location: string): Catch['leave'] {
    const at = location.slice(this.location.length + 1).replace(/\/(\d+)$/, '[$1]')
    const [assign, output] = ['Assign', 'Output'].map((name) =>
      catcher[name] === undefined
        ? undefined
        : makerOf(compileTemplate(catcher[name], `${at}/${name}`, `${location}/${name}`)),
    )
    return (strand, errorOutput) => leave(assign, output, { input: strand.input, errorOutput }, strand, errorOutput)
  }

  choosing(rule: Fields, field: string): (strand: Strand, effective: unknown) => Leaving {
    const [assign, output] = ['Assign', 'Output'].map((name) =>
      rule[name] === undefined
        ? undefined
        : makerOf(compileTemplate(rule[name], `${field}/${name}`, `${this.location}/${field}`)),
    )
    return (strand, effective) => leave(assign, output, { input: strand.input }, strand, effective)
  }

  field(name: string, inside?: string): FieldReader | undefined {
    const given = this.fields[name]
    return given === undefined ? undefined : this.value(given, inside === undefined ? name : `${inside}/${name}`)
  }

  value(given: unknown, name: string): FieldReader {
    const make = makerOf(compileTemplate(given, name, `${this.location}/${name}`))
    const expression = expressionIn(given)
    return {
      name,
      ...(expression !== undefined && { expression }),
      read: (strand) => make({ input: strand.input }, strand),
    }
  }

  lookup(text: unknown, field: string): Lookup {
    throw new DefinitionFault(`${field} is a field of JSONPath states (${String(text)})`, this.location)
  }

  template(template: unknown, field: string): (strand: Strand) => unknown {
    const make = makerOf(compileTemplate(template, field, `${this.location}/${field}`))
    return (strand) => make({ input: strand.input }, strand)
  }
}

function leave(
  assign: Expression | undefined,
  output: Expression | undefined,
  states: States,
  strand: Strand,
  fallback: unknown,
): Leaving {
  const assigned = assign && new Map(Object.entries(assign(states, strand) as object))
  return { output: output ? output(states, strand) : fallback, assigned }
}
