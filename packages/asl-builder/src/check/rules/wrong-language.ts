import { isObject } from '../../model/json.js'
import { isExpression, quote } from '../kinds.js'
import { looksLikeACall, looksLikeAPath } from './no-dollar.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'
import type { Place } from '../place.js'

export const wrongLanguage = rule<{ text: string; language: 'JSONPath' | 'JSONata'; value?: true }>({
  name: 'WRONG_LANGUAGE',
  severity: 'WARNING',
  summary: 'A state evaluates its own query language only: no {% %} in JSONPath, no ".$" names in JSONata.',
  source: dg('transforming-data'),

  *check({ templates, fieldsOf, lookalikes }) {
    for (const { value, place } of templates) {
      for (const key of Object.keys(value)) {
        const text = value[key]
        if (Array.isArray(text)) yield* expressionsIn(text, at(place, key))
        else if (isExpression(text)) yield expressionAt(at(place, key), text)
      }
    }
    for (const { owner, field, value, place } of fieldsOf('data', 'string')) {
      if (owner.language !== 'JSONPath') continue
      if (field.kind === 'data') yield* expressionsIn(value, place, 'everywhere')
      else if (field.expression && isExpression(value)) yield expressionAt(place, value)
    }
    for (const { text, isKey, place } of lookalikes) {
      if (isKey) yield { place, text, language: 'JSONata' }
      else if (looksEvaluated(text)) yield { place, text, language: 'JSONata', value: true }
    }
  },

  say: ({ text, language, value }) =>
    value
      ? {
          message: `${quote(text)} is passed as this text: the state is written in JSONata`,
          hint: text.startsWith('$.')
            ? `Write {% $states.input${text.slice(1)} %} for what is there in the input.`
            : text.startsWith('$states')
              ? `Write {% ${text} %} for its value.`
              : 'Write {% $states.context… %} for the context object, $uuid(), $parse() … for intrinsic functions.',
        }
      : language === 'JSONPath'
        ? {
            message: `${text} is passed as this text: the state is written in JSONPath`,
            hint: 'Add "QueryLanguage": "JSONata" to the state, or look the value up with a ".$" name.',
          }
        : {
            message: `"${text}" is an ordinary name: the state is written in JSONata, where ".$" looks nothing up`,
            hint: `Write "${text.slice(0, -2)}": "{% … %}".`,
          },
})

/** A path, an intrinsic function, an expression without its delimiters. */
const looksEvaluated = (text: string): boolean =>
  looksLikeAPath(text) || looksLikeACall(text) || /^\$states\s*\.\s*(?:input|context|result|errorOutput)\b/.test(text)

interface Found {
  place: Place
  text: string
  language: 'JSONPath'
}

const expressionAt = (place: Place, text: string) => ({ place, text: quote(text), language: 'JSONPath' as const })

/** Expressions in data; in a payload template objects are templates of their own. */
function* expressionsIn(value: unknown, place: Place, depth: 'lists' | 'everywhere' = 'lists'): Iterable<Found> {
  if (isExpression(value)) yield expressionAt(place, value)
  else if (Array.isArray(value))
    for (const [index, one] of value.entries()) yield* expressionsIn(one, at(place, index), depth)
  else if (depth === 'everywhere' && isObject(value))
    for (const key of Object.keys(value)) yield* expressionsIn(value[key], at(place, key), depth)
}
