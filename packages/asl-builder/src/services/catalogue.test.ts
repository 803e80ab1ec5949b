import { expect, test } from 'vitest'
import { actionNames, actionOf, sdkServicesCalled, serviceNames, serviceOf, type Service } from './catalogue.js'

const found = (kind: Service['kind'], name: string): Service => {
  const service = serviceOf(kind, name)
  if (!service) throw new Error(`no ${kind} service ${name}`)
  return service
}
const required = (kind: Service['kind'], service: string, action: string): string[] =>
  [...(actionOf(found(kind, service), action)?.parameters ?? [])]
    .flatMap(([name, parameter]) => (parameter.required ? [name] : []))
    .sort()

test('an optimized action has its patterns and its parameters with their types', () => {
  const action = actionOf(found('optimized', 'athena'), 'startQueryExecution')
  expect(action).toMatchObject({ support: 'supported', complete: true, patterns: ['requestResponse', 'sync'] })
  expect(Object.fromEntries(action!.parameters)).toEqual({
    QueryString: { type: 'string', required: true },
    ClientRequestToken: { type: 'string', required: false },
    QueryExecutionContext: { type: 'object', required: false },
    ResultConfiguration: { type: 'object', required: false },
    WorkGroup: { type: 'string', required: false },
    ExecutionParameters: { type: 'array', required: false },
    ResultReuseConfiguration: { type: 'object', required: false },
    EngineConfiguration: { type: 'any', required: false },
  })
})

test.each([
  ['optimized', 'states', 'startExecution', ['requestResponse', 'sync', 'sync:2', 'waitForTaskToken']],
  ['optimized', 'lambda', 'invoke', ['requestResponse', 'waitForTaskToken']],
  ['optimized', 'dynamodb', 'getItem', ['requestResponse']],
  ['optimized', 's3', 'getObject', []],
  ['aws-sdk', 's3', 'getObject', ['requestResponse', 'waitForTaskToken']],
] as const)('%s %s:%s can wait as %j', (kind, service, action, patterns) => {
  expect(actionOf(found(kind, service), action)?.patterns).toEqual(patterns)
})

test.each([
  ['optimized', 'lambda', 'invoke', ['FunctionName']],
  ['optimized', 'ecs', 'runTask', ['TaskDefinition']],
  ['optimized', 'sqs', 'sendMessage', ['MessageBody', 'QueueUrl']],
  ['aws-sdk', 's3', 'getObject', ['Bucket', 'Key']],
  ['aws-sdk', 'athena', 'stopQueryExecution', []], // the SDK makes up an idempotency token
  ['aws-sdk', 'secretsmanager', 'listSecrets', []],
] as const)('%s %s:%s needs %j', (kind, service, action, names) => {
  expect(required(kind, service, action)).toEqual(names)
})

test('the acronym that begins a parameter of the SDK is one capital', () => {
  const parameters = actionOf(found('aws-sdk', 'rds'), 'stopDBInstance')?.parameters
  expect(parameters?.has('DbInstanceIdentifier')).toBe(true)
  expect(parameters?.has('DBInstanceIdentifier')).toBe(false)
})

test('what AWS does not offer is marked', () => {
  expect(actionOf(found('aws-sdk', 'sts'), 'assumeRole')?.support).toBe('refused')
  expect(actionOf(found('aws-sdk', 'bedrockagentruntime'), 'retrieveAndGenerateStream')?.support).toBe('refused')
  expect(actionOf(found('optimized', 'eks'), 'runJob')?.unconfirmed).toEqual(['waitForTaskToken'])
})

test('error names begin otherwise for the same service, optimized and not', () => {
  expect(found('optimized', 'dynamodb').errorPrefix).toBe('DynamoDB')
  expect(found('aws-sdk', 'dynamodb').errorPrefix).toBe('DynamoDb')
  expect(found('aws-sdk', 'qldb').errorPrefix).toBeUndefined()
})

test('names are found exactly', () => {
  expect(serviceOf('optimized', 'Lambda')).toBeUndefined()
  expect(serviceOf('aws-sdk', 'stepfunctions')).toBeUndefined()
  expect(serviceOf('aws-sdk', '')).toBeUndefined()
  expect(serviceOf('aws-sdk', 'athena;Athena')).toBeUndefined()
  expect(actionOf(found('aws-sdk', 's3'), 'getobject')).toBeUndefined()
  expect(sdkServicesCalled('stepfunctions')).toEqual(['sfn'])
  expect(sdkServicesCalled('')).toEqual([])
})

test('every line of the catalogue can be read', () => {
  for (const kind of ['optimized', 'aws-sdk'] as const) {
    const names = serviceNames(kind)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) {
      const service = found(kind, name)
      const actions = actionNames(service)
      expect(actions, name).toEqual([...new Set(actions)])
      for (const action of actions) {
        for (const parameter of actionOf(service, action)!.parameters.keys()) expect(parameter).toMatch(/^\w+$/)
      }
    }
  }
})
