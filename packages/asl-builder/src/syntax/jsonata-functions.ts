/**
 * JSONata's built-in functions and the six that Step Functions adds, with JSONata's own signatures: one letter a parameter
 * (`s`tring, `n`umber, `b`oolean, `a`rray, `m` an array of numbers, `o`bject, `f`unction, `x` and `j` anything), `-` where the context may stand in, `?`
 * optional, `+` one or more.
 *
 * @see https://docs.jsonata.org/string-functions
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
const signatures: Readonly<Record<string, string>> = {
  sum: 'm',
  count: 'a',
  max: 'm',
  min: 'm',
  average: 'm',
  string: 'x-b?',
  substring: 's-nn?',
  substringBefore: 's-s',
  substringAfter: 's-s',
  lowercase: 's-',
  uppercase: 's-',
  length: 's-',
  trim: 's-',
  pad: 's-ns?',
  match: 's-fn?',
  contains: 's-(sf)',
  replace: 's-(sf)(sf)n?',
  split: 's-(sf)n?',
  join: 'as?',
  formatNumber: 'n-so?',
  formatBase: 'n-n?',
  formatInteger: 'n-s',
  parseInteger: 's-s',
  number: '(nsb)-',
  floor: 'n-',
  ceil: 'n-',
  round: 'n-n?',
  abs: 'n-',
  sqrt: 'n-',
  power: 'n-n',
  boolean: 'x-',
  not: 'x-',
  map: 'af',
  zip: 'a+',
  filter: 'af',
  single: 'af?',
  reduce: 'afj?',
  sift: 'o-f?',
  keys: 'x-',
  lookup: 'x-s',
  append: 'xx',
  exists: 'x',
  spread: 'x-',
  merge: 'a',
  reverse: 'a',
  each: 'o-f',
  error: 's?',
  assert: 'bs?',
  type: 'x',
  sort: 'af?',
  shuffle: 'a',
  distinct: 'x',
  base64encode: 's-',
  base64decode: 's-',
  encodeUrlComponent: 's-',
  encodeUrl: 's-',
  decodeUrlComponent: 's-',
  decodeUrl: 's-',
  toMillis: 's-s?',
  fromMillis: 'n-s?s?',
  clone: '(oa)-',
  now: 's?s?',
  millis: '',
  // of Step Functions
  partition: 'an',
  range: 'nnn',
  hash: 'ss',
  random: 'n?',
  uuid: '',
  parse: 's',
}

/** What a function takes. */
export interface JsonataFunction {
  /** The fewest arguments: what is neither optional nor replaced by the context. */
  least: number
  most: number
  /** The fewest where there is no context. */
  required: number
  /** The letters each parameter takes, in order; an array also takes one value of anything. */
  parameters: readonly string[]
}

function read(signature: string): JsonataFunction {
  const parameters = [...signature.matchAll(/(\([a-z]+\)|[a-z])([-?+]?)/g)]
  return {
    least: parameters.filter(([, , mark]) => mark === '' || mark === '+').length,
    required: parameters.filter(([, , mark]) => mark !== '?').length,
    most: parameters.some(([, , mark]) => mark === '+') ? Infinity : parameters.length,
    parameters: parameters.map(([, letters]) => letters!),
  }
}

/** The functions that an expression in a state may call, by name without `$`. */
export const jsonataFunctions: ReadonlyMap<string, JsonataFunction> = new Map(
  Object.entries(signatures).map(([name, signature]) => [name, read(signature)]),
)
