import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asl, folderOf } from './run-asl.js'

const template = `AWSTemplateFormatVersion: '2010-09-09'
Parameters: {Text: {Type: String, Default: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'}}
Resources:
  A: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: !Ref Text}}
  B:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub
        - |
          {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\${Arn}", "TimeoutSeconds": \${N}, "End": true}}}
        - {Arn: !GetAtt F.Arn, N: 3}
  C:
    Type: AWS::Serverless::StateMachine
    Properties: &shared
      Type: EXPRESS
      Definition: {StartAt: A, States: {A: {Type: Choice, Choices: [{Condition: "{% $x = 1 %}", Next: A}], QueryLanguage: JSONata}}}
  D: {Type: AWS::Serverless::StateMachine, Properties: {<<: *shared, DefinitionSubstitutions: {A: !If [c, 1, !Ref AWS::NoValue]}}}
  E: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: {Fn::Join: ["", ['{"StartAt":', '"A",', !Ref B, '}']]}}}
`
const terraform = JSON.stringify({
  resource: { aws_sfn_state_machine: { a: [{ definition: '{"StartAt":"${x["a}"]}","States":{}}', type: 'EXPRESS' }] } },
})
const definition =
  '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"__proto__":[1e400,"\\ud800","{% $eval(1) %}"]},"End":true}}}'

const pieces = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '\n',
  '\n  ',
  '!Sub ',
  '!Join ',
  '&a ',
  '*a ',
  '<<: *shared',
  '${',
  '}',
  '\\u0000',
  '\0',
  '|',
  '>-',
  '- ',
  '? ',
  '#',
  '%',
  '@',
  '\t',
  '\r\n',
  '\ufeff',
  '\ud800',
  'Fn::Sub: ',
  'null',
  '1e999',
  '__proto__',
]

test('whatever a file holds, the answer is an exit code and findings in the file', async () => {
  const folder = folderOf({})
  const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), put: fc.constantFrom(...pieces) })
  const cases = fc.record({
    file: fc.constantFrom(
      ['t.yaml', template] as const,
      ['t.json', definition] as const,
      ['t.asl.yaml', definition] as const,
      ['t.tf.json', terraform] as const,
    ),
    edits: fc.array(edit, { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ file: [name, text], edits }) => {
      let edited: string = text
      for (const { at, cut, put } of edits) {
        const place = at % (edited.length + 1)
        edited = edited.slice(0, place) + put + edited.slice(place + cut)
      }
      writeFileSync(join(folder, name), edited)
      const { code, out } = await asl(folder, ['check', name, '--format', 'json'])
      expect([0, 1, 2]).toContain(code)
      const lines = Buffer.from(edited)
        .toString()
        .replace(/^\ufeff/, '')
        .split('\n')
      const report = JSON.parse(out) as { files: { machines: { diagnostics: { line: number; column: number }[] }[] }[] }
      for (const { line, column } of report.files.flatMap(({ machines }) =>
        machines.flatMap(({ diagnostics }) => diagnostics),
      )) {
        expect(line).toBeLessThanOrEqual(lines.length)
        expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1)
        expect(column).toBeGreaterThan(0)
      }
    }),
    { numRuns: Number(process.env['ASL_FUZZ_RUNS'] ?? 400) },
  )
})

test.each([
  ['nested JSON', 'a.json', '['.repeat(1_000_000)],
  ['nested YAML', 'a.yaml', '['.repeat(200_000)],
  [
    'nested JSON in a template',
    'a.yaml',
    `Resources: {M: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: '${'['.repeat(100_000)}'}}}`,
  ],
  [
    'a text of ten megabytes',
    'a.asl.json',
    JSON.stringify({ StartAt: 'A', Comment: 'x'.repeat(10_000_000), States: {} }),
  ],
  ['a million line breaks', 'a.asl.yaml', '\n'.repeat(1_000_000)],
  ['many placeholders that never end', 'a.asl.json', `{"StartAt": "${'${'.repeat(300_000)}"}`],
  [
    'many functions that never end',
    'a.tf.json',
    JSON.stringify({ resource: { aws_sfn_state_machine: { a: { definition: '${"'.repeat(20_000) } } } }),
  ],
])('%s ends soon, with findings', async (_, name, text) => {
  const { code, out } = await asl(folderOf({ [name]: text }), ['check', name])
  expect(code).toBeGreaterThan(0)
  expect(out.length).toBeLessThan(100_000)
})
