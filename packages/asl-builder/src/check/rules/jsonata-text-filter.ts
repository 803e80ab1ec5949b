import { quote } from '../kinds.js'
import { rule } from '../rule.js'

export const jsonataTextFilter = rule<{ text: string }>({
  name: 'JSONATA_TEXT_FILTER',
  severity: 'WARNING',
  summary: 'Brackets in an expression hold an index or a condition: a text in them looks no field up.',
  source: 'https://docs.jsonata.org/predicate',

  *check({ expressions }) {
    for (const { expression, place } of expressions) {
      for (const { text, range } of expression.analysis?.textFilters ?? []) yield { place, range, text }
    }
  },

  say: ({ text }) => ({
    message: `[${quote(text)}] looks no field up: as a filter it keeps ${text === '' ? 'nothing' : 'everything'}`,
    hint: /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) ? `Write .${text}` : `Write .\`${text}\``,
  }),
})
