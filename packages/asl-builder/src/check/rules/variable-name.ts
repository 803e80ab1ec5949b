import { limits } from '../../model/limits.js'
import { hasSubstitution } from '../../model/substitution.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'
import { namesIn } from '../variables.js'

export const variableName = rule<{ name: string; problem: 'reserved' | 'length' | 'part' | 'characters' }>({
  name: 'VARIABLE_NAME',
  code: schema,
  severity: 'ERROR',
  summary: 'A variable\'s name is a letter, then letters, digits and "_", up to 80 in all; "states" is reserved.',
  source: spec('variables'),

  *check({ fieldsOf }) {
    for (const field of fieldsOf('assign')) {
      for (const { name, key } of namesIn(field)) {
        if (hasSubstitution(name)) continue
        const fact = { place: field.place, key, name }
        if (name === 'states') yield { ...fact, problem: 'reserved' }
        else if (!isIdentifier.test(name))
          yield { ...fact, problem: /^[\p{ID_Start}_][^.[]*[.[]/u.test(name) ? 'part' : 'characters' }
        else if ([...name].length > limits.variableNameCharacters) yield { ...fact, problem: 'length' }
      }
    }
  },

  say({ name, problem }) {
    switch (problem) {
      case 'reserved':
        return {
          message: "The variable name 'states' is reserved",
          hint: '$states holds the input, the context and the result.',
        }
      case 'length':
        return {
          message: `A variable name must have 1 to ${limits.variableNameCharacters} characters`,
          hint: `This one has ${[...name].length}.`,
        }
      case 'part':
        return {
          message: `'${name}' is no variable name: a part of a variable cannot be assigned`,
          hint: `Assign the whole of "${/^[^.[]*/.exec(name)![0]}".`,
        }
      case 'characters':
        return {
          message: `'${name}' is no variable name`,
          hint: 'A name is a letter, then letters, digits and "_".',
        }
      default:
        return problem satisfies never
    }
  },
})

/** UAX #31, and the underscore that JSONata takes first too. */
const isIdentifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u
