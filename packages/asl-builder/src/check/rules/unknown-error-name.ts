import { nearest } from '../../diagnostics/nearest.js'
import { errorNames, uncatchable } from '../../model/error-name.js'
import { hasSubstitution } from '../../model/substitution.js'
import { quote } from '../kinds.js'
import { at } from '../place.js'
import { handlersOf } from '../handlers.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const unknownErrorName = rule<{ name: string; problem: 'unknown' | 'uncatchable' | 'literal' }>({
  name: 'UNKNOWN_ERROR_NAME',
  severity: 'WARNING', // deployed machines have them
  summary:
    'A Retrier or a Catcher that names an error of Step Functions, "States.*", names one that exists and can be taken.',
  source: dg('concepts-error-handling'),

  *check(reading) {
    for (const { handlers } of handlersOf(reading)) {
      for (const { names, place } of handlers) {
        for (const [position, name] of names.entries()) {
          if (hasSubstitution(name)) continue
          const here = at(at(place, 'ErrorEquals'), position)
          if (/^(?:\$\$?[.[]|\{%)|\*/.test(name)) yield { place: here, name, problem: 'literal' }
          else if (uncatchable.has(name)) yield { place: here, name, problem: 'uncatchable' }
          else if (
            (name === '' || /^states\./i.test(name)) &&
            !errorNames.has(name) &&
            !/^States\.Http\.StatusCode\.\d{3}$/.test(name)
          ) {
            yield { place: here, name, problem: 'unknown' }
          }
        }
      }
    }
  },

  say({ name, problem }) {
    if (problem === 'uncatchable') {
      return { message: `${name} can be neither retried nor caught`, hint: 'The execution ends when it is raised.' }
    }
    if (problem === 'literal') {
      return {
        message: `${quote(name)} is compared as this text: an error name is no pattern and is not evaluated`,
        hint: 'Name each error, or use States.TaskFailed or States.ALL.',
      }
    }
    if (name === '')
      return { message: 'No error has an empty name', hint: 'Name an error, or States.ALL for every one.' }
    const guess = nearest(name, errorNames)
    return {
      message: `Step Functions raises no error ${name}`,
      hint: guess === undefined ? `Its errors are ${[...errorNames].join(', ')}.` : `Did you mean ${guess}?`,
    }
  },
})
