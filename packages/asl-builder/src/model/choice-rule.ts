import { z } from 'zod'
import { comparisonOperators } from './comparison-operator.js'
import { assign, orExpression, type Assign, type OrExpression } from './expression.js'

/** Exactly one of these stands beside `Variable`. */
export interface Comparison {
  StringEquals?: string
  StringEqualsPath?: string
  StringLessThan?: string
  StringLessThanPath?: string
  StringGreaterThan?: string
  StringGreaterThanPath?: string
  StringLessThanEquals?: string
  StringLessThanEqualsPath?: string
  StringGreaterThanEquals?: string
  StringGreaterThanEqualsPath?: string
  /** `*` matches any characters, `\\*` a star, `\\\\` a backslash. */
  StringMatches?: string
  NumericEquals?: number
  NumericEqualsPath?: string
  NumericLessThan?: number
  NumericLessThanPath?: string
  NumericGreaterThan?: number
  NumericGreaterThanPath?: string
  NumericLessThanEquals?: number
  NumericLessThanEqualsPath?: string
  NumericGreaterThanEquals?: number
  NumericGreaterThanEqualsPath?: string
  BooleanEquals?: boolean
  BooleanEqualsPath?: string
  /** RFC 3339, upper-case `T`, upper-case `Z` or a numeric offset. */
  TimestampEquals?: string
  TimestampEqualsPath?: string
  TimestampLessThan?: string
  TimestampLessThanPath?: string
  TimestampGreaterThan?: string
  TimestampGreaterThanPath?: string
  TimestampLessThanEquals?: string
  TimestampLessThanEqualsPath?: string
  TimestampGreaterThanEquals?: string
  TimestampGreaterThanEqualsPath?: string
  IsNull?: boolean
  IsPresent?: boolean
  IsNumeric?: boolean
  IsString?: boolean
  IsBoolean?: boolean
  IsTimestamp?: boolean
}

/** A condition inside `And`, `Or`, `Not`: it has no `Next`. */
export interface NestedRule extends Comparison {
  Comment?: string
  /** A Path to what is compared; may start with `$$` or `$name`. */
  Variable?: string
  And?: readonly NestedRule[]
  Or?: readonly NestedRule[]
  Not?: NestedRule
}

/**
 * One way out of a Choice state; the first that is true is taken.
 *
 * JSONata: `Condition`. JSONPath: `Variable` with one comparison, or `And`, `Or`, `Not`.
 */
export interface ChoiceRule<Name extends string = string> extends NestedRule {
  /** A state of the same scope. */
  Next: Name
  /** JSONata: `true`, `false` or an expression that yields one of them. */
  Condition?: OrExpression<boolean>
  /** JSONata: the output when this rule is taken. */
  Output?: unknown
  /** Evaluated when this rule is taken. */
  Assign?: Assign
}

const literals = {
  string: z.string(),
  number: z.number(),
  boolean: z.boolean(),
  timestamp: z.string(),
  path: z.string(),
}
const nested: z.ZodType<NestedRule> = z.lazy(() => nestedRule)
const nestedFields = {
  Comment: z.string().exactOptional(),
  Variable: z.string().exactOptional(),
  And: z.array(nested).min(1).exactOptional(),
  Or: z.array(nested).min(1).exactOptional(),
  Not: nested.exactOptional(),
  ...Object.fromEntries([...comparisonOperators].map(([name, operand]) => [name, literals[operand].exactOptional()])),
}
const nestedRule = z.strictObject(nestedFields)
export const NestedRule: z.ZodType<NestedRule> = nestedRule

const choiceRule = z.strictObject({
  ...nestedFields,
  Next: z.string(),
  Condition: orExpression(z.boolean()).exactOptional(),
  Output: z.unknown().exactOptional(),
  Assign: assign.exactOptional(),
})
export const ChoiceRule: z.ZodType<ChoiceRule> = choiceRule
