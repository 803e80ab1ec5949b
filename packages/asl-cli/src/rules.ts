import { nearest } from 'asl-builder/diagnostics'
import { explanations, type Explanation } from 'asl-builder/explain'
import { repeatedKey } from './check-machine.js'
import { UsageError } from './command.js'

/** The rules of this package: what only a file can have, a definition that was read cannot. */
const fileRules: readonly Explanation[] = [
  {
    rule: repeatedKey,
    code: repeatedKey,
    severity: 'WARNING',
    summary: 'A key stands once in an object: a parser keeps the last and drops the others without a word.',
    source: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  },
]

/** Every rule there is. */
export const allRules: readonly Explanation[] = [...explanations, ...fileRules]

/** The names and codes that rules go by. */
export function knownRules(): ReadonlySet<string> {
  return new Set(allRules.flatMap(({ rule, code }) => [rule, code]))
}

/** @throws {UsageError} When no rule and no code has that name, with the nearest that has. */
export function expectRule(name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return
  const near = nearest(name, known)
  throw new UsageError(
    `There is no rule "${name}".${near ? ` Did you mean ${near}?` : ' "asl explain" lists them all.'}`,
  )
}
