import { isParseError } from '../../syntax/parse-error.js'
import { hasSubstitution } from '../../model/substitution.js'
import { described, quote } from '../kinds.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

interface Fact {
  field: string
  text: string
  reason: string
  intrinsic: boolean
  /** What stands where only a string may. */
  not?: string
}

export const invalidPath = rule<Fact>({
  name: 'INVALID_PATH',
  code: schema,
  severity: 'ERROR',
  summary:
    'A field of JSONPath, and a key that ends in ".$", holds a path, or an intrinsic function where one may stand.',
  source: spec('path'),

  *check({ paths, templates }) {
    for (const { text, kind, parsed, place, within, field } of paths) {
      if (!isParseError(parsed) || hasSubstitution(text)) continue
      const { message: reason, offset } = parsed
      const range = { start: offset, end: Math.max(offset, text.length) }
      const fact = { text: quote(text, 200), reason, intrinsic: kind === 'pathOrIntrinsic', range }
      yield within
        ? { place: within.place, key: within.key, field: within.key, ...fact }
        : { place, field: field.name, ...fact }
    }
    for (const { value, place } of templates) {
      for (const key of Object.keys(value)) {
        const inner = value[key]
        if (!key.endsWith('.$') || typeof inner === 'string' || inner === undefined) continue
        yield { place, key, field: key, text: '', reason: '', intrinsic: true, not: described(inner) }
      }
    }
  },

  say({ field, text, reason, intrinsic, not, range }) {
    const wanted = intrinsic ? 'a valid JSONPath or a valid intrinsic function call' : 'a valid JSONPath'
    const message = `The value for the field '${field}' must be ${wanted}`
    if (not !== undefined) {
      return { message, hint: `It is ${not}. To pass it as it is, write "${field.slice(0, -2)}".` }
    }
    const looksLikeText = intrinsic && !/^(?:\$|States\.)/.test(text.slice(1)) && field.endsWith('.$')
    const instead = looksLikeText ? ` To pass the text as it is, write "${field.slice(0, -2)}".` : ''
    return { message, hint: `${text}, character ${range!.start + 1}: ${reason}${instead}` }
  },
})
