import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asl, folderOf } from './run-asl.js'

const broken =
  '{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "B"}], "Default": "C"}, "C": {"Type": "Succeed"}}}'
const doubtful = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x": "$.y"}, "End": true}}}'
const files = { 'broken.asl.json': broken, 'legacy/broken.asl.json': broken, 'doubtful.asl.json': doubtful }

const check = async (config: unknown, args: readonly string[]) => {
  const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2)
  return asl(folderOf({ ...files, 'asl.json': text }), ['check', '--config', 'asl.json', ...args])
}

test.each([
  [{ rules: { NO_DOLLAR: 'error' } }, 'doubtful.asl.json', 1],
  [{ rules: { NO_DOLLAR: 'off' } }, 'doubtful.asl.json --fail-on warning', 0],
  [{ rules: { NO_DOLLAR: 'off' } }, 'doubtful.asl.json --rule NO_DOLLAR=error', 1],
  [{ ignore: [{ rule: 'MISSING_TRANSITION_TARGET', reason: 'known' }] }, 'broken.asl.json legacy/broken.asl.json', 0],
  [{ ignore: [{ file: 'legacy/**', reason: 'goes in March' }] }, 'legacy/broken.asl.json', 0],
  [{ ignore: [{ file: 'legacy/**', reason: 'goes in March' }] }, 'broken.asl.json legacy/broken.asl.json', 1],
  [{ ignore: [{ state: 'A', file: 'broken.asl.json', reason: 'known' }] }, 'broken.asl.json', 0],
  [{ ignore: [{ state: 'Z', file: 'broken.asl.json', reason: 'known' }] }, 'broken.asl.json', 1],
])('%j: asl check %s ends with %i', async (config, line, code) => {
  expect(await check(config, line.split(' '))).toMatchObject({ code })
})

test('an ignore that matches nothing is a warning, in the configuration, when its file was checked', async () => {
  const config = {
    ignore: [
      { rule: 'NO_DOLLAR', file: 'broken.asl.json', reason: 'was there once' },
      { rule: 'NO_DOLLAR', file: 'legacy/**', reason: 'not looked at in this run' },
    ],
  }
  const { out, code } = await check(config, ['broken.asl.json', '--format', 'json'])
  expect(code).toBe(1)
  const report = JSON.parse(out) as { files: { file: string; machines: { diagnostics: object[] }[] }[] }
  expect(report.files[1]).toMatchObject({
    file: 'asl.json',
    machines: [{ diagnostics: [{ code: 'UNUSED_IGNORE', severity: 'WARNING', location: '/ignore/0', line: 3 }] }],
  })
  expect(report.files[1]!.machines[0]!.diagnostics).toHaveLength(1)
})

test.each([
  ['{', 'asl.json:1:2: The text ends where a key in double quotes was expected.'],
  [[], 'asl.json:1:1: A configuration is a JSON object.'],
  [{ rulez: {} }, 'asl.json:2:3: A key here takes $schema, type, rules, ignore; not "rulez". Did you mean "rules"?'],
  [{ rules: { NO_DOLAR: 'off' } }, 'There is no rule "NO_DOLAR". Did you mean NO_DOLLAR?'],
  [{ rules: { NO_DOLLAR: 'warn' } }, 'takes off, warning, error; not "warn".'],
  [{ rules: [] }, '"rules" is a JSON object.'],
  [{ ignore: {} }, '"ignore" is a list.'],
  [{ ignore: [{ rule: 'NO_DOLLAR' }] }, 'asl.json:3:5: An ignore needs a "reason": why is this finding accepted?'],
  [{ ignore: [{ reason: 'all' }] }, 'This ignores everything: name a "file", a "state" or a "rule".'],
  [{ ignore: [{ rule: 'NO_DOLLAR', reason: '' }] }, '"reason" is a text.'],
  [{ type: 'express' }, '"type" takes STANDARD, EXPRESS; not "express". Did you mean "EXPRESS"?'],
])('%j: %s', async (config, complaint) => {
  const { code, err } = await check(config, ['broken.asl.json'])
  expect(code).toBe(2)
  expect(err).toContain(complaint)
})

test('the published schema names the keys that are read', () => {
  interface Schema {
    properties: Record<string, { items?: Schema; additionalProperties?: { enum: string[] } }>
  }
  const schema = JSON.parse(readFileSync(new URL('../asl-check.schema.json', import.meta.url), 'utf8')) as Schema
  expect(Object.keys(schema.properties)).toEqual(['$schema', 'type', 'rules', 'ignore'])
  expect(schema.properties['rules']!.additionalProperties!.enum).toEqual(['off', 'warning', 'error'])
  expect(Object.keys(schema.properties['ignore']!.items!.properties)).toEqual(['file', 'state', 'rule', 'reason'])
})
