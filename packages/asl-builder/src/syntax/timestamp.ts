/** How a text stands to RFC 3339: a timestamp; one in a form that Step Functions documents differently; none. */
export type TimestampForm = 'timestamp' | 'loose' | 'none'

const form = /^(\d{4})-(\d\d)-(\d\d)(T)(\d\d):(\d\d)(:(\d\d)(\.\d{1,9})?)?(Z|[+-](\d\d):(\d\d))$/i

/**
 * Reads the form of a timestamp: `2016-08-18T17:33:00Z`, upper-case `T` and `Z`, or a numeric offset.
 *
 * `loose` is what other readers take: lower-case letters, no seconds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function timestampForm(text: string): TimestampForm {
  const found = form.exec(text)
  if (!found) return 'none'
  const [, year, month, day, , hour, minute, seconds, second = '0', , zone, offsetHour = '0', offsetMinute = '0'] =
    found
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const inRange =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= days &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 59 &&
    Number(offsetHour) <= 18 &&
    Number(offsetMinute) <= 59
  if (!inRange) return 'none'
  return seconds === undefined || text.includes('t') || zone === 'z' ? 'loose' : 'timestamp'
}
