import { expect, test } from 'vitest'
import { compareRandomFlow } from './random-flow-run.js'

// `pnpm fuzz run-flow` runs 10,000 of them.
test('random flows call and yield in the runner what their author meant', async () => {
  const ends: Record<string, number> = {}
  for (let seed = 40_000; seed < 40_100; seed += 1) {
    const status = await compareRandomFlow(seed).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    })
    ends[status] = (ends[status] ?? 0) + 1
  }
  expect(ends['SUCCEEDED']).toBeGreaterThan(60)
  expect(ends['FAILED']).toBeGreaterThan(3)
})
