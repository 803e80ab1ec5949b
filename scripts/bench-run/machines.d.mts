/** See machines.mjs. */
export const machines: unknown
export const expressions: readonly string[]
