import type { Diagnostic, Severity } from '../diagnostics/diagnostic.js'
import { limits } from '../model/limits.js'
import { isObject } from '../model/json.js'
import { definitionTooLarge, notADocument, notAnObject, unreadable } from './document.js'
import { asJson, measure } from './measure.js'
import { inDocumentOrder } from './order.js'
import { read, type MachineType } from './reading.js'
import { rules } from './rules/index.js'

/** What a rule's findings count as: its own severity, another, or nothing. */
export type Level = Severity | 'OFF'

/** How to check. */
export interface CheckOptions {
  /** What the machine is created as; an Express machine can do less. Default: not known, `STANDARD`'s rules. */
  type?: MachineType
  /** Levels by rule name or by code: `{ NO_DEFAULT: 'OFF' }`. A name wins over a code. */
  rules?: Readonly<Record<string, Level>>
}

/**
 * Everything wrong with a definition, in the order of the document.
 *
 *     check({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, C: { Type: 'Succeed' } } })[0].message // Missing 'Next' target: B
 *
 * What AWS refuses is an ERROR, what is legal and surely not meant a WARNING. Takes any value, never throws, never changes it.
 */
export function check(definition: unknown, options: CheckOptions = {}): Diagnostic[] {
  return atLevels(checkAll(definition, options.type), options)
}

/** Findings at the levels that are asked for. */
export function atLevels(diagnostics: readonly Diagnostic[], { rules: levels = {} }: CheckOptions): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const level = levelOf(levels, diagnostic.rule) ?? levelOf(levels, diagnostic.code) ?? diagnostic.severity
    return level === 'OFF' ? [] : level === diagnostic.severity ? [diagnostic] : [{ ...diagnostic, severity: level }]
  })
}

const levelOf = (levels: Readonly<Record<string, Level>>, name: string): Level | undefined =>
  Object.hasOwn(levels, name) ? levels[name] : undefined

function checkAll(definition: unknown, type: MachineType | undefined): Diagnostic[] {
  if (!isObject(definition)) return [notAnObject()]
  let size
  let document: Record<string, unknown> = definition
  try {
    size = measure(definition)
    if (size.foreign && !notADocument(size)) document = asJson(definition) as Record<string, unknown>
  } catch (error) {
    return [unreadable(error)] // a getter of the caller's threw
  }
  const refused = notADocument(size)
  if (refused) return [refused]
  const reading = read(document, type)
  const found = rules.flatMap((rule) => [...rule.find(reading)])
  const diagnostics = inDocumentOrder(document, found)
  return size.characters > limits.definitionBytes ? [definitionTooLarge(size.characters), ...diagnostics] : diagnostics
}
