import { quoteText } from './column-type.js'
import { strftimeFormat, strftimeFormatOfJava } from './date-format.js'
import { closing, operandEnd, topLevel } from './extents.js'
import { functionName } from './functions.js'
import { mismatch } from './mismatch.js'
import { fromTemplate, hasTemplate } from './templates.js'
import type { Token } from './tokens.js'
import { UnsupportedError } from './unsupported.js'

/** A call, `name(...)`, in a query that is being rewritten. */
export interface Call {
  readonly tokens: readonly Token[]
  /** Where the name is. */
  readonly at: number
  /** Where the parenthesis is that closes the call. */
  readonly close: number
  /** What stands between two places, rewritten. */
  readonly text: (start: number, end: number) => string
}

/** A call in DuckDB's SQL, and where what it stands for ends. */
type Written = readonly [text: string, end: number]

const forms: Readonly<Record<string, (call: Call) => Written>> = {
  avg: average,
  date_format: formatted(strftimeFormat),
  date_parse: formatted(strftimeFormat),
  extract,
  format_datetime: formatted(strftimeFormatOfJava),
  listagg,
  parse_datetime: formatted(strftimeFormatOfJava),
  trim,
  unnest,
}

/** Whether DuckDB has this function in a form that is not its name and its arguments. */
export function hasOwnForm(name: string): boolean {
  return Object.hasOwn(forms, name) || hasTemplate(name)
}

/**
 * The call in DuckDB's form.
 *
 * @throws {UnsupportedError} for arguments this lake does not do.
 */
export function inOwnForm(call: Call): Written {
  const { value } = call.tokens[call.at]!
  return Object.hasOwn(forms, value) ? forms[value]!(call) : templated(call)
}

/** What stands between the commas inside a call's parentheses. */
export function argumentsOf({ tokens, at, close, text }: Call): string[] {
  const found: string[] = []
  for (let start = at + 2; start <= close;) {
    const comma = topLevel(tokens, start, close, ',')
    const end = comma === -1 ? close : comma
    found.push(text(start, end))
    start = end + 1
  }
  return found
}

/** `avg(x)` with its FILTER and OVER: of decimals from sum and count, for DuckDB's is a double. */
function average({ tokens, at, close, text }: Call): Written {
  const end = operandEnd(tokens, at)
  const inside = text(at + 2, close)
  const rest = text(close + 1, end)
  const of = (name: string): string => `${name}(${inside}) ${rest}`
  return [`athena_avg(${['sum', 'count', 'max', 'avg'].map(of).join(', ')})`, end]
}

const trims: Readonly<Record<string, string | undefined>> = { leading: 'ltrim', trailing: 'rtrim', both: 'trim' }

/** `trim(LEADING 'x' FROM y)` is `ltrim(y, 'x')`. */
function trim({ tokens, at, close, text }: Call): Written {
  const side = trims[tokens[at + 2]!.value]
  const start = side === undefined ? at + 2 : at + 3
  const from = topLevel(tokens, start, close, 'from')
  if (from === -1) return [`trim(${text(start, close)})`, close + 1]
  const cut = from === start ? '' : `, ${text(start, from)}`
  return [`${side ?? 'trim'}(${text(from + 1, close)}${cut})`, close + 1]
}

/** Several arrays side by side are columns of one query here; its rows are in their order. */
function unnest(call: Call): Written {
  const { tokens, close } = call
  const arrays = argumentsOf(call).map((array) => `unnest(athena_no_rows(${array}))`)
  if (arrays.length === 1) return [arrays[0]!, close + 1]
  const all = `SELECT ${arrays.join(', ')}`
  return tokens[close + 1]?.value === 'with' && tokens[close + 2]?.value === 'ordinality'
    ? [`(SELECT *, row_number() OVER () FROM (${all}))`, close + 3]
    : [`(${all})`, close + 1]
}

/** The fields of `extract` -> DuckDB's. */
const extracted: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  day_of_month: 'day',
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_year: 'doy',
  doy: 'doy',
  year_of_week: 'isoyear',
  yow: 'isoyear',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
}

/** Fields have other names, and Sunday is day 7, not 0. */
function extract({ tokens, at, close, text }: Call): Written {
  const field = tokens[at + 2]!
  const name = Object.hasOwn(extracted, field.value) ? extracted[field.value] : undefined
  if (name === undefined || tokens[at + 3]?.value !== 'from') throw mismatch(field)
  return [`extract(${name} FROM ${text(at + 4, close)})`, close + 1]
}

/** `listagg(x, ',') WITHIN GROUP (ORDER BY y)` is `string_agg(x, ',' ORDER BY y)`. */
function listagg({ tokens, at, close, text }: Call): Written {
  const [within, group, open] = tokens.slice(close + 1, close + 4)
  if (within?.value !== 'within' || group?.value !== 'group' || open?.value !== '(')
    throw mismatch(within ?? tokens[close]!)
  const end = closing(tokens, close + 3)
  const separator = topLevel(tokens, at + 2, close, ',') === -1 ? ", ''" : ''
  return [`string_agg(${text(at + 2, close)}${separator} ${text(close + 4, end)})`, end + 1]
}

/** A function whose last argument is a format, a literal: in DuckDB's letters. */
function formatted(inDuckDb: (format: string) => string): (call: Call) => Written {
  return ({ tokens, at, close, text }) => {
    const token = tokens[at]!
    const format = tokens[close - 1]!
    if (format.kind !== 'string' || tokens[close - 2]?.value !== ',')
      throw new UnsupportedError(`${token.value} with a format that is not a literal`)
    return [`${functionName(token)}(${text(at + 2, close - 1)} ${quoteText(inDuckDb(format.value))})`, close + 1]
  }
}

function templated(call: Call): Written {
  const { value } = call.tokens[call.at]!
  const text = fromTemplate(value, argumentsOf(call))
  if (text === undefined) throw new UnsupportedError(`${value} with these arguments`)
  return [`(${text})`, call.close + 1]
}
