import { isObject } from '../../model/json.js'
import { errorNameOf, errorPrefixOf, otherPrefixesOf } from '../../services/error-name.js'
import type { IntegrationResource } from '../../services/resource.js'
import { integratedTasksOf, nameOfCall } from '../calls.js'
import { at, type Place } from '../place.js'
import type { StateNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const unraisedErrorName = rule<{ call: string; error: string; raised: string }>({
  name: 'UNRAISED_ERROR_NAME',
  severity: 'WARNING',
  summary: 'A Retrier or a Catcher names the errors of its service as this way of calling it spells them.',
  source: dg('supported-services-awssdk'),

  *check(reading) {
    for (const { resource, state } of integratedTasksOf(reading)) {
      if (state.value['Retry'] === undefined && state.value['Catch'] === undefined) continue
      const prefix = errorPrefixOf(resource)
      if (prefix === undefined || !isRecorded(resource, prefix)) continue
      for (const { name, place } of errorNamesIn(state)) {
        const [, given = '', exception = ''] = /^(\w+)\.(\w+)$/.exec(name) ?? []
        if (exception === '' || given === 'States') continue
        const same = given === prefix || given.toLowerCase() === prefix.toLowerCase()
        if (!same && !otherPrefixesOf(resource).includes(given)) continue
        // The names that Step Functions makes up are no exceptions, and only optimized integrations have them: Lambda.Unknown.
        const raised = resource.kind === 'aws-sdk' ? errorNameOf(resource, exception) : `${prefix}.${exception}`
        if (raised !== undefined && raised !== name) yield { place, call: nameOfCall(resource), error: name, raised }
      }
    }
  },

  say({ call, error, raised }) {
    return { message: `${call} never fails with "${error}".`, hint: `It fails with "${raised}".` }
  },
})

/** The prefixes of the optimized integrations that recordings of AWS show; AWS's guide lists those of the SDK. */
const recorded = ['DynamoDB', 'EventBridge', 'Lambda', 'SNS', 'SQS', 'StepFunctions']
const isRecorded = ({ kind }: IntegrationResource, prefix: string): boolean =>
  kind === 'aws-sdk' || recorded.includes(prefix)

function* errorNamesIn({ value, place }: StateNode): Iterable<{ name: string; place: Place }> {
  for (const field of ['Retry', 'Catch']) {
    const list = value[field]
    for (const [index, handler] of Array.isArray(list) ? list.entries() : []) {
      const names: unknown = isObject(handler) ? handler['ErrorEquals'] : undefined
      for (const [position, name] of Array.isArray(names) ? names.entries() : []) {
        if (typeof name !== 'string') continue
        yield { name, place: at(at(at(at(place, field), index), 'ErrorEquals'), position) }
      }
    }
  }
}
