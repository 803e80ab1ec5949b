import { nearest } from '../../diagnostics/nearest.js'
import { shapesOf } from '../../services/shape.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { misfitsIn } from '../misfits.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

interface Fact {
  call: string
  /** The parameter's name, or the name of a member inside one. */
  parameter: string
  /** The parameters there are; for a member, the one that was probably meant. */
  known: readonly string[]
  /** The parameter around a member. */
  inside?: string
}

export const unknownParameter = rule<Fact>({
  name: 'UNKNOWN_PARAMETER',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'A Task passes only parameters that the action it calls takes, in PascalCase at every level.',
  source: dg('connect-parameters'),

  *check(reading) {
    for (const integration of integrationsOf(reading)) {
      const { action, resource } = integration
      const supplied = action && suppliedTo(integration)
      if (!action || !supplied) continue
      const shapes = shapesOf(resource)
      for (const [parameter, { key, value, literal }] of supplied.parameters) {
        const call = nameOfCall(resource)
        const place = at(supplied.place, key)
        if (action.parameters.has(parameter)) {
          const shape = literal ? shapes.get(parameter) : undefined
          for (const misfit of shape ? misfitsIn(value, shape, place, supplied.language) : []) {
            if (misfit.kind !== 'member') continue
            yield { place: misfit.place, call, parameter: misfit.name, known: [misfit.meant], inside: parameter }
          }
        } else if (action.complete) {
          yield { place, call, parameter, known: [...action.parameters.keys()] }
        }
      }
    }
  },

  say({ call, parameter, known, inside }) {
    const guess = nearest(parameter, known)
    const where = inside === undefined ? `${call} takes no parameter` : `"${inside}" of ${call} has no`
    return {
      message: `${where} "${parameter}".`,
      hint: guess ? `Did you mean "${guess}"?` : known.length === 0 ? 'It takes none.' : `It takes ${listed(known)}.`,
    }
  },
})

const listed = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
