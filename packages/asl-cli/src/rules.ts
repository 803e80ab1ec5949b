import { nearest } from 'asl-builder/diagnostics'
import { ruleTable } from 'asl-builder/rules'
import { UsageError } from './command.js'
import { duplicateKey } from './check-machine.js'

/** A rule as `asl explain` tells of it. */
export interface RuleFacts {
  name: string
  code: string
  severity: 'ERROR' | 'WARNING'
  summary: string
  source: string
}

/** The rules of this package: what only a file can have, a definition that was read cannot. */
const fileRules: readonly RuleFacts[] = [
  {
    name: duplicateKey,
    code: duplicateKey,
    severity: 'WARNING',
    summary: 'A key stands once in an object: a parser keeps the last and drops the others without a word.',
    source: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  },
]

/** Every rule there is. */
export const allRules: readonly RuleFacts[] = [...ruleTable, ...fileRules]

/** The names and codes that rules go by. */
export function knownRules(): ReadonlySet<string> {
  return new Set(allRules.flatMap(({ name, code }) => [name, code]))
}

/** @throws {UsageError} When no rule and no code has that name, with the nearest that has. */
export function expectRule(name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return
  const near = nearest(name, known)
  throw new UsageError(
    `There is no rule "${name}".${near ? ` Did you mean ${near}?` : ' "asl explain" lists them all.'}`,
  )
}
