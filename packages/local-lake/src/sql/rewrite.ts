import { argumentsOf, type Call, hasOwnForm, inOwnForm } from './calls.js'
import { castType } from './cast-type.js'
import { quoteName, quoteText } from './column-type.js'
import {
  branchesIn,
  caseEnd,
  closing,
  continuesPrimary,
  intervalEnd,
  isColumnList,
  isSubscript,
  operandEnd,
  placesIn,
  startsOperand,
} from './extents.js'
import { refuseForeign } from './foreign.js'
import { functionName } from './functions.js'
import { otherZone } from './macros.js'
import { mismatch } from './mismatch.js'
import { SqlError } from './sql-error.js'
import type { Token } from './tokens.js'
import { UnsupportedError } from './unsupported.js'
import {
  afterValues,
  beforeLiterals,
  betweenOperands,
  contextualWords,
  countedBy,
  foreignSymbols,
  foreignWords,
  notFunctions,
  plainWords,
  queryWords,
  unsupportedWords,
} from './words.js'

/** What a query means beside its text. */
export interface QueryContext {
  /** What `current_date` and `now()` say. */
  readonly now: Date
  /** The session's database in DuckDB, which stands for `awsdatacatalog`. */
  readonly catalog: string
  /** Writes `<=` for `=` and `IN`, `<` for `<>` and `IS DISTINCT FROM`: of what differs in type, DuckDB refuses to compare the size, not equality. */
  readonly toCheckTypes?: boolean
}

/**
 * A query of Athena as DuckDB reads it: literals, casts, names of functions, division and the clock are rewritten;
 * everything else is passed on token by token.
 *
 * @throws {SqlError} for syntax that DuckDB has and Athena has not.
 * @throws {UnknownFunctionError} for a function this lake does not know.
 * @throws {UnsupportedError} for a clause this lake does not do.
 */
export function rewrite(tokens: readonly Token[], context: QueryContext): string {
  refuseForeign(tokens)
  return new Rewriter(tokens, context).text()
}

class Rewriter {
  readonly #tokens: readonly Token[]
  readonly #context: QueryContext
  readonly #places: ReadonlySet<number>
  /** Inside TRY: DuckDB's takes no function that may raise an error of its own; NULL comes from a tolerant one instead. */
  #trying = false
  /** Inside a cast to a row type, which names the fields of rows without names. */
  #namedByCast = false

  constructor(tokens: readonly Token[], context: QueryContext) {
    this.#tokens = tokens
    this.#context = context
    this.#places = placesIn(tokens)
  }

  text(): string {
    return this.#range(0, this.#tokens.length)
  }

