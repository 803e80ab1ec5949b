/** What a comparison operator compares with: a constant of this type, a timestamp, or the value at a path. */
export type Operand = 'string' | 'number' | 'boolean' | 'timestamp' | 'path'

const ordered = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'] as const
const operators = (type: string, suffixes: readonly string[], operand: Operand): [string, Operand][] =>
  suffixes.flatMap((suffix): [string, Operand][] => [
    [`${type}${suffix}`, operand],
    [`${type}${suffix}Path`, 'path'],
  ])

/**
 * The 39 comparison operators of a JSONPath Choice Rule and what each compares with.
 *
 * @see https://states-language.net/spec.html#data-test-expression
 */
export const comparisonOperators: ReadonlyMap<string, Operand> = new Map<string, Operand>([
  ...operators('String', ordered, 'string'),
  ['StringMatches', 'string'],
  ...operators('Numeric', ordered, 'number'),
  ...operators('Boolean', ['Equals'], 'boolean'),
  ...operators('Timestamp', ordered, 'timestamp'),
  ['IsNull', 'boolean'],
  ['IsPresent', 'boolean'],
  ['IsNumeric', 'boolean'],
  ['IsString', 'boolean'],
  ['IsBoolean', 'boolean'],
  ['IsTimestamp', 'boolean'],
])
