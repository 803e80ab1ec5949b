import { nearest } from '../../diagnostics/nearest.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const unknownParameter = rule<{ call: string; parameter: string; known: readonly string[] }>({
  name: 'UNKNOWN_PARAMETER',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A Task passes only parameters that the action it calls takes, in PascalCase.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const call of integrationsOf(reading)) {
      const { action } = call
      const supplied = action?.complete ? suppliedTo(call) : undefined
      if (!action || !supplied) continue
      for (const [parameter, { key }] of supplied.parameters) {
        if (action.parameters.has(parameter)) continue
        const known = [...action.parameters.keys()]
        yield { place: at(supplied.place, key), call: nameOfCall(call.resource), parameter, known }
      }
    }
  },

  say({ call, parameter, known }) {
    const guess = nearest(parameter, known)
    return {
      message: `${call} takes no parameter "${parameter}".`,
      hint: guess ? `Did you mean "${guess}"?` : known.length === 0 ? 'It takes none.' : `It takes ${listed(known)}.`,
    }
  },
})

const listed = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
