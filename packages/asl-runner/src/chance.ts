/** A source of chance that repeats itself for the same seed. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A version 4 UUID. */
  uuid(): string
}

/**
 * A seeded source of chance (xoshiro128**).
 *
 * @param seed Any text or number; the same seed gives the same sequence.
 */
export function seededChance(seed: string | number): Chance {
  const state = seedOf(String(seed))
  const next32 = (): number => {
    const [a, b, c, d] = state as unknown as [number, number, number, number]
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    const [c1, d1] = [c ^ a, d ^ b]
    state[0] = a ^ d1
    state[1] = b ^ c1
    state[2] = c1 ^ shifted
    state[3] = rotate(d1, 11)
    return scrambled
  }
  return {
    next: () => (next32() >>> 5) * 2 ** -27,
    uuid: () => {
      const hex = Array.from({ length: 4 }, () => next32().toString(16).padStart(8, '0')).join('')
      const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
    },
  }
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

/** Spreads a text over 128 bits (splitmix over FNV-1a), never all zero. */
function seedOf(text: string): Int32Array {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
  const state = new Int32Array(4)
  for (let index = 0; index < 4; index += 1) {
    hash = (hash + 0x9e_37_79_b9) | 0
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21_f0_aa_ad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x73_5a_2d_97)
    state[index] = (mixed ^ (mixed >>> 15)) | (index === 0 ? 1 : 0)
  }
  return state
}
