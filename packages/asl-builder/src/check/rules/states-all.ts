import { at } from '../place.js'
import { handlersOf } from '../handlers.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const statesAll = rule<{ list: 'Retry' | 'Catch'; problem: 'alone' | 'last'; beside: readonly string[] }>({
  name: 'STATES_ALL',
  code: schema,
  severity: 'ERROR',
  summary: '"States.ALL" stands alone in its "ErrorEquals", in the last Retrier or the last Catcher.',
  source: spec('errors'),

  *check(reading) {
    for (const { list, handlers } of handlersOf(reading)) {
      for (const [index, { names, place }] of handlers.entries()) {
        if (!names.includes('States.ALL')) continue
        const here = at(place, 'ErrorEquals')
        const beside = names.filter((name) => name !== 'States.ALL')
        if (names.length > 1) yield { place: here, list, problem: 'alone', beside }
        else if (index < handlers.length - 1) yield { place: here, list, problem: 'last', beside: [] }
      }
    }
  },

  say: ({ list, problem, beside }) =>
    problem === 'alone'
      ? {
          message: "'States.ALL' must stand alone in 'ErrorEquals'",
          hint: `It takes every error, ${beside.join(', ')} included. Give the others an entry of their own before it.`,
        }
      : {
          message: `'States.ALL' must stand in the last element of '${list}'`,
          hint: 'It takes every error: what follows is never used. Move it to the end.',
        },
})
