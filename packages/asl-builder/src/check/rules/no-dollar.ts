import { isParseError } from '../../syntax/parse-error.js'
import { parseIntrinsic } from '../../syntax/intrinsic.js'
import { parsePath } from '../../syntax/parse-path.js'
import { quote } from '../kinds.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

export const noDollar = rule<{ name: string; text: string; intrinsic: boolean }>({
  name: 'NO_DOLLAR',
  severity: 'WARNING',
  summary: 'In a payload template, the name of a field whose value is to be looked up ends in ".$".',
  source: spec('payload-template'),

  *check({ templates }) {
    for (const { value, place } of templates) {
      for (const name of Object.keys(value)) {
        const text = value[name]
        if (typeof text !== 'string' || name.endsWith('.$')) continue
        const intrinsic = text.startsWith('States.') && !isParseError(parseIntrinsic(text))
        if (!intrinsic && !looksLikeAPath(text)) continue
        yield { place: at(place, name), name, text: quote(text), intrinsic }
      }
    }
  },

  say: ({ name, text, intrinsic }) => ({
    message: `${text} is passed as this text, not ${intrinsic ? 'called' : 'looked up'}: the field name does not end in ".$"`,
    hint: `Write "${name}.$" to pass the value ${intrinsic ? 'it yields' : 'found there'}.`,
  }),
})

/** `$5` or a lone `$` may be meant as text. */
export const looksLikeAPath = (text: string): boolean => /^\$\$?[.[]/.test(text) && !isParseError(parsePath(text))
