import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { isObject } from '../model/json.js'
import { limits } from '../model/limits.js'
import type { StateMachine } from '../model/state-machine.js'
import { atLevels, check, type CheckOptions } from './check.js'
import { definitionTooLarge, invalidJson, notAnObject, repeatedKey } from './document.js'
import { jsonErrorOf } from './json-text.js'
import { repeatedKeysIn } from './repeated-key.js'

/** What a source says and what is wrong with it. */
export interface Parsed {
  /**
   * The document, unchanged and complete, whenever the source is a JSON object, however wrong: trust its shape when no diagnostic is
   * an ERROR. `undefined` for anything else.
   */
  machine: StateMachine | undefined
  diagnostics: Diagnostic[]
}

/**
 * Reads a definition and checks it. Never throws.
 *
 *     parse('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}').machine?.StartAt // 'A'
 *
 * @param source JSON text of up to 1,048,576 characters, or the document itself.
 */
export function parse(source: string | object, options: CheckOptions = {}): Parsed {
  if (typeof source !== 'string') {
    return { machine: isObject(source) ? asMachine(source) : undefined, diagnostics: check(source, options) }
  }
  if (source.length > limits.definitionBytes) {
    return { machine: undefined, diagnostics: [definitionTooLarge(source.length)] }
  }
  if (source.trim() === '') return { machine: undefined, diagnostics: [notAnObject()] }
  let document: unknown
  try {
    document = JSON.parse(source)
  } catch (error) {
    return { machine: undefined, diagnostics: [invalidJson(jsonErrorOf(source, (error as Error).message))] }
  }
  const repeated = atLevels(repeatedKeysIn(source).map(repeatedKey), options)
  const diagnostics = [...repeated, ...check(document, options)]
  return { machine: isObject(document) ? asMachine(document) : undefined, diagnostics }
}

/** The document is handed on as it is: its diagnostics say how far the type is true. */
const asMachine = (document: object): StateMachine => document as StateMachine
