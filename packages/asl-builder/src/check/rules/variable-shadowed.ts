import { rule } from '../rule.js'
import { spec } from '../source.js'
import { namesIn, scopesSeenFrom, variablesOf } from '../variables.js'

export const variableShadowed = rule<{ name: string; outer: string }>({
  name: 'VARIABLE_SHADOWED',
  severity: 'WARNING', // the specification forbids it, AWS is recorded to accept it
  summary: 'A branch or an iteration assigns no variable that a scope around it assigns.',
  source: spec('variable-scope'),

  *check(reading) {
    const { scopesOf } = variablesOf(reading)
    for (const field of reading.fieldsOf('assign')) {
      const scope = field.owner.state?.scope
      if (!scope?.parent) continue
      const around = scopesSeenFrom(scope).slice(1)
      for (const { name, key } of namesIn(field)) {
        const outer = around.find((one) => scopesOf.get(name)?.has(one))
        if (outer)
          yield {
            place: field.place,
            key,
            name,
            outer: outer.parent ? `inside "${outer.parent.name}"` : 'of the machine',
          }
      }
    }
  },

  say: ({ name, outer }) => ({
    message: `Variable '${name}' is assigned in a scope around this one already`,
    hint: `A state ${outer} assigns it. Choose another name here, and hand the value on in the output.`,
  }),
})
