/** A fragment that is used under a prefix: the names its author gave inside, each of which gets the prefix. */
export interface Renaming {
  readonly prefix: string
  readonly own: Set<string>
}

/** The name that a new state gets in the fragments around it, the outermost first; the name becomes one of theirs. */
export function renamed(name: string, around: readonly Renaming[]): string {
  return around.reduceRight((inner, { prefix, own }) => {
    own.add(inner)
    return prefix + inner
  }, name)
}

/** The state that a name means in the fragments around its reader: one of theirs, or one outside. */
export const stateMeant = (name: string, around: readonly Renaming[]): string =>
  around.reduceRight((inner, { prefix, own }) => (own.has(inner) ? prefix + inner : inner), name)
