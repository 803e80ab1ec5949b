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
  const milliseconds = Number(`0.${fraction || '0'}`) * 1000
  return time + Math.floor(milliseconds) - offsetOf(zone)
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}

/** A time as the context object shows it. */
export const instant = (time: number): string => new Date(time).toISOString()
