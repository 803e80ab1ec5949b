import type { nearest } from '../../diagnostics/nearest.js'
import type { Severity } from '../../diagnostics/diagnostic.js'
import { actionOf, sdkServicesCalled, serviceNames, serviceOf } from '../../services/catalogue.js'
import { hasSubstitution } from '../../model/substitution.js'
import { type IntegrationResource } from '../../services/resource.js'
import { integrationsOf } from '../calls.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'
import { suggester } from '../suggest.js'
import { notRecognized } from './not-recognized.js'

export const unknownService = rule<{ resource: string; service: string; suggestion: string | undefined }>({
  name: 'UNKNOWN_SERVICE',
  code: schema,
  severity: 'ERROR',
  summary: 'A service integration names a service that Step Functions can call.',
  source: dg('integrate-optimized'),

  *check(reading) {
    const suggest = suggester()
    for (const { resource, service, place, text } of integrationsOf(reading)) {
      if (service || hasSubstitution(resource.service)) continue
      const severity: Severity = resource.kind === 'optimized' ? 'ERROR' : 'WARNING'
      yield { place, severity, resource: text, service: resource.service, suggestion: suggestionFor(resource, suggest) }
    }
  },

  say({ resource, service, suggestion }) {
    return {
      message: notRecognized(resource),
      hint: suggestion ? `Did you mean "${suggestion}"?` : `There is no service "${service}".`,
    }
  },
})

/** What was probably meant: a service of the same kind, else the API itself. */
function suggestionFor({ kind, service, action }: IntegrationResource, suggest: typeof nearest): string | undefined {
  const called = sdkServicesCalled(service)
  if (kind === 'aws-sdk')
    return called.find((name) => offers(name, action)) ?? called[0] ?? suggest(service, serviceNames(kind))
  const api = [service, ...called].find((name) => offers(name, action))
  return api ? `aws-sdk:${api}:${action}` : suggest(service, serviceNames(kind))
}

function offers(name: string, action: string): boolean {
  const service = serviceOf('aws-sdk', name)
  return service !== undefined && actionOf(service, action) !== undefined
}
