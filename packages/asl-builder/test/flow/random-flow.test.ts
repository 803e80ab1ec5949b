import { expect, test } from 'vitest'
import { runRandomFlow } from './random-run.js'

// `pnpm fuzz flow` runs 10,000 of them.
const seeds = Array.from({ length: 400 }, (_, index) => 20_000 + index)

test('400 random flows build in both languages, and each value they compute is the one their author meant', async () => {
  const languages = new Set<string>()
  const ends = { SUCCEEDED: 0, FAILED: 0, LEFT: 0 }
  let states = 0
  for (const seed of seeds) {
    const done = await runRandomFlow(seed, 3).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    })
    languages.add(done.queryLanguage)
    states += done.states
    for (const end of done.ends) ends[end]++
  }
  // the flows are worth the name
  expect([...languages].toSorted()).toEqual(['JSONPath', 'JSONata'])
  expect(states / seeds.length).toBeGreaterThan(8)
  expect(ends.SUCCEEDED).toBeGreaterThan(ends.FAILED)
  expect(ends.FAILED).toBeGreaterThan(50)
})
