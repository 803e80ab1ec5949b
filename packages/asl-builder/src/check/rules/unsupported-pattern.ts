import { nearest } from '../../diagnostics/nearest.js'
import { hasSubstitution, type Pattern } from '../../services/resource.js'
import { integrationsOf, nameOfCall } from '../calls.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'
import { notRecognized } from './not-recognized.js'

export const unsupportedPattern = rule<{
  resource: string
  call: string
  suffix: string
  patterns: readonly Pattern[]
  unconfirmed: boolean
}>({
  name: 'UNSUPPORTED_PATTERN',
  code: schema,
  severity: 'ERROR',
  summary: 'An action is called with a pattern it has: none, .sync, .sync:2 or .waitForTaskToken.',
  source: dg('connect-to-resource'),

  *check(reading) {
    for (const { resource, action, place, text } of integrationsOf(reading)) {
      const { suffix, pattern } = resource
      const hidden = hasSubstitution(suffix)
      // An action without a pattern is not for Tasks at all: another rule's finding.
      if (hidden || (action && (action.patterns.length === 0 || (pattern && action.patterns.includes(pattern)))))
        continue
      // What no service has is wrong whatever the action; what the action has is known of known actions only.
      if (!action && (pattern || hasSubstitution(resource.action))) continue
      const unconfirmed = pattern !== undefined && action?.unconfirmed.includes(pattern) === true
      yield {
        place,
        ...(unconfirmed && { severity: 'WARNING' }),
        resource: text,
        call: nameOfCall(resource),
        suffix,
        patterns: action?.patterns ?? [],
        unconfirmed,
      }
    }
  },

  say({ resource, call, suffix, patterns, unconfirmed }) {
    const names = patterns.filter((pattern) => pattern !== 'requestResponse')
    const offered = names.length === 0 ? 'nothing after its action' : names.map((name) => `.${name}`).join(', ')
    if (unconfirmed) {
      return {
        message: `AWS documents .${suffix} for this service, but for no action of it; ${call} is documented with ${offered}.`,
      }
    }
    const guess = nearest(suffix, names)
    return {
      message: notRecognized(resource),
      hint: guess ? `Did you mean "${call}.${guess}"?` : `${call} takes ${offered}.`,
    }
  },
})
