import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { check } from '../src/check/check.js'
import type { Diagnostic } from '../src/diagnostics/diagnostic.js'

const folder = fileURLToPath(new URL('golden/rules', import.meta.url))

const checked = (rule: string, file: string): Diagnostic[] =>
  check(JSON.parse(readFileSync(join(folder, rule, file), 'utf8')))

const printed = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(({ severity, rule, location, message, hint }) =>
      [`${severity.toLowerCase()} ${rule} at ${location}`, `  ${message}`, ...(hint ? [`  ${hint}`] : []), ''].join(
        '\n',
      ),
    )
    .join('')

describe.each(readdirSync(folder))('%s', (rule) => {
  test('is found in bad.asl.json, in these words', async () => {
    const found = checked(rule, 'bad.asl.json')
    expect(found.map((diagnostic) => diagnostic.rule)).toContain(rule)
    await expect(printed(found)).toMatchFileSnapshot(join(folder, rule, 'bad.txt'))
  })

  test('good.asl.json is right', () => {
    expect(checked(rule, 'good.asl.json')).toEqual([])
  })
})
