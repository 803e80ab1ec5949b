import { nearest } from 'asl-builder'
import { UsageError } from './command.js'

/** @throws {UsageError} When no rule and no code has that name, with the nearest that has. */
export function expectRule(name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return
  const near = nearest(name, known)
  throw new UsageError(
    `There is no rule "${name}".${near ? ` Did you mean ${near}?` : ' "asl explain" lists them all.'}`,
  )
}
