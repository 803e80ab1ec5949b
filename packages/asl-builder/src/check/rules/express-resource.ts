import { callsOf } from '../calls.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'
import { isObject } from '../../model/json.js'
import type { Severity } from '../../diagnostics/diagnostic.js'
import type { Reading, StateNode } from '../reading.js'

export const expressResource = rule<{ resource: string; unsupported: string; child: boolean }>({
  name: 'EXPRESS_RESOURCE',
  code: schema,
  severity: 'ERROR',
  summary: 'An Express machine waits for no job, no callback and no activity.',
  source: dg('choosing-workflow-type'),

  *check(reading) {
    for (const { resource, state, place, text } of callsOf(reading)) {
      const unsupported = unsupportedIn(resource)
      if (unsupported === undefined) continue
      const express = expressnessOf(state, reading)
      if (!express) continue
      // Recorded for a machine that is created as EXPRESS; for the child executions of a Map it is not.
      const severity: Severity = express === 'machine' ? 'ERROR' : 'WARNING'
      yield { place, severity, resource: text, unsupported, child: express === 'child' }
    }
  },

  say({ unsupported, child }) {
    return {
      message: `Express state machine does not support ${unsupported}`,
      hint: child
        ? 'The Map around it runs its iterations as EXPRESS executions: set ExecutionType to STANDARD, or call without waiting.'
        : 'Create the machine as STANDARD, or call without waiting.',
    }
  },
})

/** AWS's words, down to the blank at the end. */
function unsupportedIn(resource: { kind: string; suffix?: string; pattern?: string | undefined }): string | undefined {
  if (resource.kind === 'activity') return 'Activity ARN'
  if (resource.pattern === 'waitForTaskToken') return "'.waitForTaskToken' service integration "
  if (resource.pattern === 'sync' || resource.pattern === 'sync:2') return `'.${resource.suffix}' service integration`
  return undefined
}

/** Whether a state runs in an Express execution: the machine's own, or a child that a distributed Map starts. */
function expressnessOf(state: StateNode, { type }: Reading): 'machine' | 'child' | undefined {
  for (let scope = state.scope; scope.parent; scope = scope.parent.scope) {
    const config = scope.object.value['ProcessorConfig']
    if (scope.kind === 'processor' && isObject(config) && config['Mode'] === 'DISTRIBUTED') {
      return config['ExecutionType'] === 'EXPRESS' ? 'child' : undefined
    }
  }
  return type === 'EXPRESS' ? 'machine' : undefined
}
