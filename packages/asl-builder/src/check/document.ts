import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { limits } from '../model/limits.js'
import type { JsonError } from './json-text.js'
import type { Measure } from './measure.js'
import { locationOf } from './place.js'
import type { RepeatedKey } from './repeated-key.js'
import type { Rule } from './rule.js'

const api = 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html'

/** What is true of a definition before any rule reads it. */
export const documentRules = {
  INVALID_JSON: {
    name: 'INVALID_JSON',
    code: 'INVALID_JSON_DESCRIPTION',
    severity: 'ERROR',
    summary: 'The text of a definition is JSON.',
    source: api,
  },
  REPEATED_KEY: {
    name: 'REPEATED_KEY',
    code: 'REPEATED_KEY',
    severity: 'WARNING',
    summary: 'A key stands once in an object: a parser keeps the last and drops the others without a word.',
    source: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  },
  NOT_AN_OBJECT: {
    name: 'NOT_AN_OBJECT',
    code: 'SCHEMA_VALIDATION_FAILED',
    severity: 'ERROR',
    summary: 'A definition is a JSON object.',
    source: api,
  },
  NOT_A_DOCUMENT: {
    name: 'NOT_A_DOCUMENT',
    code: 'NOT_A_DOCUMENT',
    severity: 'ERROR',
    summary: 'A definition is a finite tree, at most 1,000 levels deep: nothing in it holds itself.',
    source: 'https://www.rfc-editor.org/rfc/rfc8259',
  },
  DEFINITION_TOO_LARGE: {
    name: 'DEFINITION_TOO_LARGE',
    code: 'DEFINITION_TOO_LARGE',
    severity: 'ERROR',
    summary: 'The text of a definition has at most 1,048,576 characters.',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  },
} as const satisfies Record<string, Omit<Rule, 'find'>>

type DocumentRule = keyof typeof documentRules

function report(name: DocumentRule, location: string, message: string, hint?: string): Diagnostic {
  const { code, severity } = documentRules[name]
  return { severity, code, rule: name, message, ...(hint !== undefined && { hint }), location }
}

/** AWS's answer to a text that is no JSON. */
export const invalidJson = ({ message, source, hint }: JsonError): Diagnostic =>
  report('INVALID_JSON', source, `${message}\n at ${source}`, hint)

/** What a text says twice, of which its document has one. */
export const repeatedKey = ({ key, location }: RepeatedKey): Diagnostic =>
  report(
    'REPEATED_KEY',
    location,
    `The key "${key}" is written twice in one object: a parser keeps the last and drops the others.`,
    'Remove or rename one of them.',
  )

/** AWS's answer to JSON that is no object. */
export const notAnObject = (): Diagnostic => report('NOT_AN_OBJECT', '', 'Definition must be a valid JSON object')

/** A value that could not be read, because reading it threw. */
export const unreadable = (error: unknown): Diagnostic =>
  report(
    'NOT_A_DOCUMENT',
    '',
    `The definition cannot be read: ${error instanceof Error ? error.message : 'reading it threw'}`,
    'Pass plain JSON data.',
  )

/** What keeps a value from being a JSON document, if anything does. */
export function notADocument({ cycle, tooDeep, tooMany }: Measure): Diagnostic | undefined {
  if (cycle) {
    const hint = 'Write the value out where it is needed, or leave it out: JSON has no references.'
    return report('NOT_A_DOCUMENT', locationOf(cycle), 'The value here is one of those around it: it has no end.', hint)
  }
  if (tooDeep) {
    const hint = 'AWS reads 1,000 levels of objects and arrays.'
    return report('NOT_A_DOCUMENT', '/', 'The definition is nested deeper than 1,000 levels.', hint)
  }
  if (tooMany) {
    const hint = 'An alias that repeats a large value many times over does that.'
    return report('NOT_A_DOCUMENT', '/', 'The definition holds more than four million values.', hint)
  }
  return undefined
}

/** A definition past AWS's limit. */
export function definitionTooLarge(characters: number): Diagnostic {
  const said = (number: number): string => number.toLocaleString('en-US')
  return report(
    'DEFINITION_TOO_LARGE',
    '/',
    `The definition has ${said(characters)} characters; AWS takes ${said(limits.definitionBytes)}.`,
    'Move a part of it into a state machine of its own and start that with states:startExecution.',
  )
}
