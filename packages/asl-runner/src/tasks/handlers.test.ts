import { expect, test } from 'vitest'
import { run } from '../run.js'
import type { Tasks } from './task.js'

const definition = {
  StartAt: 'Charge',
  States: { Charge: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true } },
} as const

test.each<[unknown, string]>([
  [{ return: 1 }, 'tasks["Charge"] is no handler: {"return":1}. Did you mean "Return"?'],
  [{ ok: true }, 'It is a function, { Return: … }, { Throw: { Error, Cause } }, or a list of these, one a call.'],
  [[{ Return: 1 }, 'later'], 'tasks["Charge"] is no handler: "later".'],
  [null, 'tasks["Charge"] is no handler: null.'],
])('%j is no handler, and says so before anything runs', async (handler, message) => {
  const tasks = { Charge: handler } as Tasks
  await expect(run(definition as never, { tasks })).rejects.toThrow(message)
})
