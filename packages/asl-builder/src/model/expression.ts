import { z } from 'zod'

/** The language that a state's fields are written in. */
export type QueryLanguage = 'JSONPath' | 'JSONata'
export const QueryLanguage: z.ZodType<QueryLanguage> = z.enum(['JSONPath', 'JSONata'])

/** A JSONata expression: `{% $states.input.rows %}`. */
export type Jsonata = `{%${string}%}`

/** What a deploy tool puts a value in place of: `${AthenaDatabaseName}`. */
export type Substitution = `\${${string}}`

const expression = z.custom<Jsonata | Substitution>(
  (value) => typeof value === 'string' && (/^\{%[^]*%\}$/.test(value) || /^\$\{[^}]+\}$/.test(value)),
  'Expected a value of its own type, a {% JSONata %} expression or a ${Substitution}',
)

/** A field that also takes a JSONata expression in a JSONata state, or a deploy tool's substitution anywhere. */
export type OrExpression<Value> = Value | Jsonata | Substitution
/** @internal */
export const orExpression = <Value>(schema: z.ZodType<Value>): z.ZodType<OrExpression<Value>> =>
  z.union([schema, expression])

/** A constant number that a deploy tool may also put in: `"${Hours}"`. */
export type OrSubstitution<Value> = Value | Substitution
const substitution = z.custom<Substitution>(
  (value) => typeof value === 'string' && /^\$\{[^}]+\}$/.test(value),
  'Expected a value of its own type or a ${Substitution}',
)
/** @internal */
export const orSubstitution = <Value>(schema: z.ZodType<Value>): z.ZodType<OrSubstitution<Value>> =>
  z.union([schema, substitution])

/** Names of variables and the values they get: JSON, with expressions (JSONata) or `name.$` keys (JSONPath) inside. */
export type Assign = Readonly<Record<string, unknown>>
/** @internal */
export const assign: z.ZodType<Assign> = z.record(z.string(), z.unknown())

/** JSON in which keys that end in `.$` are looked up: JSONPath's `Parameters`, `ResultSelector`, `ItemSelector`. */
export type PayloadTemplate = unknown