  #range(start: number, end: number): string {
    const out: string[] = []
    // Where the operands to the left of a coming `/` and of a coming `+` begin in `out`.
    let operand = 0
    let sum = 0
    // Where in `out` the value begins that a subscript would be of.
    let primary = 0
    for (let at = start; at < end;) {
      const token = this.#tokens[at]!
      if (token.kind === 'symbol' && (token.value === '/' || token.value === '%')) {
        const right = operandEnd(this.#tokens, at + 1)
        out.push(this.#division(token.value, out.splice(operand).join(' '), this.#range(at + 1, right)))
        at = right
        continue
      }
      if (at === start || !continuesPrimary(this.#tokens, at)) primary = out.length
      else if (isSubscript(this.#tokens, at)) {
        const close = closing(this.#tokens, at)
        const value = out.splice(primary).join(' ')
        out.push(`athena_${this.#trying ? 'try_' : ''}subscript(${value}, ${this.#range(at + 1, close)})`)
        at = close + 1
        continue
      }
      const interval = intervalEnd(this.#tokens, at)
      if (interval > 0 && sum < out.length) {
        // A date and an interval are a date in Athena and a timestamp in DuckDB.
        const left = out.splice(sum).join(' ')
        out.push(`cast_to_type(${left} ${token.value} ${this.#range(at + 1, interval)}, ${left})`)
        operand = sum
        at = interval
        continue
      }
      const [text, next] = this.#piece(at)
      out.push(text)
      if (this.#endsOperand(token, at, start)) {
        operand = out.length
        if (token.value !== '+' && token.value !== '-') sum = operand
      }
      at = next
    }
    return out.join(' ')
  }

  /** Whether what stands here binds weaker than `/`. */
  #endsOperand(token: Token, at: number, start: number): boolean {
    if (token.kind === 'word') return betweenOperands.has(token.value)
    if (token.kind !== 'symbol' || '()[]*.'.includes(token.value)) return false
    if (token.value !== '-' && token.value !== '+') return true
    const before = at > start ? this.#tokens[at - 1] : undefined
    // A sign, not a subtraction, behind an operator.
    return before !== undefined && (before.kind !== 'symbol' || ')]'.includes(before.value))
  }

  /** Athena divides whole numbers without a rest and never by zero; floating point numbers go to infinity. */
  #division(sign: string, left: string, right: string): string {
    if (left === '') return `${sign} ${right}`
    if (sign === '%' && /^CAST\(\d*[1-9]\d* AS \w+\)$/.test(right)) return `${left} ${sign} ${right}`
    return `athena_${this.#trying ? 'try_' : ''}${sign === '/' ? 'divide' : 'mod'}(${left}, ${right})`
  }

  /** The rewriting of what begins here, and where it ends. */
  #piece(at: number): readonly [string, number] {
    const token = this.#tokens[at]!
    switch (token.kind) {
      case 'string':
        return [this.#string(token, at), at + 1]
      case 'name':
        refuseHidden(token)
        return [this.#isCatalog(at) ? this.#context.catalog : quoteName(writtenName(token)), at + 1]
      case 'number':
        return [this.#number(token, at), at + 1]
      case 'symbol':
        return this.#symbol(token, at)
      case 'word':
        return this.#word(token, at)
      default:
        return token.kind satisfies never
    }
  }

  /** A literal with a point is a double in Athena and a decimal in DuckDB; one without has its neighbour's type there. */
  #number(token: Token, at: number): string {
    const { text } = token
    if (text.includes('.')) return /e/i.test(text) ? text : `${text}e0`
    const before = this.#tokens[at - 1]
    // A column's place, or a number of rows, is no expression.
    if (/e/i.test(text) || (before?.kind === 'word' && countedBy.has(before.value)) || this.#places.has(at)) return text
    const value = BigInt(text)
    if (value <= 0x7fff_ffffn) return `CAST(${text} AS INTEGER)`
    if (value <= 0x7fff_ffff_ffff_ffffn) return `CAST(${text} AS BIGINT)`
    if (value === 0x8000_0000_0000_0000n && before?.value === '-') return text
    throw new SqlError(`line ${token.line}:${token.column}: Invalid numeric literal: ${text}`)
  }

  /** DuckDB makes a bare text what its neighbour is: a date beside a date. In Athena it is a text. */
  #string(token: Token, at: number): string {
    const text = quoteText(token.value)
    const before = this.#tokens[at - 1]
    const word = before?.kind === 'symbol' && '+-'.includes(before.value) ? this.#tokens[at - 2] : before
    if (word?.kind !== 'word' || !(beforeLiterals.has(word.value) || word.value === 'escape'))
      return `CAST(${text} AS VARCHAR)`
    if (word.value === 'timestamp' && new RegExp(otherZone).test(token.value))
      throw new UnsupportedError(`time zones other than UTC: ${token.text}`)
    return text
  }

  #symbol(token: Token, at: number): [string, number] {
    if (foreignSymbols.has(token.value)) throw mismatch(token)
    if (token.value === '?')
      throw new SqlError(`line ${token.line}:${token.column}: Incorrect number of parameters: expected 1 but found 0`)
    if (token.value === '(' || token.value === '[') {
      const close = closing(this.#tokens, at)
      return [`${token.value}${this.#range(at + 1, close)}${this.#tokens[close]!.value}`, close + 1]
    }
    if (this.#context.toCheckTypes && token.value === '=') return ['<=', at + 1]
    if (this.#context.toCheckTypes && (token.value === '<>' || token.value === '!=')) return ['<', at + 1]
    // `x -> ...` is a lambda in Athena; DuckDB's arrow also reads JSON, its `lambda` does not.
    if (token.value === '->') return ['->', at + 1]
    return [token.text, at + 1]
  }

  #word(token: Token, at: number): readonly [string, number] {
    const next = this.#tokens[at + 1]
    const previous = this.#tokens[at - 1]
    const afterDot = previous?.kind === 'symbol' && previous.value === '.'
    if (afterDot) return [quoteName(token.value), at + 1]
    if (this.#isCatalog(at)) return [this.#context.catalog, at + 1]
    const opens = next?.kind === 'symbol' && next.value === '('
    const isName = contextualWords.has(token.value) || foreignWords.has(token.value)
    if (!opens && (plainWords.has(token.value) || (isName && startsOperand(this.#tokens, at))))
      return [quoteName(token.value), at + 1]
    if (foreignWords.has(token.value) && next?.value !== '.' && next?.value !== ',') throw mismatch(token)
    if (opens && (token.value === 'cast' || token.value === 'try_cast')) return this.#cast(at, token.value)
    if (opens && hasOwnForm(token.value)) return inOwnForm(this.#call(at))
    if (token.value === 'values' && next && !opens) return this.#bareValues(at)
    if (token.value === 'case') return this.#case(at)
    if (opens && token.value === 'try') return this.#try(at)
    if (this.#context.toCheckTypes && token.value === 'not' && next?.value === 'in') return ['', at + 1]
    if (this.#context.toCheckTypes && token.value === 'is') {
      const from = at + (next?.value === 'not' ? 3 : 2)
      if (this.#tokens[from - 1]?.value === 'distinct') return ['<', from + 1]
    }
    if (
      this.#context.toCheckTypes &&
      opens &&
      token.value === 'in' &&
      !queryWords.has(this.#tokens[at + 2]?.value ?? '')
    ) {
      const close = closing(this.#tokens, at + 1)
      return [`<= ANY([${this.#range(at + 2, close)}])`, close + 1]
    }
    if (opens && !notFunctions.has(token.value)) {
      // DuckDB has these words inside the parentheses.
      const close = closing(this.#tokens, at + 1)
      const [nulls = '', of = ''] = this.#tokens.slice(close + 1, close + 3).map(({ value }) => value)
      if (of === 'nulls' && (nulls === 'ignore' || nulls === 'respect'))
        return [`${this.#function(token)}(${this.#range(at + 2, close)} ${nulls} NULLS)`, close + 3]
    }
    if (token.value === 'at' && next?.value === 'time') throw new UnsupportedError('AT TIME ZONE')
    if (unsupportedWords.has(token.value) && !opens && next?.value !== '.' && previous?.value !== 'as')
      throw new UnsupportedError(token.value)
    if (opens && token.value === 'row' && !this.#namedByCast && !isColumnList(this.#tokens, at)) return this.#row(at)
    if (opens && token.value === 'now' && this.#tokens[at + 2]?.value === ')') return [this.#now('TIMESTAMPTZ'), at + 3]
    if (opens && !notFunctions.has(token.value) && !isColumnList(this.#tokens, at))
      return [this.#function(token), at + 1]
    if (next?.kind === 'string') {
      if (token.value === 'decimal') return [decimalLiteral(next), at + 2]
      if (token.value === 'x') return [`unhex(${quoteText(next.value.replaceAll(/\s/g, ''))})`, at + 2]
      if (token.value === 'u') throw new UnsupportedError("U&'...' literals")
    }
    if (token.value === 'current_date') return [this.#now('DATE'), at + 1]
    if (token.value === 'current_timestamp') return [this.#now('TIMESTAMPTZ'), at + 1]
    if (token.value === 'localtimestamp') return [this.#now('TIMESTAMP'), at + 1]
    if (token.value === 'for' && ['timestamp', 'version', 'system_time', 'system_version'].includes(next?.value ?? ''))
      throw new UnsupportedError(`FOR ${next!.text.toUpperCase()} AS OF`)
    if (token.value === 'tablesample') throw new UnsupportedError('TABLESAMPLE')
    if (token.value === 'match_recognize') throw new UnsupportedError('MATCH_RECOGNIZE')
    return [token.text, at + 1]
  }

  #isCatalog(at: number): boolean {
    const previous = this.#tokens[at - 1]
    return (
      this.#tokens[at]!.value === 'awsdatacatalog' && this.#tokens[at + 1]?.value === '.' && previous?.value !== '.'
    )
  }

  #now(type: 'DATE' | 'TIMESTAMP' | 'TIMESTAMPTZ'): string {
    const text = this.#context.now.toISOString()
    return `${type} '${type === 'DATE' ? text.slice(0, 10) : text.replace('T', ' ').replace('Z', type === 'TIMESTAMPTZ' ? '+00' : '')}'`
  }

  #function(token: Token): string {
    const name = functionName(token)
    if (this.#context.toCheckTypes && name === 'nullif') return 'athena_compare'
    return this.#trying && raising.has(name) ? name.replace('athena_', 'athena_try_') : name
  }

  #try(at: number): [string, number] {
    const close = closing(this.#tokens, at + 1)
    const outside = this.#trying
    this.#trying = true
    const inside = this.#range(at + 2, close)
    this.#trying = outside
    return [`TRY(${inside})`, close + 1]
  }

  /** To check types, `CASE x WHEN y THEN a WHEN z THEN b END` compares once: `x <= ANY([y, z])`. */
  #case(at: number): [string, number] {
    const end = caseEnd(this.#tokens, at)
    const found = this.#context.toCheckTypes ? branchesIn(this.#tokens, at, end) : []
    const [first = at + 1] = found
    if (first === at + 1) return [`CASE ${this.#range(at + 1, end - 1)} END`, end]
    const values: string[] = []
    const results: string[] = []
    for (let index = 0; index < found.length; index += 2) {
      values.push(this.#range(found[index]! + 1, found[index + 1]!))
      results.push(this.#range(found[index + 1]! + 1, found[index + 2] ?? end - 1))
    }
    const compared = `(${this.#range(at + 1, first)}) <= ANY([${values.join(', ')}])`
    return [`CASE WHEN ${compared} THEN ${results.join(' WHEN true THEN ')} END`, end]
  }

  #cast(at: number, word: string): [string, number] {
    const close = closing(this.#tokens, at + 1)
    let as = close - 1
    for (let depth = 0; as > at; as--) {
      const { kind, value } = this.#tokens[as]!
      if (kind === 'symbol') depth += value === ')' ? 1 : value === '(' ? -1 : 0
      if (depth === 0 && kind === 'word' && value === 'as') break
    }
    if (as <= at + 1) throw mismatch(this.#tokens[close]!)
    const typeTokens = this.#tokens.slice(as + 1, close)
    const type = castType(typeTokens)
    const outside = this.#namedByCast
    this.#namedByCast = type.includes('STRUCT')
    const value = this.#range(at + 2, as)
    this.#namedByCast = outside
    const strict = word === 'cast' && !this.#trying
    if (type === 'DATE') return [`${strict ? 'athena_date' : 'athena_try_date'}(${value})`, close + 1]
    const whole = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type)
    if (whole) return [`athena_${strict ? 'cast' : 'try_cast'}_${type.toLowerCase()}(${value})`, close + 1]
    // A text becomes a JSON string in Athena; only `json_parse` reads it.
    if (type === 'JSON') return [`to_json(${value})`, close + 1]
    if (type === 'TIMESTAMPTZ' && strict) return [`athena_timestamptz(${value})`, close + 1]
    const first = typeTokens[0]!.value
    const isLiteral = as === at + 4 && this.#tokens[at + 3]!.kind === 'string' // it has the digits it is written with
    const length =
      (first === 'varchar' || first === 'char') && typeTokens[2]?.kind === 'number' ? typeTokens[2].text : undefined
    // A cast to varchar(n) cuts the text; DuckDB ignores the length.
    if (type === 'VARCHAR' && !isLiteral)
      return [
        length === undefined ? `athena_varchar(${value})` : `left(athena_varchar(${value}), ${length})`,
        close + 1,
      ]
    if (length !== undefined) return [`left(${word}(${value} AS VARCHAR), ${length})`, close + 1]
    return [`${word}(${value} AS ${type})`, close + 1]
  }

  /** `VALUES 1, 2`: rows of one column without parentheses, which DuckDB wants. */
  #bareValues(at: number): [string, number] {
    const rows: string[] = []
    let start = at + 1
    let end = start
    for (let depth = 0; end <= this.#tokens.length; end++) {
      const { kind, value } = this.#tokens[end] ?? { kind: 'end', value: '' }
      const ends = kind === 'end' || (depth === 0 && (value === ')' || (kind === 'word' && afterValues.has(value))))
      if (ends || (depth === 0 && kind === 'symbol' && value === ',')) {
        rows.push(`(${this.#range(start, end)})`)
        start = end + 1
      }
      if (ends) break
      if (kind === 'symbol') depth += value === '(' || value === '[' ? 1 : value === ')' || value === ']' ? -1 : 0
    }
    return [`VALUES ${rows.join(', ')}`, end]
  }

  /** A row without names prints them as `field0`, `field1`; DuckDB loses all but one field of a struct without names. */
  #row(at: number): [string, number] {
    const call = this.#call(at)
    const fields = argumentsOf(call).map((field, index) => `field${index} := ${field}`)
    return [`struct_pack(${fields.join(', ')})`, call.close + 1]
  }

  #call(at: number): Call {
    const text = (start: number, end: number): string => this.#range(start, end)
    return { tokens: this.#tokens, at, close: closing(this.#tokens, at + 1), text }
  }
}

/** Macros that raise errors, and have a tolerant brother. */
const raising = new Set(['athena_date', 'athena_element_at'])

/** A quoted name in the case it was written in: it may become the name of a result's column. */
function writtenName({ text }: Token): string {
  return text.slice(1, -1).replaceAll(text[0]! + text[0]!, text[0]!)
}

/** Columns and tables that Athena makes of files and metadata: `"$path"`, `"orders$snapshots"`. */
function refuseHidden({ value, text }: Token): void {
  if (/^\$(?:path|file_size|file_modified_time|bucket|partition)$/.test(value))
    throw new UnsupportedError(`the hidden column ${text}`)
  if (/.\$(?:files|manifests|partitions|refs|properties|metadata_log_entries|all_\w+)$/.test(value))
    throw new UnsupportedError(`the metadata table ${text}`)
}

/** DECIMAL '1.5' has two digits and a scale of one; DuckDB would make it DECIMAL(18,3). */
function decimalLiteral(token: Token): string {
  const match = /^([+-]?)0*(\d*)\.?(\d*)$/.exec(token.value.trim())
  const [, sign = '', whole = '', fraction = ''] = match ?? []
  const precision = Math.max(1, whole.length + fraction.length)
  if (!match || !/\d/.test(token.value) || precision > 38)
    throw new SqlError(`line ${token.line}:${token.column}: Invalid decimal literal: ${token.text}`)
  return `CAST('${sign}${whole || '0'}.${fraction || '0'}' AS DECIMAL(${precision}, ${fraction.length}))`
}
