import { createHash } from 'node:crypto'

/** Node's names of the algorithms that AWS takes. */
const algorithms = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
])

/** The algorithms' names, for messages. */
export const algorithmNames = [...algorithms.keys()].join(', ')

/** A text's hash in lower-case hexadecimal; `undefined` for an algorithm that AWS does not take. */
export function hashOf(text: string, algorithm: string): string | undefined {
  const name = algorithms.get(algorithm)
  return name === undefined ? undefined : createHash(name).update(text).digest('hex')
}
