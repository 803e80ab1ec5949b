import { readdirSync } from 'node:fs'
import { check, emit, type StateMachine } from 'asl-builder'
import { describe, expect, test } from 'vitest'

const folder = new URL('.', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

describe.each(files)('%s', (file) => {
  test('is a definition without a finding, and emits what is kept beside it', async () => {
    const exported = (await import(new URL(file, folder).href)) as Record<string, StateMachine>
    const machines = Object.entries(exported)
    expect(machines.length).toBeGreaterThan(0)
    for (const [name, machine] of machines) {
      expect(check(machine)).toEqual([])
      const golden = name === 'default' ? file.replace('.ts', '') : `${file.replace('.ts', '')}.${name}`
      await expect(emit(machine, { pretty: true })).toMatchFileSnapshot(`golden/${golden}.asl.json`)
    }
  })
})
