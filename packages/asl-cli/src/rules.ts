import { nearest } from 'asl-builder/diagnostics'
import { explanations } from 'asl-builder/explain'
import { UsageError } from './command.js'

/** The names and codes that rules go by. */
export function knownRules(): ReadonlySet<string> {
  return new Set(explanations.flatMap(({ rule, code }) => [rule, code]))
}

/** @throws {UsageError} When no rule and no code has that name, with the nearest that has. */
export function expectRule(name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return
  const near = nearest(name, known)
  throw new UsageError(
    `There is no rule "${name}".${near ? ` Did you mean ${near}?` : ' "asl explain" lists them all.'}`,
  )
}
