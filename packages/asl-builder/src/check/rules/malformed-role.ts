import { hasSubstitution } from '../../model/substitution.js'
import { quote } from '../kinds.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const malformedRole = rule<{ role: string }>({
  name: 'MALFORMED_ROLE',
  severity: 'WARNING', // AWS's answer is not recorded
  summary: 'The "RoleArn" of a Task\'s credentials is the ARN of a role.',
  source: dg('concepts-access-cross-acct-resources'),

  *check({ objectsOf }) {
    for (const { value, place } of objectsOf('Credentials')) {
      const role = value['RoleArn']
      // A path and an expression that are not evaluated here are told as what they are.
      if (typeof role !== 'string' || hasSubstitution(role) || /^(?:\$|States\.|\{%)/.test(role)) continue
      if (!/^arn:[\w-]+:iam::\d{12}:role\/./.test(role)) yield { place: at(place, 'RoleArn'), role }
    }
  },

  say: ({ role }) => ({
    message: `${quote(role)} is not the ARN of a role`,
    hint: 'Write it as arn:aws:iam::123456789012:role/NAME.',
  }),
})
