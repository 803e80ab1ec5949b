import { hashAlgorithms } from '../../syntax/intrinsic.js'
import { jsonataFunctions } from '../../syntax/jsonata-functions.js'
import { quote } from '../kinds.js'
import { rule } from '../rule.js'

interface Fact {
  name: string
  count: number
  least: number
  most: number
  /** The argument of a wrong type or value, from 1, and what is wanted. */
  wrong?: { index: number; wanted: string; given?: string }
  /** The text that an operator of arithmetic gets. */
  text?: string
}

export const jsonataArguments = rule<Fact>({
  name: 'JSONATA_ARGUMENTS',
  severity: 'WARNING',
  summary:
    'A function of JSONata gets as many arguments as it takes, and it and an operator literals of the right type.',
  source: 'https://docs.jsonata.org/string-functions',

  *check({ expressions }) {
    for (const { expression, place } of expressions) {
      for (const { operator, text, range } of expression.analysis?.textual ?? []) {
        yield { place, range, name: operator, text, count: 2, least: 2, most: 2 }
      }
      for (const { name, count, literals, texts, partial, top, range } of expression.analysis?.calls ?? []) {
        const known = jsonataFunctions.get(name)
        if (!known || partial) continue
        const { most, parameters } = known
        // At the top level there is no context to stand in for an argument.
        const least = top ? known.required : known.least
        const fact = { place, range, name, count, least, most }
        if (count < least || count > most) yield fact
        // A context that stands in for the first parameter shifts the others: types are told when all are there.
        else if (top || parameters.length === count) {
          const index = literals.findIndex((type, at) => type !== undefined && !takes(parameters[at], type))
          const algorithm = name === 'hash' ? texts[1] : undefined
          if (index >= 0) yield { ...fact, wrong: { index: index + 1, wanted: words(parameters[index]!) } }
          else if (algorithm !== undefined && !hashAlgorithms.includes(algorithm)) {
            const wanted = `one of ${hashAlgorithms.join(', ')}`
            yield { ...fact, wrong: { index: 2, wanted, given: quote(algorithm) } }
          }
        }
      }
    }
  },

  say({ name, count, least, most, wrong, text }) {
    if (text !== undefined) {
      const hint = name === '+' ? 'Write "&" to join texts.' : 'The expression fails with States.QueryEvaluationError.'
      return { message: `The operator ${name} takes numbers, and ${quote(text)} is a string`, hint }
    }
    if (wrong) {
      const message = `Argument ${wrong.index} of $${name} must be ${wrong.wanted}`
      return wrong.given === undefined ? { message } : { message, hint: `It is ${wrong.given}.` }
    }
    const wants = most === least ? `${most}` : most === Infinity ? `${least} or more` : `${least} to ${most}`
    return {
      message: `$${name} takes ${wants === '0' ? 'no' : wants} ${wants === '1' ? 'argument' : 'arguments'}, not ${count}`,
      hint: 'The call fails with States.QueryEvaluationError.',
    }
  },
})

/** An array parameter takes one value of anything, as an array of it. */
const takes = (letters: string | undefined, type: string): boolean =>
  letters === undefined || /[xja]/.test(letters) || letters.includes(type) || (letters === 'm' && /[nal]/.test(type))

const names: Readonly<Record<string, string>> = {
  s: 'a string',
  n: 'a number',
  b: 'a boolean',
  o: 'an object',
  a: 'an array',
  m: 'an array of numbers',
  f: 'a function',
}

const words = (letters: string): string =>
  [...letters.replace(/[()]/g, '')].map((letter) => names[letter] ?? 'a value').join(' or ')
