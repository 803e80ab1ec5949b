import { expect, test } from 'vitest'
import { FakeAthena } from '../../test/fake-athena.js'
import { simulate } from '../../test/simulate.js'
import { helloWorld } from './hello-world.js'
import { partial } from './partial.js'

test('the first machine hands on what the function says', async () => {
  const outcome = await simulate(helloWorld, {}, () => 'Hello World!')
  expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'Hello World!', entered: ['HelloWorld'] })
})

test.each([
  ['creates the view', [], 'Run Create Table Query'],
  ['creates the view beside strangers', [['users', 'table']], 'Run Create Table Query'],
  ['finds the view', [['my_view', 'view']], 'Check All Tables'],
] as const)('the second machine %s', async (_, relations, last) => {
  const athena = new FakeAthena(relations)
  const { status, entered } = await simulate(partial, {}, athena.task)
  expect({ status, last: entered.at(-1) }).toEqual({ status: 'SUCCEEDED', last })
  expect(athena.relations.get('my_view')).toBe('view')
})
