import { isUtf8 } from 'node:buffer'
import { ColumnMismatchError } from './errors.js'
import type { ColumnFacts } from './row-source.js'
import type { SourceColumn, SourceTable } from './source-table.js'

/** What each value of a column has to fulfil, beyond what MySQL's type vouches for. */
export type Requirement =
  | { kind: 'utf8' }
  | { kind: 'zero-or-one' }
  | { kind: 'within'; type: string; least: bigint; most: bigint }
  | { kind: 'real-day' }
  /** At most so many digits before and after the decimal point. */
  | { kind: 'digits'; type: string; whole: number; scale: number }

/** Says what is wrong with a value of a column, in words that complete "the value ..."; nothing if it fits. */
export type ValueCheck = (value: Buffer) => string | undefined

// MySQL's type numbers: https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html
const [decimal, tiny, short, long, float, double, nothing, timestamp, longLong] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const [int24, date, datetime, year, newDate, bit, vector, newDecimal, geometry] = [9, 10, 12, 13, 14, 16, 242, 246, 255]

const integers = new Set([tiny, short, long, int24, longLong, year, nothing])
const exact = new Set([...integers, decimal, newDecimal])
const sources: Record<string, ReadonlySet<number>> = {
  boolean: integers,
  int: integers,
  bigint: exact,
  decimal: exact,
  double: new Set([...exact, float, double]),
  date: new Set([date, newDate, nothing]),
  timestamp: new Set([datetime, timestamp, nothing]),
}

/** Digits that the widest value of an integer type has. */
const integerDigits: Record<number, number> = {
  [tiny]: 3,
  [short]: 5,
  [int24]: 8,
  [long]: 10,
  [longLong]: 20,
  [year]: 4,
}

/** Whether MySQL prints this type with fewer digits than it holds, so that it has to be read as DOUBLE. */
export function isShortened(facts: ColumnFacts): boolean {
  return facts.type === float
}

/**
 * What has to be looked at in each value of a column, given what MySQL says of it.
 *
 * @returns Nothing when MySQL's type alone vouches for every value.
 * @throws ColumnMismatchError when MySQL's type cannot feed the model's type.
 */
export function requirementOf(table: SourceTable, column: SourceColumn, facts: ColumnFacts): Requirement | undefined {
  const [family, precision, scale] = column.type.split(/[(,)]/)
  if (family === 'string') {
    if (facts.type === bit || facts.type === geometry || facts.type === vector) throw mismatch(table, column, facts)
    return facts.isBinary && facts.type > year ? { kind: 'utf8' } : undefined
  }
  const isFraction = !integers.has(facts.type) && facts.decimals > 0
  if (!sources[family!]!.has(facts.type) || (family === 'bigint' && isFraction)) throw mismatch(table, column, facts)
  switch (family) {
    case 'boolean':
      return { kind: 'zero-or-one' }
    case 'int':
      return facts.type === longLong || (facts.type === long && facts.isUnsigned) ? int32 : undefined
    case 'bigint':
      return (facts.type === longLong && facts.isUnsigned) || !integers.has(facts.type) ? int64 : undefined
    case 'date':
    case 'timestamp':
      return { kind: 'real-day' }
    case 'decimal':
      return digitsOf(facts, precision ? Number(precision) : 38, scale ? Number(scale) : undefined)
    default:
      return undefined
  }
}

const int32 = { kind: 'within', type: 'int', least: -(2n ** 31n), most: 2n ** 31n - 1n } as const
const int64 = { kind: 'within', type: 'bigint', least: -(2n ** 63n), most: 2n ** 63n - 1n } as const

function digitsOf(facts: ColumnFacts, precision: number, scale: number | undefined): Requirement | undefined {
  const isInteger = integers.has(facts.type)
  const sourceScale = isInteger ? 0 : facts.decimals
  const sign = facts.isUnsigned ? 0 : 1
  const sourceWhole = isInteger
    ? (integerDigits[facts.type] ?? 0)
    : facts.length - sign - (sourceScale > 0 ? 1 : 0) - sourceScale
  const keptScale = scale ?? sourceScale
  const whole = precision - keptScale
  if (sourceWhole <= whole && sourceScale <= keptScale) return undefined
  return { kind: 'digits', type: `decimal(${precision},${keptScale})`, whole, scale: keptScale }
}

