import { integratedTasksOf, nameOfCall } from '../calls.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'
import type { StateNode } from '../reading.js'
import { hasSubstitution } from '../../model/substitution.js'

export const noTaskToken = rule<{ call: string; field: string }>({
  name: 'NO_TASK_TOKEN',
  severity: 'WARNING',
  summary: 'A Task that waits for its token to come back hands it out.',
  source: dg('connect-to-resource'),

  *check(reading) {
    for (const { resource, state } of integratedTasksOf(reading)) {
      if (resource.pattern !== 'waitForTaskToken' || state.language === undefined || mayMentionToken(state)) continue
      const field = state.language === 'JSONata' ? 'Arguments' : 'Parameters'
      const place = state.value[field] === undefined ? at(state.place, 'Resource') : at(state.place, field)
      yield { place, call: nameOfCall(resource), field }
    }
  },

  say({ call, field }) {
    return {
      message: `${call} waits until someone sends its task token back, but no one gets the token.`,
      hint:
        field === 'Arguments'
          ? 'Pass "{% $states.context.Task.Token %}" in Arguments.'
          : 'Pass "TaskToken.$": "$$.Task.Token" in Parameters.',
    }
  },
})

function mayMentionToken({ value, language }: StateNode): boolean {
  if (language === 'JSONata') return someText(value['Arguments'], mentionsInJsonata)
  // With the context object for its input, any path may lead to the token.
  const inputPath = value['InputPath']
  if (typeof inputPath === 'string' && inputPath.startsWith('$$')) return true
  return someText(value['Parameters'], mentionsInJsonpath)
}

/** `$states.context.Task.Token`, or so much of `$states` that it may be in there. */
const mentionsInJsonata = (text: string): boolean =>
  hasSubstitution(text) ||
  (text.startsWith('{%') &&
    /\$states\b(?!\s*\.\s*(?:input|result|errorOutput)\b)(?!\s*\.\s*context\s*\.\s*(?:Execution|StateMachine|State|Map)\b)/.test(
      text,
    ))

/** `$$.Task.Token`, or so much of the context object that it may be in there. */
const mentionsInJsonpath = (text: string): boolean =>
  hasSubstitution(text) || /\$\$(?!\.(?:Execution|StateMachine|State|Map)\b)/.test(text)

/** Whether a text anywhere in a value passes. */
function someText(value: unknown, passes: (text: string) => boolean): boolean {
  if (typeof value === 'string') return passes(value)
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => someText(each, passes))
}
