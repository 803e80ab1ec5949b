import { expect, test } from 'vitest'
import { runRandomMachine } from './random-run.js'

test('random machines run the same way twice, enter what can be reached, and end', async () => {
  const statuses = new Set<string>()
  for (let seed = 1; seed <= 300; seed += 1) {
    const { status, problems } = await runRandomMachine(seed)
    expect(problems, `seed ${seed}`).toEqual([])
    statuses.add(status)
  }
  expect([...statuses].sort()).toEqual(['FAILED', 'SUCCEEDED', 'TIMED_OUT'])
})
