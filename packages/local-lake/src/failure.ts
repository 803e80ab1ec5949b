import { TooManyPartitionsError } from './iceberg/data-files.js'
import { CommitConflict } from './iceberg/table.js'
import { UnknownFunctionError } from './sql/unknown-function-error.js'
import type { Token } from './sql/tokens.js'
import { UnsupportedError } from './sql/unsupported.js'

/**
 * A statement that ends FAILED. `message` is Athena's `StateChangeReason`; `type` is the `ErrorType` within category 2,
 * errors of the user.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
 */
export class StatementFailure extends Error {
  override readonly name = 'StatementFailure'
  readonly type: number

  constructor(message: string, type: number = typeOf(message)) {
    super(message)
    this.type = type
  }
}

/** Athena's name for the mistake, as it begins the reason -> its number. */
const types: Readonly<Record<string, number>> = {
  DIVISION_BY_ZERO: 1001,
  TYPE_MISMATCH: 1002,
  COLUMN_NOT_FOUND: 1006,
  CATALOG_NOT_FOUND: 1006,
  INVALID_CAST_ARGUMENT: 1100,
  TABLE_ALREADY_EXISTS: 1110,
  NOT_SUPPORTED: 1200,
  TABLE_NOT_FOUND: 1301,
  SCHEMA_NOT_FOUND: 1301,
  FUNCTION_NOT_FOUND: 1303,
}

function typeOf(message: string): number {
  const name = /^[A-Z_]+(?=:)/.exec(message)?.[0] ?? ''
  return Object.hasOwn(types, name) ? types[name]! : 1000
}

/** Turns whatever stopped a statement into Athena's words; `tokens` tell where the name stands that is at fault. */
export function failureOf(error: unknown, tokens: readonly Token[] = []): StatementFailure {
  if (error instanceof StatementFailure) return error
  if (
    error instanceof UnknownFunctionError ||
    error instanceof UnsupportedError ||
    error instanceof TooManyPartitionsError
  )
    return new StatementFailure(error.message)
  if (error instanceof CommitConflict)
    return new StatementFailure(`ICEBERG_COMMIT_ERROR: Failed to commit the transaction during write. ${error.message}`)
  const message = (error instanceof Error ? error.message : String(error)).trim()
  return new StatementFailure(fromDuckDB(message, tokens))
}

function fromDuckDB(message: string, tokens: readonly Token[]): string {
  const first = message.split('\n', 1)[0]!
  const own = /^Invalid Input Error: ([A-Z_]+: .*)$/s.exec(message)
  if (own) return own[1]!.split('\n\nLINE ', 1)[0]!
  const at = (name: string): string => {
    const last = name.split('.').at(-1)!.toLowerCase()
    const token = tokens.find((one) => one.value === last && (one.kind === 'word' || one.kind === 'name'))
    return token ? `line ${token.line}:${token.column}: ` : ''
  }
  for (const [pattern, say] of patterns) {
    const match = pattern.exec(first)
    if (match) return say(match, at)
  }
  return first
}

type Say = (match: RegExpExecArray, at: (name: string) => string) => string

/** What DuckDB says -> what Athena would. */
const patterns: readonly (readonly [RegExp, Say])[] = [
  [
    /^Catalog Error: Table with name "?(.+?)"? does not exist because schema "?(.+?)"? does not exist/,
    ([, , schema], at) => `SCHEMA_NOT_FOUND: ${at(schema!)}Schema '${schema}' does not exist`,
  ],
  [
    /^Catalog Error: Table with name "?(.+?)"? does not exist/,
    ([, table], at) => `TABLE_NOT_FOUND: ${at(table!)}Table '${table}' does not exist`,
  ],
  [
    /^Binder Error: (?:Referenced column|Column) "?(.+?)"? (?:not found|was not found|does not exist)/,
    ([, column], at) => columnNotFound(column!, at),
  ],
  [
    /^Binder Error: (?:Table|Values list) "(.+?)" does not have a column named "(.+?)"/,
    ([, , column], at) => columnNotFound(column!, at),
  ],
  [
    /^Binder Error: Referenced (?:update )?column (.+?) not found in table/,
    ([, column], at) => columnNotFound(column!, at),
  ],
  [/^Binder Error: Referenced table "(.+?)" not found/, ([, table], at) => columnNotFound(table!, at)],
  [
    /^Binder Error: Ambiguous reference to column name "(.+?)"/,
    ([, column], at) => `AMBIGUOUS_NAME: ${at(column!)}Column '${column}' is ambiguous`,
  ],
  [
    /^Binder Error: (?:No function matches|Cannot (?:compare|deduce template type|mix|combine|cast)|.*requires? ).*/,
    ([text]) => `TYPE_MISMATCH: ${text.replace('Binder Error: ', '')}`,
  ],
  [
    /^Binder Error: column "?(.+?)"? must appear in the GROUP BY clause/,
    ([, column], at) =>
      `EXPRESSION_NOT_AGGREGATE: ${at(column!)}'${column}' must be an aggregate expression or appear in GROUP BY clause`,
  ],
  [
    /^Conversion Error: invalid date field format: "(.*?)"/,
    ([, text]) => `INVALID_CAST_ARGUMENT: Value cannot be cast to date: ${text}`,
  ],
  [
    /^Conversion Error: (?:invalid )?timestamp field (?:value out of range|format): "?(.*?)"?,/,
    ([, text]) => `INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: ${text}`,
  ],
  [
    /^Conversion Error: Could not convert string '(.*)' to (\w+)/,
    ([, text, type]) => `INVALID_CAST_ARGUMENT: Cannot cast '${text}' to ${type}`,
  ],
  [/^Conversion Error: (.*)/, ([, text]) => `INVALID_CAST_ARGUMENT: ${text}`],
  [/^Out of Range Error: (.*)/, ([, text]) => `NUMERIC_VALUE_OUT_OF_RANGE: ${text}`],
  [/^Out of Memory Error: (.*)/, ([, text]) => `EXCEEDED_LOCAL_MEMORY_LIMIT: ${text}`],
  [/^Binder Error: (.*)/, ([, text]) => `SYNTAX_ERROR: ${text}`],
  [/^Catalog Error: (.*)/, ([, text]) => `SYNTAX_ERROR: ${text}`],
  [/^Not implemented Error: (.*)/, ([, text]) => `NOT_SUPPORTED: ${text}`],
  [/^Invalid Input Error: (.*)/, ([, text]) => `INVALID_FUNCTION_ARGUMENT: ${text}`],
]

/** @param at Says where the column stands. */
export function columnNotFound(column: string, at: (name: string) => string): string {
  return `COLUMN_NOT_FOUND: ${at(column)}Column '${column}' cannot be resolved or requester is not authorized to access requested resources`
}
