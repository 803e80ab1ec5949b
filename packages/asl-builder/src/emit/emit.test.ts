import { expect, test } from 'vitest'
import { StateMachine } from '../model/state-machine.js'
import { emit } from './emit.js'

test('writes keys in the order of the specification, states and data as they are', () => {
  const machine: StateMachine = {
    States: {
      Zeta: { End: true, Result: { b: 1, a: 2 }, Type: 'Pass' },
      Alpha: { Retry: [{ MaxAttempts: 1, ErrorEquals: ['States.ALL'] }], End: true, Resource: 'r', Type: 'Task' },
    },
    StartAt: 'Zeta',
  }
  expect(emit(machine)).toBe(
    '{"StartAt":"Zeta","States":{"Zeta":{"Type":"Pass","Result":{"b":1,"a":2},"End":true},' +
      '"Alpha":{"Type":"Task","Resource":"r","Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],"End":true}}}',
  )
})

test('keeps what it does not know, keys named __proto__ too', () => {
  const text =
    '{"StartAt":"A","States":{"__proto__":{"Type":"Pass","Result":{"__proto__":[1]},"Nxet":"B"},"A":7},"Extra":null}'
  expect(emit(JSON.parse(text))).toBe(text)
})

test('the schema reads what emit writes', () => {
  const machine: StateMachine = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }
  expect(StateMachine.parse(JSON.parse(emit(machine)))).toEqual(machine)
})
