import { callsOf } from '../calls.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const malformedResource = rule<{ resource: string; problem: string }>({
  name: 'MALFORMED_RESOURCE',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'The Resource of a Task is the ARN of a service integration, a Lambda function or an activity.',
  source: dg('state-task'),

  *check(reading) {
    for (const { resource, place, text } of callsOf(reading)) {
      if (resource.kind === 'malformed') yield { place, resource: text, problem: resource.problem }
      else if (resource.kind === 'foreign' && resource.type !== 'task') {
        // The specification's own examples call tasks, which AWS does not have.
        yield { place, resource: text, problem: `A Task does not call ARNs of "${resource.service}".` }
      }
    }
  },

  say({ resource, problem }) {
    return {
      message: `"${shortened(resource)}" is nothing that a Task can call. ${problem}`,
      hint: hintFor(resource),
    }
  },
})

const shortened = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 200)}…`)

function hintFor(resource: string): string {
  if (/^arn:[^:]*:states:[^:]*:[^:]*:stateMachine:/.test(resource)) {
    return 'To start a state machine, call arn:aws:states:::states:startExecution and name it in StateMachineArn.'
  }
  if (/^[\w-]{1,64}$/.test(resource)) {
    return 'To call a Lambda function by its name, call arn:aws:states:::lambda:invoke and name it in FunctionName.'
  }
  return 'A service is called as arn:aws:states:::SERVICE:ACTION, any AWS API as arn:aws:states:::aws-sdk:SERVICE:ACTION.'
}
