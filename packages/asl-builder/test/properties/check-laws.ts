import { check } from '../../src/check/check.js'
import { parse } from '../../src/check/parse.js'
import { tokensOf } from '../../src/diagnostics/pointer.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'

/**
 * Throws when checking a value throws, hangs, changes it, or answers with what is not there.
 *
 * @param patience The longest it may take, in milliseconds: this is about hanging, on a machine that may be busy.
 */
export function checkHolds(definition: unknown, patience = 5000): void {
  freeze(definition)
  const started = performance.now()
  const diagnostics = check(definition, { type: 'EXPRESS' })
  const took = performance.now() - started
  if (took > patience) throw new Error(`check took ${took.toFixed(0)} ms`)
  diagnosticsHold(definition, diagnostics)
}

/** The same of a text. */
export function parseHolds(text: string, patience = 5000): void {
  const started = performance.now()
  const { machine, diagnostics } = parse(text)
  const took = performance.now() - started
  if (took > patience) throw new Error(`parse took ${took.toFixed(0)} ms`)
  if (machine !== undefined && JSON.stringify(machine) !== JSON.stringify(JSON.parse(text))) {
    throw new Error('parse changed the document')
  }
  if (machine === undefined && diagnostics.length === 0) throw new Error('parse refused a text and said nothing')
  diagnosticsHold(machine, diagnostics)
}

function diagnosticsHold(definition: unknown, diagnostics: readonly Diagnostic[]): void {
  for (const { location, key, range, message } of diagnostics) {
    if (message === '') throw new Error('a diagnostic without a message')
    if (location.startsWith('[Source')) continue
    const value = tokensOf(location).reduce<unknown>((here, token) => member(here, token, location), definition)
    const meant = key === undefined ? value : member(value, key, location)
    if (
      range &&
      typeof meant === 'string' &&
      !(range.start >= 0 && range.start <= range.end && range.end <= meant.length)
    ) {
      throw new Error(`${location} has no range ${range.start} to ${range.end}`)
    }
  }
}

function member(value: unknown, token: string, location: string): unknown {
  if (typeof value !== 'object' || value === null) throw new Error(`${location} is no place in the definition`)
  return (value as Record<string, unknown>)[token]
}

/** Whoever writes to a frozen object throws. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return
  Object.freeze(value)
  for (const one of Object.values(value)) freeze(one)
}
