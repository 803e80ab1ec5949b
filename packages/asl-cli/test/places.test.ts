import { expect, test } from 'vitest'
import { checkJson, pointedAt } from './run-asl.js'

/** A machine whose one mistake is the target "Nowhere". */
const compact = '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${Arn}","Next":"Nowhere"}}}'
const pretty = JSON.stringify(JSON.parse(compact), null, 2)
const indent = (text: string, by: string) => text.split('\n').join(`\n${by}`)
const resource = (properties: string, type = 'AWS::StepFunctions::StateMachine') =>
  `Resources:\n  Machine:\n    Type: ${type}\n    Properties:\n      ${indent(properties, '      ')}\n`
const quoted = (text: string) => JSON.stringify(text).slice(1, -1)

const definitionString = '/Resources/Machine/Properties/DefinitionString'
const definition = '/Resources/Machine/Properties/Definition'

interface Case {
  file?: string
  text: string
  pointer?: string
  /** What the finding points at; default `"Nowhere"`. */
  at?: string
}

const cases: Record<string, Case> = {
  'ASL as JSON': { file: 'machine.asl.json', text: pretty, pointer: '' },
  'ASL as JSON on one line': { file: 'machine.json', text: compact, pointer: '' },
  'ASL as JSON with CRLF and a byte order mark': {
    file: 'machine.json',
    text: pretty.replaceAll('\n', '\r\n'),
    pointer: '',
  },
  'ASL as YAML': {
    file: 'machine.asl.yaml',
    text: 'StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: ${Arn}\n    Next: Nowhere\n',
    pointer: '',
    at: 'Nowhere',
  },
  'JSON in a YAML file': { file: 'machine.yaml', text: pretty, pointer: '' },
  'YAML flow that is no JSON': { file: 'machine.yaml', text: pretty.replace('"StartAt"', 'StartAt'), pointer: '' },
  'a block literal': { text: resource(`DefinitionString: |\n  ${indent(pretty, '  ')}`) },
  'a block literal under !Sub': { text: resource(`DefinitionString: !Sub |-\n  ${indent(pretty, '  ')}`) },
  'a block literal under !Sub with values': {
    text: resource(`DefinitionString: !Sub\n  - |\n    ${indent(pretty, '    ')}\n  - Arn: !GetAtt F.Arn`),
  },
  'Fn::Sub in full, with a literal value that is longer': {
    text: resource(
      `DefinitionString:\n  Fn::Sub:\n    - |\n      ${indent(pretty, '      ')}\n    - Arn: arn:aws:lambda:us-east-1:123456789012:function:f`,
    ),
  },
  'a folded block': { text: resource(`DefinitionString: !Sub >-\n  ${indent(pretty, '  ')}`) },
  'double quotes': { text: resource(`DefinitionString: "${quoted(pretty)}"`), at: '\\"Nowhere\\' },
  'double quotes folded over lines': {
    text: resource(`DefinitionString: !Sub "${quoted(compact).replaceAll(',', ',\n   ')}"`),
    at: '\\"Nowhere\\',
  },
  'single quotes': { text: resource(`DefinitionString: '${compact}'`) },
  'single quotes with escapes before the place': {
    text: resource(`DefinitionString: '{"Comment": "it''s, it''s", ${compact.slice(1)}'`),
  },
  'Fn::Join of lines': {
    text: resource(
      `DefinitionString: !Join\n  - "\\n"\n  - [${pretty
        .split('\n')
        .map((line) => `'${line}'`)
        .join(', ')}]`,
    ),
  },
  'Fn::Join around a function': {
    text: resource(
      `DefinitionString:\n  Fn::Join:\n    - ''\n    - - '${compact.split('${Arn}')[0]}'\n      - !GetAtt F.Arn\n      - '${compact.split('${Arn}')[1]}'`,
    ),
  },
  'a Definition object': {
    text: resource('Definition:\n  StartAt: A\n  States:\n    A: {Type: Task, Resource: !GetAtt F.Arn, Next: Nowhere}'),
    pointer: definition,
    at: 'Nowhere',
  },
  'a Definition object of SAM': {
    text: resource(
      'Definition:\n  StartAt: A\n  States:\n    A:\n      Type: Task\n      Resource: {"Fn::GetAtt": [F, Arn]}\n      Next: "Nowhere"',
      'AWS::Serverless::StateMachine',
    ),
    pointer: definition,
  },
  'a target under !Sub in a Definition object': {
    text: resource('Definition:\n  StartAt: A\n  States:\n    A: {Type: Pass, Next: !Sub "Nowhere"}'),
    pointer: definition,
    at: 'Nowhere',
  },
  'a parameter whose default is the definition': {
    text: `Parameters:\n  Text:\n    Type: String\n    Default: '${compact}'\n${resource('DefinitionString: !Ref Text')}`,
  },
  'a JSON template with text': {
    file: 'template.json',
    text: JSON.stringify(
      {
        Resources: {
          Machine: {
            Type: 'AWS::StepFunctions::StateMachine',
            Properties: { DefinitionString: { 'Fn::Sub': pretty } },
          },
        },
      },
      null,
      2,
    ),
    at: '\\"Nowhere\\',
  },
  'a JSON template with an object': {
    file: 'template.json',
    text: JSON.stringify({
      Resources: {
        Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: JSON.parse(compact) } },
      },
    }),
    pointer: definition,
  },
  'Terraform JSON': {
    file: 'main.tf.json',
    text: JSON.stringify({
      resource: {
        aws_sfn_state_machine: { etl: { definition: compact.replace('${Arn}', '${aws_lambda_function.f["a}"].arn}') } },
      },
    }),
    pointer: '/resource/aws_sfn_state_machine/etl/definition',
    at: '\\"Nowhere\\',
  },
  'Terraform JSON with lists of blocks': {
    file: 'main.tf.json',
    text: JSON.stringify({ resource: [{ aws_sfn_state_machine: [{ etl: [{ definition: compact }] }] }] }),
    pointer: '/resource/0/aws_sfn_state_machine/0/etl/0/definition',
    at: '\\"Nowhere\\',
  },
}

