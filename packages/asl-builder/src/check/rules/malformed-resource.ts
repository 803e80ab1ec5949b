import type { Severity } from '../../diagnostics/diagnostic.js'
import { hasSubstitution } from '../../model/substitution.js'
import type { ActivityResource, IntegrationResource, LambdaResource, Resource } from '../../services/resource.js'
import { callsOf } from '../calls.js'
import type { ObjectNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

export const malformedResource = rule<{ resource: string; problem: string }>({
  name: 'MALFORMED_RESOURCE',
  code: schema,
  severity: 'WARNING', // of words that a deploy tool may replace, and of ARNs that other tools take
  summary: 'A Resource is a constant: the ARN of a service integration, a Lambda function or an activity.',
  source: dg('state-task'),

  *check(reading) {
    for (const { resource, place, text, caller } of callsOf(reading)) {
      const problem = problemOf(resource, text) ?? misplaced(resource, caller)
      if (problem === undefined) continue
      const severity: Severity = isSurelyRefused(resource, text) ? 'ERROR' : 'WARNING'
      yield { place, severity, resource: text, problem }
    }
  },

  say({ resource, problem }) {
    return { message: `"${shortened(resource)}" is nothing to call. ${problem}`, hint: hintFor(resource) }
  },
})

const isExpression = (text: string): boolean => /^(?:\{%|\$\.|\$\$|\$states\b)/.test(text)

/** The specification and the guide allow no expression here, and AWS names what is "not a valid resource ARN" when it refuses one. */
const isSurelyRefused = ({ kind }: Resource, text: string): boolean =>
  isExpression(text) || (kind === 'malformed' && (text === '' || text.startsWith('arn:')))

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
        ? problemOfParts(resource, text)
        : `There is no partition "${shortened(resource.partition)}".`
  }
}

function problemOfParts(
  resource: IntegrationResource | LambdaResource | ActivityResource,
  text: string,
): string | undefined {
  if (resource.kind !== 'lambda' && resource.kind !== 'activity') {
    // Deployed machines have them, from a deploy tool: nothing reads them.
    return /^arn:[\w-]*:states:(?:[\w-]+:|:\d)/.test(text)
      ? 'The ARN of a service integration has neither region nor account.'
      : undefined
  }
  const what = resource.kind === 'lambda' ? 'a Lambda function' : 'an activity'
  if (resource.region === '' || resource.account === '') return `The ARN of ${what} has a region and an account.`
  if (/^\d+$/.test(resource.account) && resource.account.length !== 12) return 'An account has twelve digits.'
  if (resource.kind === 'activity') return undefined
  if (/[^\w.<>{}$:-]/.test(resource.functionName))
    return 'The name of a function has letters, digits, "-" and "_" only.'
  if (resource.qualifier?.includes(':') && !hasSubstitution(resource.qualifier)) {
    return 'Nothing follows the version or the alias of a function.'
  }
  return undefined
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
