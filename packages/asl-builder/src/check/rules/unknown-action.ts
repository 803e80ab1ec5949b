import type { nearest } from '../../diagnostics/nearest.js'
import type { Severity } from '../../diagnostics/diagnostic.js'
import { actionNames, actionOf, sdkServicesCalled, serviceOf } from '../../services/catalogue.js'
import { hasSubstitution } from '../../model/substitution.js'
import { type IntegrationResource } from '../../services/resource.js'
import { integrationsOf, type Call } from '../calls.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'
import { suggester } from '../suggest.js'
import { notRecognized } from './not-recognized.js'

interface Fact {
  resource: string
  service: string
  action: string
  /** `Task`, `ItemReader` or `ResultWriter`. */
  caller: string
  suggestion: string | undefined
  /** What the service offers to the caller, where that is soon said. */
  offered: readonly string[]
}

export const unknownAction = rule<Fact>({
  name: 'UNKNOWN_ACTION',
  code: schema,
  severity: 'ERROR',
  summary: 'A service integration names an action that its service offers to Step Functions, in camelCase.',
  source: dg('integrate-optimized'),

  *check(reading) {
    const suggest = suggester()
    for (const call of integrationsOf(reading)) {
      const { resource, service, action, place, text } = call
      // Of a retired service nothing is known but its name.
      if (!service || service.rows.size === 0 || hasSubstitution(resource.action)) continue
      const caller = String(call.caller.type)
      if (action?.caller === caller && action.support === 'supported') continue
      const severity = severityOf(call)
      const suggestion = suggestionFor(call, suggest)
      yield { place, severity, resource: text, ...namesIn(resource), caller, suggestion, offered: offeredBy(call) }
    }
  },

  say({ resource, service, action, caller, suggestion, offered }) {
    if (suggestion) return { message: notRecognized(resource), hint: `Did you mean "${suggestion}"?` }
    const hint =
      offered.length > 0
        ? `"${service}" offers ${offered.join(', ')} to a ${caller}.`
        : `"${service}" offers no action "${action}" to a ${caller}.`
    return { message: notRecognized(resource), hint }
  },
})

const namesIn = ({ service, action }: IntegrationResource): { service: string; action: string } => ({ service, action })

/** Refusals are recorded for Tasks and optimized services. An API may be newer than the catalogue. */
function severityOf({ resource, action, caller }: Call<IntegrationResource>): Severity {
  return resource.kind === 'optimized' && (caller.type === 'Task' || !action) ? 'ERROR' : 'WARNING'
}

/** What was probably meant: an action of the service, else the API itself. */
function suggestionFor(
  { resource, service, caller }: Call<IntegrationResource>,
  suggest: typeof nearest,
): string | undefined {
  const { action } = resource
  if (resource.kind === 'optimized' && caller.type === 'Task') {
    const api = [resource.service, ...sdkServicesCalled(resource.service)].find((name) => {
      const sdk = serviceOf('aws-sdk', name)
      return sdk && actionOf(sdk, action)?.support === 'supported'
    })
    if (api) return `aws-sdk:${api}:${action}`
  }
  const names = service && (resource.kind === 'optimized' || caller.type === 'Task') ? actionNames(service) : []
  const guess = suggest(
    action,
    names.filter((name) => name !== action),
  )
  return guess !== undefined && service && actionOf(service, guess)?.caller === caller.type ? guess : undefined
}

function offeredBy({ service, caller }: Call): string[] {
  if (!service || service.rows.size > 12) return []
  return actionNames(service).filter((name) => actionOf(service, name)?.caller === caller.type)
}