test.each(Object.entries(cases))('%s: line and column in the file as written', async (name, one) => {
  const { file = 'template.yaml', text, pointer = definitionString, at = '"Nowhere"' } = one
  const bytes = name.includes('byte order mark') ? `\ufeff${text}` : text
  const { code, report } = await checkJson({ [file]: bytes }, [file])
  expect(report.files.map((each) => each.file)).toEqual([file])
  const [machine] = report.files[0]!.machines
  expect(machine!.pointer).toBe(pointer)
  const missing = machine!.diagnostics.filter(({ location }) => location === '/States/A/Next')
  expect(missing.map((finding) => pointedAt(text, finding).trim())).toEqual([at])
  expect(code).toBe(1)
})

test('a finding inside a string of embedded text points at its characters', async () => {
  const machine = {
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: { A: { Type: 'Pass', Output: '{% "é\n" & $nope($states.input) %}', End: true } },
  }
  const text = resource(`DefinitionString: !Sub |\n  ${indent(JSON.stringify(machine, null, 2), '  ')}`)
  const { report } = await checkJson({ 'template.yaml': text }, ['template.yaml'])
  const findings = report.files[0]!.machines[0]!.diagnostics
  expect(findings.map((finding) => pointedAt(text, finding))).toEqual(['$nope'])
})

test('a definition in a file of its own is reported there, with the type and the values of its template', async () => {
  const machine =
    '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {"QueueUrl": "u", "MessageBody.$": "$$.Task.Token"}, "Next": "${Target}"}}}'
  const files = {
    'template.yaml': resource(
      'Type: EXPRESS\nDefinitionUri: statemachine/etl.asl.json\nDefinitionSubstitutions: {Target: Nowhere}',
      'AWS::Serverless::StateMachine',
    ),
    'statemachine/etl.asl.json': machine,
  }
  for (const paths of [['template.yaml'], ['.'], ['statemachine/etl.asl.json', 'template.yaml']]) {
    const { report } = await checkJson(files, paths)
    expect(report.files.map(({ file, machines }) => [file, machines.length])).toEqual([
      ['statemachine/etl.asl.json', 1],
    ])
    const findings = report.files[0]!.machines[0]!.diagnostics
    const places = findings.map((finding) => pointedAt(machine, finding))
    expect(places).toContain('"${Target}"')
    expect(places).toContain('"arn:aws:states:::sqs:sendMessage.waitForTaskToken"')
  }
})

test('a finding about a name points at the name, one about a value at the value', async () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true }
  const machine = {
    StartAt: 'A',
    States: { A: { ...task, Parameters: { QueueUrl: '$.url', MessageBdy: 1, MessageBody: 'x' } } },
  }
  const text = JSON.stringify(machine, null, 2)
  const { report } = await checkJson({ 'a.asl.json': text }, ['a.asl.json'])
  const findings = report.files[0]!.machines[0]!.diagnostics
  expect(Object.fromEntries(findings.map((finding) => [finding.code, pointedAt(text, finding)]))).toEqual({
    UNKNOWN_PARAMETER: '"MessageBdy"',
    NO_DOLLAR: '"QueueUrl"',
  })
})
