/**
 * A number as Java prints it: `42`, `0.1`, `1.0E10`.
 *
 * JSON read by JavaScript no longer knows `1` from `1.0`; both print as `1`.
 */
export function javaNumber(number: number): string {
  if (Object.is(number, -0)) return '0'
  if (Number.isInteger(number) && Math.abs(number) < 2 ** 63) return BigInt(number).toString()
  const size = Math.abs(number)
  if (size >= 1e-3 && size < 1e7) return String(number)
  const [digits = '', exponent = '0'] = number.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

/** A value as Java's maps, lists and strings print it: `{name=x, list=[1, null]}`. */
export function javaText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return javaNumber(value)
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}=${javaText(inner)}`)
    .join(', ')}}`
}

/** Rounds to the nearest integer, halves up. */
export const javaRound = (number: number): number => Math.floor(number + 0.5)

/** The bits that `new java.util.Random(seed)` draws, `count` at a time. */
function javaRandomBits(seed: number): (count: number) => number {
  const mask = (1n << 48n) - 1n
  let state = (BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask
  return (count) => {
    state = (state * 0x5deece66dn + 0xbn) & mask
    return Number(state >> BigInt(48 - count))
  }
}

/**
 * The first `nextInt(bound)` of `new java.util.Random(seed)`.
 *
 * @param bound 1 to 2 147 483 647.
 */
export function javaRandomInt(seed: number, bound: number): number {
  const next = javaRandomBits(seed)
  let bits = next(31)
  if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(bits)) >> 31n)
  let value = bits % bound
  while (bits - value + (bound - 1) > 0x7f_ff_ff_ff) {
    bits = next(31)
    value = bits % bound
  }
  return value
}

/** The first `nextDouble()` of `new java.util.Random(seed)`: from 0 up to, not including, 1. */
export function javaRandomDouble(seed: number): number {
  const next = javaRandomBits(seed)
  return (next(26) * 2 ** 27 + next(27)) / 2 ** 53
}
