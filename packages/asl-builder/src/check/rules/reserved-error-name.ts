import { rule } from '../rule.js'
import { at } from '../place.js'
import { spec } from '../source.js'

export const reservedErrorName = rule<{ name: string }>({
  name: 'RESERVED_ERROR_NAME',
  severity: 'WARNING',
  summary: 'The "Error" of a Fail state does not begin with "States.", which is kept for Step Functions.',
  source: spec('errors'),

  *check({ objectsOf }) {
    for (const { value, place } of objectsOf('Fail')) {
      const name = value['Error']
      if (typeof name === 'string' && name.startsWith('States.')) yield { place: at(place, 'Error'), name }
    }
  },

  say: ({ name, place }) => ({
    message: `"${place.state}" fails with ${name}, a name that is kept for Step Functions`,
    hint: 'Choose a name of your own: a Catcher cannot tell this one from the real error.',
  }),
})
