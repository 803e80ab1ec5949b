import { nearest } from '../../diagnostics/nearest.js'
import type { FieldNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

const members = ['input', 'context', 'result', 'errorOutput']

export const statesMember = rule<{ member: string; field: string; offered: readonly string[] }>({
  name: 'STATES_MEMBER',
  severity: 'ERROR',
  summary: '"$states" has the members "input" and "context"; "result" where a result is, "errorOutput" in a Catcher.',
  source: dg('transforming-data'),

  *check({ expressions }) {
    for (const { expression, place, field } of expressions) {
      for (const { members: path, range } of expression.analysis?.states ?? []) {
        const member = path[0]
        if (member === undefined || member === 'input' || member === 'context') continue
        const offered = offeredIn(field)
        if (offered.includes(member)) continue
        // A member that does not exist yields nothing: AWS is not known to look.
        const severity = members.includes(member) ? 'ERROR' : 'WARNING'
        yield { place, range, member, field: field.name, offered, severity }
      }
    }
  },

  say({ member, field, offered, place }) {
    const message = `$states.${member} is not available in '${field}'`
    if (!members.includes(member)) {
      const guess = nearest(member, offered)
      return {
        message: `$states has no member "${member}"`,
        hint: guess === undefined ? `It has ${offered.join(', ')} here.` : `Did you mean $states.${guess}?`,
      }
    }
    const where =
      member === 'errorOutput'
        ? 'It exists in "Output" and "Assign" of a Catcher only.'
        : 'It exists in "Output" and "Assign" of a Task, Parallel or Map state only.'
    return {
      message,
      hint: `${where} "${place.state}" has ${offered.map((one) => `$states.${one}`).join(', ')} here.`,
    }
  },
})

const offeredIn = ({ field }: FieldNode): readonly string[] => [
  'input',
  'context',
  ...(field.offers ? [field.offers] : []),
]
