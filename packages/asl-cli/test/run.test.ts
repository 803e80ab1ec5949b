import { expect, test } from 'vitest'
import { asl, folderOf } from './run-asl.js'

const machine = {
  StartAt: 'Load',
  States: {
    Load: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f', 'Payload.$': '$' },
      Next: 'Rest',
    },
    Rest: { Type: 'Wait', Seconds: 31_536_000 - 60, End: true },
  },
}
const mocks = {
  StateMachines: { Etl: { TestCases: { Happy: { Load: 'Loaded' }, Sad: { Load: 'Refused' } } } },
  MockedResponses: {
    Loaded: { '0': { Return: { Payload: 'mocked' } } },
    Refused: { '0': { Throw: { Error: 'Lambda.Unknown', Cause: 'no' } } },
  },
}
const files = {
  'etl.asl.json': JSON.stringify(machine),
  'pass.asl.json': '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}',
  'input.json': '{"from": "a file"}',
  'broken.asl.json': '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}',
  'cut.asl.json': '{',
  'none.json': '{}',
  'tasks.json': '{"Load": {"Return": {"Payload": "from JSON"}}}',
  'parts.json': '{"functions": {}, "tasks": {"Load": {"Return": {"Payload": "from a part"}}}}',
  'tasks.mjs': 'export default { Load: (input) => ({ Payload: { echoed: input.Payload } }) }',
  'tasks.ts':
    'const say: string = "from TypeScript"\nexport const tasks = { "lambda:invoke": (): unknown => ({ Payload: say }) }',
  'bad.mjs': 'throw new Error("no tasks today")',
  'lower.json': '{"Load": {"return": 1}}',
  'near.json': '{"Laod": {"Return": 1}}',
  'mocks.json': JSON.stringify(mocks),
  'two.yaml': `Resources:
  First: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {StartAt: A, States: {A: {Type: Pass, Result: 1, End: true}}}}}
  Second: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {StartAt: A, States: {A: {Type: Pass, Result: 2, End: true}}}}}
`,
}
const run = (line: string, stdin = '') => asl(folderOf(files), ['run', ...line.split(' ')], { stdin })

test.each([
  ['pass.asl.json', {}],
  ['pass.asl.json --input {"a":1}', { a: 1 }],
  ['pass.asl.json --input [1]', [1]],
  ['pass.asl.json --input "text"', 'text'],
  ['pass.asl.json --input input.json', { from: 'a file' }],
  ['pass.asl.json --input -', { from: 'standard input' }],
  ['etl.asl.json --tasks tasks.json', { Payload: 'from JSON' }],
  ['etl.asl.json --tasks parts.json', { Payload: 'from a part' }],
  ['etl.asl.json --tasks tasks.mjs --input {"n":1}', { Payload: { echoed: { n: 1 } } }],
  ['etl.asl.json --tasks tasks.ts', { Payload: 'from TypeScript' }],
  ['etl.asl.json --mock mocks.json#Happy', { Payload: 'mocked' }],
  ['etl.asl.json --mock mocks.json#Etl/Happy --tasks tasks.json', { Payload: 'mocked' }],
  ['two.yaml#Second', 2],
  ['two.yaml#/Resources/First/Properties/Definition', 1],
])('asl run %s', async (line, output) => {
  const { code, out, err } = await run(line, '{"from": "standard input"}')
  expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/^SUCCEEDED/) as string })
  expect(JSON.parse(out)).toEqual(output)
})

test.each([
  ['etl.asl.json', 1, 'No handler for the Task state "Load"'],
  ['etl.asl.json --mock mocks.json#Sad', 1, 'FAILED Lambda.Unknown: no'],
  ['broken.asl.json', 2, 'AWS would not create this state machine.\n  MISSING_TRANSITION_TARGET'],
  ['cut.asl.json', 2, 'cut.asl.json:1:2: The text ends'],
  ['gone.asl.json', 2, 'gone.asl.json: There is no such file.'],
  ['none.json', 2, 'There is no state machine in none.json.'],
  ['two.yaml', 2, 'two.yaml has several state machines. There are:\n  two.yaml#/Resources/First/'],
  ['two.yaml#Third', 2, 'No state machine in two.yaml goes by "Third".'],
  ['pass.asl.json etl.asl.json', 2, 'Only one definition runs at a time'],
  ['pass.asl.json --input {', 2, '--input:1:2: The text ends'],
  ['pass.asl.json --input gone.json', 2, 'gone.json: There is no such file.'],
  ['- --input -', 2, 'Standard input is either the definition or the input.'],
  ['etl.asl.json --tasks bad.mjs', 2, 'bad.mjs could not be loaded: no tasks today'],
  ['etl.asl.json --mock mocks.json', 2, '--mock takes FILE#TESTCASE'],
  ['etl.asl.json --mock mocks.json#None', 2, 'State machine "Etl" has no test case "None". It has: Happy, Sad.'],
  ['etl.asl.json --mock input.json#A', 2, 'input.json: This is no mock configuration'],
  ['etl.asl.json --tasks lower.json', 2, 'tasks["Load"] is no handler: {"return":1}. Did you mean "Return"?'],
  ['etl.asl.json --tasks near.json', 1, 'near.json: no state is named "Laod". Did you mean "Load"?'],
  ['pass.asl.json --historie json', 2, 'Did you mean --history?'],
])('asl run %s: %i, %s', async (line, code, complaint) => {
  const ran = await run(line)
  expect(ran.code).toBe(code)
  expect(ran.err).toContain(complaint)
  expect(ran.out).toBe('')
})

test('a definition comes from standard input', async () => {
  expect(await run('- --input 7 --quiet', files['pass.asl.json'])).toEqual({ code: 0, out: '7\n', err: '' })
})

test('--format json: the whole execution', async () => {
  const { code, out } = await run('etl.asl.json --format json --mock mocks.json#Sad')
  expect(code).toBe(1)
  const result = JSON.parse(out) as { history: { type: string }[] }
  expect(result).toMatchObject({ status: 'FAILED', error: 'Lambda.Unknown', cause: 'no' })
  expect(result.history.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskFailed',
    'ExecutionFailed',
  ])
})

test('--history prints the events, as text or data', async () => {
  const pretty = await run('etl.asl.json --tasks tasks.json --history pretty')
  expect(pretty.out.split('\n')[0]).toMatch(/^1 +0\.000 s +ExecutionStarted +\{\}$/)
  expect(pretty.out).toMatch(/31535940\.000 s {2}ExecutionSucceeded/)
  const json = await run('etl.asl.json --tasks tasks.json --history json')
  expect((JSON.parse(json.out) as { id: number }[]).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('--real-time tells of each state as it goes', async () => {
  const { err } = await run('pass.asl.json --real-time')
  expect(err).toMatch(/A \.\.\.\n.*A ok\nSUCCEEDED/)
})

test('the help fits one screen', async () => {
  const { out } = await asl('.', ['run', '--help'])
  expect(out.split('\n').length).toBeLessThanOrEqual(36)
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
})
