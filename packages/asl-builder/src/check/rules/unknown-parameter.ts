import { shapesOf } from '../../services/shape.js'
import { integrationsOf, nameOfCall, suppliedTo } from '../calls.js'
import { misfitsIn } from '../misfits.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'
import { suggester } from '../suggest.js'

interface Fact {
  call: string
  /** The parameter's name, or the name of a member inside one. */
  parameter: string
  meant: string | undefined
  /** The parameters there are. */
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
    const suggest = suggester()
    for (const integration of integrationsOf(reading)) {
      const { action, resource } = integration
      const supplied = action && suppliedTo(integration)
      if (!action || !supplied) continue
      const call = nameOfCall(resource)
      const shapes = shapesOf(resource)
      let known: readonly string[] | undefined
      for (const [parameter, { key, value, literal }] of supplied.parameters) {
        const place = at(supplied.place, key)
        const shape = literal ? shapes.get(parameter) : undefined
        if (action.parameters.has(parameter)) {
          for (const misfit of shape ? misfitsIn(value, shape, place, supplied.language, suggest) : []) {
            if (misfit.kind !== 'member') continue
            yield {
              place: misfit.place,
              call,
              parameter: misfit.name,
              meant: misfit.meant,
              known: [],
              inside: parameter,
            }
          }
          continue
        }
        known ??= [...action.parameters.keys()]
        const meant = suggest(parameter, known)
        if (action.complete || meant !== undefined) yield { place, call, parameter, meant, known }
      }
    }
  },

  say({ call, parameter, meant, known, inside }) {
    const where = inside === undefined ? `${call} takes no parameter` : `"${inside}" of ${call} has no field`
    return {
      message: `${where} "${parameter}".`,
      hint: meant ? `Did you mean "${meant}"?` : known.length === 0 ? 'It takes none.' : `It takes ${listed(known)}.`,
    }
  },
})

const listed = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
