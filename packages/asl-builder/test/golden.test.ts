import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { explanations } from '../src/check/explain.js'
import type { CheckOptions } from '../src/check/check.js'
import { parse } from '../src/check/parse.js'
import { printDiagnostics } from '../src/diagnostics/print.js'

const folder = fileURLToPath(new URL('golden/rules', import.meta.url))

/** What no file of a sensible size can show; check.test.ts does. */
const notShown = ['NOT_A_DOCUMENT', 'DEFINITION_TOO_LARGE']

const shown = explanations.filter(({ rule }) => !notShown.includes(rule))

describe.each(shown)('$rule', ({ rule }) => {
  const text = (file: string): string => readFileSync(join(folder, rule, file), 'utf8')

  const options = existsSync(join(folder, rule, 'options.json'))
    ? (JSON.parse(text('options.json')) as CheckOptions)
    : {}

  test('is found in bad.asl.json, in these words', async () => {
    const found = parse(text('bad.asl.json'), options).diagnostics
    expect(found.map((diagnostic) => diagnostic.rule)).toContain(rule)
    await expect(`${printDiagnostics(found)}\n`).toMatchFileSnapshot(join(folder, rule, 'bad.txt'))
  })

  test('good.asl.json is right', () => {
    expect(existsSync(join(folder, rule, 'good.asl.json'))).toBe(true)
    expect(parse(text('good.asl.json'), options).diagnostics).toEqual([])
  })
})
