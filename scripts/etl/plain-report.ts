import type { SourceRows } from './example-rows.js'
import type { ReportRow } from './report.js'

/**
 * The report as anybody would compute it: one row for each day and user, NULL being one of either; payments summed up in
 * cents; the earliest registration of the user. No database, no SQL.
 */
export function plainReport({ users, transactions }: SourceRows): ReportRow[] {
  const registered = new Map<string, string>()
  for (const [id, date] of users) {
    if (id === null || id === undefined || date === null || date === undefined) continue
    const known = registered.get(id)
    if (known === undefined || date < known) registered.set(id, date)
  }
  const sums = new Map<string, { dt: string | null; user: string | null; cents: bigint | null }>()
  for (const [, user = null, cost = null, dt = null] of transactions) {
    const key = JSON.stringify([dt, user])
    const sum = sums.get(key) ?? { dt, user, cents: null }
    if (cost !== null) sum.cents = (sum.cents ?? 0n) + centsIn(cost)
    sums.set(key, sum)
  }
  return [...sums.values()].map(({ dt, user, cents }) => ({
    dt,
    user_id: user,
    total_cost_usd: cents === null ? null : moneyOf(cents),
    registration_date: (user !== null && registered.get(user)) || null,
  }))
}

function centsIn(text: string): bigint {
  const [, sign, whole, fraction] = /^(-?)(\d+)\.(\d\d)$/.exec(text) ?? []
  if (fraction === undefined) throw new RangeError(`${text} is not an amount with two digits behind the point`)
  return BigInt(`${sign}${whole}${fraction}`)
}

function moneyOf(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
