import { crc32 } from 'node:zlib'
import { transactions, users } from 'pipeline-def/tables'

/** Rows of the source tables as text, in the table model's column order. */
export type SourceRows = Readonly<Record<'users' | 'transactions', readonly (readonly (string | null)[])[]>>

const dayLength = 86_400_000
const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The tutorial's rows, as the tables' seed statements make them on that day, for where there is no MySQL. */
export function tutorialRows(today: string): SourceRows {
  const daysAgo = (days: number): string => day(Date.parse(today) - days * dayLength)
  return {
    users: [
      ['1', daysAgo(0)],
      ['2', daysAgo(1)],
    ],
    transactions: [
      ['1', '1', '10.99', daysAgo(0)],
      ['2', '2', '4.99', daysAgo(0)],
      ['3', '2', '4.99', daysAgo(3)],
      ['4', '1', '4.99', daysAgo(3)],
      ['5', '1', '5.99', daysAgo(2)],
      ['6', '1', '15.99', daysAgo(1)],
      ['7', '1', '55.99', daysAgo(4)],
    ],
  }
}

/** The shape of generated rows: 400 days up to this one, a user for a thousand payments. */
const lastDay = '2025-12-31'
const days = 400
const usersFor = (count: number): number => Math.max(2, Math.ceil(count / 1000))

/**
 * A row's number times this, modulo that, looks random, and so does its checksum: MySQL and JavaScript compute both alike.
 * Two checksums would not do: they differ by a constant.
 */
const factor = 48_271
const modulus = 2_147_483_647
/** The last digits of either are the least random ones. */
const cut = 1000

/**
 * Generated rows, the same for the same count: payments of 400 days, refunds among them, some of nobody and some of users who
 * do not exist; users, the last of which have registered twice.
 *
 * @param count Payments.
 */
export function generatedRows(count: number): SourceRows {
  const known = usersFor(count)
  const lastTime = Date.parse(lastDay)
  const user = (at: number) => [String(((at - 1) % known) + 1), day(lastTime - (crc32(String(at)) % 1000) * dayLength)]
  const payment = (at: number) => {
    const who = crc32(String(at))
    const cents = (who % 100_000) - 2000
    return [
      String(at),
      who % 97 === 0 ? null : String((Math.floor(who / cut) % (known + 1)) + 1),
      `${cents < 0 ? '-' : ''}${(Math.abs(cents) / 100).toFixed(2)}`,
      day(lastTime - (Math.floor(((at * factor) % modulus) / cut) % days) * dayLength),
    ]
  }
  const upTo = <Row>(most: number, rowAt: (at: number) => Row): Row[] =>
    Array.from({ length: most }, (_, index) => rowAt(index + 1))
  return { users: upTo(known + Math.ceil(known / 10), user), transactions: upTo(count, payment) }
}

/** What a table of {@link generatedRows} is marked with when it is complete. */
export const generatedComment = (count: number): string => `pnpm etl --rows ${count}`

/** How many payments a table's comment speaks of, complete or not; nothing for a table that somebody else made. */
export function countIn(comment: string): number | undefined {
  const [, count] = /^pnpm etl --rows (\d+)/.exec(comment) ?? []
  return count === undefined ? undefined : Number(count)
}

/**
 * Statements that make the source tables anew with {@link generatedRows}, in MySQL itself: no row travels there.
 *
 * @param engine The storage engine. Default: the server's.
 */
export function generatedStatements(count: number, engine?: string): Record<'users' | 'transactions', string[]> {
  const known = usersFor(count)
  return {
    users: statementsFor(
      users,
      { comment: generatedComment(count), engine },
      known + Math.ceil(known / 10),
      `(at - 1) % ${known} + 1, FROM_DAYS(TO_DAYS('${lastDay}') - who % 1000)`,
    ),
    transactions: statementsFor(
      transactions,
      { comment: generatedComment(count), engine },
      count,
      `at, IF(who % 97 = 0, NULL, who DIV ${cut} % ${known + 1} + 1), (CAST(who % 100000 AS SIGNED) - 2000) / 100,
  FROM_DAYS(TO_DAYS('${lastDay}') - at * ${factor} % ${modulus} DIV ${cut} % ${days})`,
    ),
  }
}

function statementsFor(
  table: typeof users | typeof transactions,
  { comment, engine }: { comment: string; engine: string | undefined },
  most: number,
  values: string,
): string[] {
  const name = `${table.schema}.${table.name}`
  const columns = table.columns.map(({ name, type }) => `${name} ${type}`).join(', ')
  return [
    `CREATE SCHEMA IF NOT EXISTS ${table.schema}`,
    `DROP TABLE IF EXISTS ${name}`,
    `CREATE TABLE ${name} (${columns}) COMMENT='${comment}, unfinished'${engine ? ` ENGINE=${engine}` : ''}`,
    `INSERT INTO ${name} SELECT ${values} FROM (SELECT at, CRC32(at) AS who FROM (${countingTo(most)}) AS ats) AS numbers`,
    `ALTER TABLE ${name} COMMENT='${comment}'`,
  ]
}

/** The numbers from 1 on: two digits a table, side by side, which every MySQL counts fast. */
function countingTo(most: number): string {
  const tables = Array.from({ length: Math.ceil(String(most - 1).length / 2) }, (_, at) => {
    const weight = 100 ** at
    const numbers = Array.from({ length: Math.min(100, Math.ceil(most / weight)) }, (_, n) => n * weight)
    return `(${numbers.map((n) => `SELECT ${n} AS n`).join(' UNION ALL ')}) AS d${at}`
  })
  const at = tables.map((_, at) => `d${at}.n`).join(' + ')
  return `SELECT at FROM (SELECT 1 + ${at} AS at FROM ${tables.join(', ')}) AS counted WHERE at <= ${most}`
}
