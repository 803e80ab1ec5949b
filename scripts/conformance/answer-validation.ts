import { parse, type Diagnostic } from 'asl-builder'
import type { Question } from './cases.js'

/** AWS looks at a definition's shape first, and at what it means only when the shape is right. */
const shapeCodes = new Set(['SCHEMA_VALIDATION_FAILED', 'INVALID_JSON_DESCRIPTION'])

/** What the token for an activity stands for: a checker of ARNs takes no token. */
const activityArn = 'arn:aws:states:us-east-1:111111111111:activity:activity_arn'

/**
 * Answers a definition that AWS was asked to validate or to create a machine from.
 *
 * Cases about the request (names that are taken, logging) are left out: there is no service here that could know.
 */
export async function answerValidation(question: Question): Promise<unknown> {
  const { definition, definitionText, about, api, request } = question
  if (about !== 'definition') return undefined
  const type = request?.['type'] === 'EXPRESS' ? 'EXPRESS' : 'STANDARD'
  const text = (definitionText ?? JSON.stringify(definition)).replaceAll('"activity_arn"', JSON.stringify(activityArn))
  const { diagnostics } = parse(text, { type })
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR')
  const ofShape = errors.filter(({ code }) => shapeCodes.has(code))
  const reported = ofShape.length > 0 ? ofShape : errors
  if (api === 'ValidateStateMachineDefinition') {
    return { result: errors.length > 0 ? 'FAIL' : 'OK', diagnostics: reported.map(asAws), truncated: false }
  }
  if (reported.length === 0) return {}
  const message = `Invalid State Machine Definition: '${reported.map(asText).join(', ')}'`
  return { error: { code: 'InvalidDefinition', message } }
}

const asAws = ({ code, message, severity, location }: Diagnostic): unknown => ({
  code,
  message,
  severity,
  ...(location !== '' && { location }),
})

const asText = ({ code, message, location }: Diagnostic): string =>
  `${code}: ${message}${location === '' ? '' : ` at ${location}`}`
