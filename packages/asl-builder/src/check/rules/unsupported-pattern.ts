import { nearest } from '../../diagnostics/nearest.js'
import { hasSubstitution } from '../../model/substitution.js'
import { type Pattern } from '../../services/resource.js'
import { integrationsOf, nameOfCall } from '../calls.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'
import { notRecognized } from './not-recognized.js'

interface Fact {
  resource: string
  call: string
  suffix: string
  /** The patterns that the action has. */
  patterns: readonly Pattern[]
  /** Whether AWS's guide gives the pattern to the service, though to no action of it. */
  unconfirmed: boolean
}

export const unsupportedPattern = rule<Fact>({
  name: 'UNSUPPORTED_PATTERN',
  code: schema,
  severity: 'ERROR',
  summary: 'An action is called with a pattern that it has: none, .sync, .sync:2 or .waitForTaskToken.',
  source: dg('connect-to-resource'),

  *check(reading) {
    for (const { resource, action, place, text, caller } of integrationsOf(reading)) {
      const { suffix, pattern } = resource
      if (!action || action.caller !== caller.type || hasSubstitution(suffix)) continue
      const { patterns } = action
      if (pattern && (patterns.includes(pattern) || (pattern === 'requestResponse' && caller.type !== 'Task'))) continue
      const unconfirmed = pattern !== undefined && action.unconfirmed.includes(pattern)
      const fact: Fact = { resource: text, call: nameOfCall(resource), suffix, patterns, unconfirmed }
      // Refusals are recorded for Tasks.
      yield { place, ...fact, ...((unconfirmed || caller.type !== 'Task') && { severity: 'WARNING' as const }) }
    }
  },

  say({ resource, call, suffix, patterns, unconfirmed }) {
    const names = patterns.filter((pattern) => pattern !== 'requestResponse')
    const offered = `${call} is called without a pattern${names.map((name) => `, or with .${name}`).join('')}.`
    if (unconfirmed) {
      return { message: `AWS documents .${suffix} for this service, but for no action of it.`, hint: offered }
    }
    const guess = nearest(suffix, names)
    return { message: notRecognized(resource), hint: guess ? `Did you mean "${call}.${guess}"?` : offered }
  },
})
