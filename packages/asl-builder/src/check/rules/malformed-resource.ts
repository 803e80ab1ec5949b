import type { Severity } from '../../diagnostics/diagnostic.js'
import { hasSubstitution } from '../../model/substitution.js'
import { type Resource } from '../../services/resource.js'
import { callsOf } from '../calls.js'
import type { ObjectNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const malformedResource = rule<{ resource: string; problem: string }>({
  name: 'MALFORMED_RESOURCE',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A Resource is a constant: the ARN of a service integration, a Lambda function or an activity.',
  source: dg('state-task'),

  *check(reading) {
    for (const { resource, place, text, caller } of callsOf(reading)) {
      const problem = problemOf(resource, text) ?? misplaced(resource, caller)
      if (problem === undefined) continue
      // The specification and the guide allow no expression here.
      const severity: Severity = isExpression(text) ? 'ERROR' : 'WARNING'
      yield { place, severity, resource: text, problem }
    }
  },

  say({ resource, problem }) {
    return { message: `"${shortened(resource)}" is nothing to call. ${problem}`, hint: hintFor(resource) }
  },
})

const isExpression = (text: string): boolean => /^(?:\{%|\$\.|\$\$|\$states\b)/.test(text)

function problemOf(resource: Resource, text: string): string | undefined {
  if (isExpression(text)) return 'A Resource is taken as it is written, never evaluated.'
  if (/^\s|\s$/.test(text)) return 'There are blanks around it.'
  switch (resource.kind) {
    case 'malformed':
      return resource.problem
    case 'foreign':
      // The specification's own examples call tasks, which AWS does not have.
      return resource.type === 'task' ? undefined : `A Task does not call ARNs of "${resource.service}".`
    case 'hidden':
      return undefined
    default:
      return hasSubstitution(resource.partition) || /^aws(?:-[a-z]+)*$/.test(resource.partition)
        ? undefined
        : `There is no partition "${shortened(resource.partition)}".`
  }
}

/** A reader and a writer call Amazon S3. */
function misplaced({ kind }: Resource, { type }: ObjectNode): string | undefined {
  if (type === 'Task' || (kind !== 'lambda' && kind !== 'activity')) return undefined
  return `The Resource of ${type === 'ItemReader' ? 'an ItemReader' : 'a ResultWriter'} is an action of Amazon S3.`
}

const shortened = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 200)}…`)

function hintFor(resource: string): string {
  if (isExpression(resource)) {
    return 'To choose a Lambda function at run time, call arn:aws:states:::lambda:invoke and put the expression in FunctionName.'
  }
  if (/^arn:[^:]*:states:[^:]*:[^:]*:stateMachine:/.test(resource)) {
    return 'To start a state machine, call arn:aws:states:::states:startExecution and name it in StateMachineArn.'
  }
  if (/^[\w-]{1,64}$/.test(resource)) {
    return 'To call a Lambda function by its name, call arn:aws:states:::lambda:invoke and name it in FunctionName.'
  }
  return 'A service is called as arn:aws:states:::SERVICE:ACTION, any AWS API as arn:aws:states:::aws-sdk:SERVICE:ACTION.'
}
