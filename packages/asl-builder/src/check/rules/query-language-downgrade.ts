import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

export const queryLanguageDowngrade = rule({
  name: 'QUERY_LANGUAGE_DOWNGRADE',
  code: schema,
  severity: 'ERROR',
  summary: 'In a machine whose language is JSONata no state is written in JSONPath.',
  source: dg('transforming-data'),

  *check({ machine, states }) {
    if (machine['QueryLanguage'] !== 'JSONata') return
    for (const { value, place } of states) if (value['QueryLanguage'] === 'JSONPath') yield { place }
  },

  say: () => ({
    message: "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    hint: 'Leave "QueryLanguage" out at the top: a JSONPath machine may have JSONata states.',
  }),
})
