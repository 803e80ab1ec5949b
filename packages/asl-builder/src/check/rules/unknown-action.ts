import { nearest } from '../../diagnostics/nearest.js'
import type { Severity } from '../../diagnostics/diagnostic.js'
import { actionNames, actionOf, sdkServicesCalled, serviceOf, type Service } from '../../services/catalogue.js'
import { hasSubstitution, type IntegrationResource } from '../../services/resource.js'
import { integrationsOf, type Call } from '../calls.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'
import { notRecognized } from './not-recognized.js'

export const unknownAction = rule<{
  resource: string
  service: string
  action: string
  suggestion: string | undefined
}>({
  name: 'UNKNOWN_ACTION',
  code: schema,
  severity: 'ERROR', // recorded for the optimized integrations; an API newer than the catalogue may exist: a WARNING there
  summary: 'A service integration names an action that its service offers to Step Functions, in camelCase.',
  source: dg('integrate-optimized'),

  *check(reading) {
    for (const call of integrationsOf(reading)) {
      const { resource, service, place, text } = call
      // Of a retired service nothing is known but its name.
      if (!service || service.rows.length === 0 || hasSubstitution(resource.action) || isOffered(call)) continue
      const severity: Severity = resource.kind === 'optimized' ? 'ERROR' : 'WARNING'
      const suggestion = suggestionFor(resource, service)
      yield { place, severity, resource: text, service: resource.service, action: resource.action, suggestion }
    }
  },

  say({ resource, service, action, suggestion }) {
    return {
      message: notRecognized(resource),
      hint: suggestion ? `Did you mean "${suggestion}"?` : `"${service}" offers no action "${action}" to a Task.`,
    }
  },
})

/** An action without a pattern is none that a Task calls. */
const isOffered = ({ action }: Call): boolean =>
  action !== undefined && action.patterns.length > 0 && action.support === 'supported'

/** What was probably meant: an action of the service, else the API itself. */
function suggestionFor({ kind, service: name, action }: IntegrationResource, service: Service): string | undefined {
  if (kind === 'optimized') {
    const api = [name, ...sdkServicesCalled(name)].find((each) => {
      const sdk = serviceOf('aws-sdk', each)
      return sdk && actionOf(sdk, action)?.support === 'supported'
    })
    if (api) return `aws-sdk:${api}:${action}`
  }
  const offered = actionNames(service).filter((each) => each !== action)
  return nearest(action, offered)
}