/** A requirement as a look at the bytes that MySQL sends. */
export function checkOf(requirement: Requirement): ValueCheck {
  switch (requirement.kind) {
    case 'utf8':
      return (value) => (isUtf8(value) ? undefined : 'holds bytes that are not UTF-8 text')
    case 'zero-or-one':
      return (value) =>
        value.length === 1 && (value[0] === 0x30 || value[0] === 0x31) ? undefined : `${value} is neither 0 nor 1`
    case 'within': {
      const { type, least, most } = requirement
      const safeDigits = String(most).length - 1
      return (value) => {
        if (value.length <= safeDigits) return undefined
        const number = BigInt(value.toString('latin1'))
        return number >= least && number <= most ? undefined : `${number} does not fit ${type}`
      }
    }
    case 'real-day': // a zero year, month or day, or February 30, which MySQL can store and a reader turns into NULL
      return (value) => (isDay(value) ? undefined : `${value} is no day`)
    case 'digits': {
      const { type, whole, scale } = requirement
      return (value) => {
        const [front, back = ''] = value.toString('latin1').replace(/^-?0*/, '').split('.')
        return front!.length <= whole && back.replace(/0+$/, '').length <= scale
          ? undefined
          : `${value} does not fit ${type}`
      }
    }
    default:
      return requirement satisfies never
  }
}

/** A requirement as an SQL condition that is true for the values that break it, with the words of `checkOf`. */
export function violationOf(requirement: Requirement, column: string): { condition: string; words: string } {
  switch (requirement.kind) {
    case 'utf8': // the type is binary: no function of MySQL tells whether its bytes are UTF-8
      return { condition: `${column} IS NOT NULL`, words: 'is binary: the strategy "stream" can look at its bytes' }
    case 'zero-or-one':
      return { condition: `${column} NOT IN (0, 1)`, words: 'is neither 0 nor 1' }
    case 'within':
      return {
        condition: `${column} NOT BETWEEN ${requirement.least} AND ${requirement.most}`,
        words: `does not fit ${requirement.type}`,
      }
    case 'real-day':
      return {
        // LAST_DAY is of the month, or NULL, for a day that the month does not have.
        condition: `YEAR(${column}) = 0 OR MONTH(${column}) = 0 OR DAYOFMONTH(${column}) = 0 OR DAYOFMONTH(${column}) > COALESCE(DAYOFMONTH(LAST_DAY(${column})), 0)`,
        words: 'is no day',
      }
    case 'digits':
      return {
        condition: `TRUNCATE(ABS(${column}), 0) > ${'9'.repeat(requirement.whole) || '0'} OR ${column} <> TRUNCATE(${column}, ${requirement.scale})`,
        words: `does not fit ${requirement.type}`,
      }
    default:
      return requirement satisfies never
  }
}

/** Whether `YYYY-MM-DD...` names a day of the calendar; MySQL vouches for months to 12 and days to 31. */
function isDay(value: Buffer): boolean {
  const [year, month, day] = [twoDigits(value, 0) * 100 + twoDigits(value, 2), twoDigits(value, 5), twoDigits(value, 8)]
  if (year === 0 || month === 0 || day === 0) return false
  return day <= 28 || day <= daysOf(year, month)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function twoDigits(value: Buffer, at: number): number {
  return value[at]! * 10 + value[at + 1]! - 0x30 * 11
}

function mismatch(table: SourceTable, column: SourceColumn, facts: ColumnFacts): ColumnMismatchError {
  const type = typeNames[facts.type] ?? `type ${facts.type}`
  return new ColumnMismatchError(
    `Column "${column.name}" of table "${table.name}" is ${type} in MySQL, which ${column.type} cannot hold.`,
  )
}

// prettier-ignore
const typeNames: Record<number, string> = {
  0: 'DECIMAL', 1: 'TINYINT', 2: 'SMALLINT', 3: 'INT', 4: 'FLOAT', 5: 'DOUBLE', 7: 'TIMESTAMP', 8: 'BIGINT', 9: 'MEDIUMINT',
  10: 'DATE', 11: 'TIME', 12: 'DATETIME', 13: 'YEAR', 14: 'DATE', 15: 'VARCHAR', 16: 'BIT', 242: 'VECTOR', 245: 'JSON',
  246: 'DECIMAL', 247: 'ENUM', 248: 'SET', 249: 'TINYTEXT or TINYBLOB', 250: 'MEDIUMTEXT or MEDIUMBLOB',
  251: 'LONGTEXT or LONGBLOB', 252: 'TEXT or BLOB', 253: 'VARCHAR or VARBINARY', 254: 'CHAR, BINARY, ENUM or SET', 255: 'GEOMETRY',
}
