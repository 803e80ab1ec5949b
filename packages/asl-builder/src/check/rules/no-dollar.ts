import { isParseError } from '../../syntax/parse-error.js'
import { parseIntrinsic } from '../../syntax/intrinsic.js'
import { parsePath } from '../../syntax/parse-path.js'
import { fields, type ObjectType } from '../../model/fields.js'
import { quote } from '../kinds.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'
import { variablesOf } from '../variables.js'

export const noDollar = rule<{ name: string; text: string; intrinsic: boolean; instead: string }>({
  name: 'NO_DOLLAR',
  severity: 'WARNING',
  summary: 'In a payload template, the name of a field whose value is to be looked up ends in ".$".',
  source: spec('payload-template'),

  *check(reading) {
    const { scopesOf } = variablesOf(reading)
    const isVariable = (text: string): boolean => {
      const [, name] = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)(?:$|[.[])/u.exec(text) ?? []
      return name !== undefined && scopesOf.has(name) && !isParseError(parsePath(text))
    }
    for (const { value, place } of reading.templates) {
      for (const name of Object.keys(value)) {
        const text = value[name]
        if (typeof text !== 'string' || name.endsWith('.$')) continue
        const intrinsic = looksLikeACall(text)
        if (!intrinsic && !looksLikeAPath(text) && !isVariable(text)) continue
        yield { place: at(place, name), name, text: quote(text), intrinsic, instead: `${name}.$` }
      }
    }
    for (const { owner, name, value, place } of reading.fieldsOf('string')) {
      if (owner.language !== 'JSONPath' || typeof value !== 'string') continue
      const instead = dynamicFormOf(name, owner.type)
      const intrinsic = looksLikeACall(value) && !instead?.startsWith('String')
      if (instead === undefined || !(intrinsic || looksLikeAPath(value))) continue
      yield { place, name, text: quote(value), intrinsic, instead }
    }
  },

  say: ({ text, intrinsic, instead }) => ({
    message: instead.endsWith('.$')
      ? `${text} is passed as this text, not ${intrinsic ? 'called' : 'looked up'}: the field name does not end in ".$"`
      : `${text} is taken as this text, not ${intrinsic ? 'called' : 'looked up'}`,
    hint: `Write "${instead}" to ${instead.endsWith('.$') ? 'pass' : 'take'} the value ${intrinsic ? 'it yields' : 'found there'}.`,
  }),
})

/** `$5` or a lone `$` may be meant as text. */
export const looksLikeAPath = (text: string): boolean => /^\$\$?[.[]/.test(text) && !isParseError(parsePath(text))

export const looksLikeACall = (text: string): boolean =>
  text.startsWith('States.') && !isParseError(parseIntrinsic(text))

/** The field that takes a path where this one takes text. */
function dynamicFormOf(name: string, type: ObjectType | undefined): string | undefined {
  if (type === 'Credentials') return `${name}.$`
  return type && Object.hasOwn(fields[type], `${name}Path`) ? `${name}Path` : undefined
}
