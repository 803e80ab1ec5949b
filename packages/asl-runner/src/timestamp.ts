const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/

/**
 * Reads an RFC 3339 timestamp, with upper-case `T` and `Z` as AWS demands.
 *
 * @returns Milliseconds since 1970, `undefined` for anything else, an impossible date included.
 */
export function readTimestamp(text: string): number | undefined {
  const found = rfc3339.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = found
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const time = Date.UTC(y, mo - 1, d, h, mi, s)
  const date = new Date(time)
  if (y < 100 || date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d || h > 23 || mi > 59 || s > 59)
    return undefined
  const milliseconds = time + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetOf(zone)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

/**
 * Orders two timestamps, to the nanosecond.
 *
 * @returns Negative when `left` is before `right`; not a number when either is no timestamp.
 */
export function compareTimestamps(left: string, right: string): number {
  const milliseconds = (readTimestamp(left) ?? Number.NaN) - (readTimestamp(right) ?? Number.NaN)
  return milliseconds === 0 ? nanosecondsIn(left) - nanosecondsIn(right) : milliseconds
}

const nanosecondsIn = (text: string): number => Number((rfc3339.exec(text)?.[7] ?? '').padEnd(9, '0'))

/** Java knows no offset beyond 18 hours; of one it gets no time. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const rest = Number(zone.slice(4, 6))
  const minutes = Number(zone.slice(1, 3)) * 60 + rest
  if (rest > 59 || minutes > 18 * 60) return Number.NaN
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}

/**
 * A time as the context object shows it: Java's way, without a fraction that is zero.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export const instant = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z')
