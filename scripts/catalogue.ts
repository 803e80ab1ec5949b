// Writes packages/asl-builder/src/services/catalogue/ from AWS's service models:
//   pnpm catalogue INTEGRATIONS.json SDK-CATALOG.json.gz AWS-SDK-V2/apis
// The first lists the optimized integrations, the second every API action with its parameters (from botocore), the third
// is the folder `apis` of the npm package aws-sdk 2: the types of the parameters, and services that have since been retired.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { memberOf, readModels, shapeText } from './aws-models.js'
import { root } from './tool.js'

interface SdkAction {
  params: string[]
  required: string[]
  unsupported?: boolean
  eventstream?: boolean
}
interface SdkService {
  serviceId: string
  exceptionPrefix: string
  botocore: string
  iamPrefix: string
  documented: boolean
  actions: Record<string, SdkAction>
}
interface Optimized {
  service: string
  action: string
  patterns: string[]
  requiredParameters: string[]
  parameters?: string[]
  errorPrefix?: string
}
/** One action of a service as the catalogue stores it: `.patterns` (optimized only), parameters with a type letter. */
interface Row {
  action: string
  flags: string
  parameters: { name: string; type: string; required: boolean }[]
}

/** The API behind an optimized service, where it has another name. */
const apis: Record<string, string> = {
  events: 'eventbridge',
  states: 'sfn',
  elasticmapreduce: 'emr',
  'emr-containers': 'emrcontainers',
  'emr-serverless': 'emrserverless',
}
/** The operation behind an optimized action, where it has another name. */
const operations: Record<string, [api: string, action: string]> = {
  'elasticmapreduce:createCluster': ['emr', 'runJobFlow'],
  'bedrock:invokeModel': ['bedrockruntime', 'invokeModel'],
}

/** Calls that no API stands behind, as the guide documents them. */
const withoutApi = [
  'optimized:http:invoke;Authentication{ConnectionArn:s};InvocationConfig{ConnectionArn:s};Headers<:x>;Transform{RequestBodyEncoding:s,RequestEncodingOptions{ArrayFormat:s}}',
  'optimized:eks:runJob;LogOptions{RetrieveLogs:b,RawLogs:b,LogParameters<:x>}',
]

/** Actions of `aws-sdk:dynamodb` that take items: what a value looks like in there is worth knowing. */
const itemActions = [
  'getItem',
  'putItem',
  'updateItem',
  'deleteItem',
  'query',
  'scan',
  'batchGetItem',
  'batchWriteItem',
  'transactGetItems',
  'transactWriteItems',
]

const [integrationsFile, sdkFile, modelsFolder] = process.argv.slice(2)
if (!integrationsFile || !sdkFile || !modelsFolder) {
  console.error('usage: pnpm catalogue INTEGRATIONS.json SDK-CATALOG.json.gz AWS-SDK-V2/apis')
  process.exit(2)
}
const integrations: Optimized[] = JSON.parse(readFileSync(integrationsFile, 'utf8'))
const sdk: Record<string, SdkService> = JSON.parse(gunzipSync(readFileSync(sdkFile)).toString('utf8'))
const models = readModels(modelsFolder)

write('sdk', 'every action of the AWS SDK integrations', sdkLines())
write('optimized', 'the optimized integrations', optimizedLines())
write('shapes', 'what is inside the parameters of the optimized integrations and of DynamoDB', shapeLines())

function sdkLines(): string[] {
  const lines = Object.entries(sdk).map(([name, service]) => {
    const model = models.get(service.serviceId)
    const rows = Object.entries(service.actions).map(([action, { params, required, unsupported, eventstream }]) => ({
      action,
      flags: unsupported ? '-' : eventstream ? '~' : '',
      parameters: params.map((parameter) => {
        const { type, generated } = memberOf(model, action, parameter)
        return { name: parameter, type, required: required.includes(parameter) && !generated }
      }),
    }))
    // A retired API action may still stand in a machine: known by name, with nothing said about its parameters.
    const known = new Set(rows.map(({ action }) => action.toLowerCase()))
    for (const operation of Object.keys(model?.operations ?? {}))
      if (!known.has(operation.toLowerCase())) rows.push({ action: camelCase(operation), flags: '*', parameters: [] })
    const aliases = [service.botocore, service.iamPrefix].filter(
      (alias, at, all) => alias !== name && !sdk[alias] && all.indexOf(alias) === at,
    )
    return lineOf(name, service.exceptionPrefix + (service.documented ? '' : '?'), aliases, rows)
  })
  const ids = new Set(Object.values(sdk).map(({ serviceId }) => serviceId))
  for (const id of models.keys()) {
    const name = javaPackage(id)
    if (!ids.has(id) && !sdk[name]) lines.push(lineOf(name, '', [], []))
  }
  return lines
}

function optimizedLines(): string[] {
  const letters: Record<string, string> = {
    requestResponse: 'r',
    sync: 's',
    'sync:2': '2',
    waitForTaskToken: 't',
    mapItemReader: 'i',
    mapResultWriter: 'w',
  }
  /** What the guide shows in its examples and does not require. */
  const optional = ['s3:putObject Prefix']
  /** Parameters that the integration types otherwise than the API does: JSON where the API wants text, or no API at all. */
  const types: Record<string, string> = {
    'lambda:invoke Payload': 'x',
    'sns:publish Message': 'x',
    'sqs:sendMessage MessageBody': 'x',
    'states:startExecution Input': 'x',
    'bedrock:invokeModel Body': 'x',
    'bedrock:invokeModel Input': 'm',
    'bedrock:invokeModel Output': 'm',
    'eks:call ClusterName': 's',
    'eks:call CertificateAuthority': 's',
    'eks:call Endpoint': 's',
    'eks:call Method': 's',
    'eks:call Path': 's',
    'eks:runJob ClusterName': 's',
    'eks:runJob CertificateAuthority': 's',
    'eks:runJob Endpoint': 's',
    'eks:runJob Namespace': 's',
    'eks:runJob Job': 'm',
    'eks:runJob LogOptions': 'm',
    'elasticmapreduce:terminateCluster ClusterId': 's',
    'elasticmapreduce:addStep ClusterId': 's',
    'elasticmapreduce:addStep Step': 'm',
    'elasticmapreduce:cancelStep ClusterId': 's',
    'elasticmapreduce:cancelStep StepId': 's',
    'elasticmapreduce:setClusterTerminationProtection ClusterId': 's',
    'elasticmapreduce:setClusterTerminationProtection TerminationProtected': 'b',
    'elasticmapreduce:modifyInstanceFleetByName ClusterId': 's',
    'elasticmapreduce:modifyInstanceFleetByName InstanceFleetName': 's',
    'elasticmapreduce:modifyInstanceFleetByName InstanceFleet': 'm',
    'elasticmapreduce:modifyInstanceGroupByName ClusterId': 's',
    'elasticmapreduce:modifyInstanceGroupByName InstanceGroupName': 's',
    'elasticmapreduce:modifyInstanceGroupByName InstanceGroup': 'm',
    'apigateway:invoke ApiEndpoint': 's',
    'apigateway:invoke Method': 's',
    'apigateway:invoke Headers': 'm',
    'apigateway:invoke Stage': 's',
    'apigateway:invoke Path': 's',
    'apigateway:invoke QueryParameters': 'm',
    'apigateway:invoke AllowNullValues': 'b',
    'apigateway:invoke AuthType': 's',
    'http:invoke ApiEndpoint': 's',
    'http:invoke Method': 's',
    'http:invoke Authentication': 'm',
    'http:invoke InvocationConfig': 'm',
    'http:invoke Headers': 'm',
    'http:invoke Transform': 'm',
  }
  /** Callbacks that AWS's table of services lists and the page of no action confirms. */
  const unconfirmed = ['eks:*', 'bedrock:invokeModel']
  return [...new Set(integrations.map(({ service }) => service))].map((service) => {
    const actions = integrations.filter((integration) => integration.service === service)
    const rows = actions.map(({ action, patterns, requiredParameters, parameters = [] }) => {
      const { api, operation } = apiOf(service, action)
      const documented = api?.actions[operation]
      const names = new Set([...requiredParameters, ...parameters, ...(documented?.params ?? [])])
      const isUnconfirmed = unconfirmed.includes(`${service}:*`) || unconfirmed.includes(`${service}:${action}`)
      const flags =
        patterns
          .map((pattern) => letters[pattern] ?? '')
          .join('')
          .replace(isUnconfirmed ? 't' : '', '') + (isUnconfirmed ? 'u' : '')
      return {
        action,
        // Neither the guide nor an API lists what else it takes.
        flags: `.${flags}${!documented && parameters.length === 0 ? '*' : ''}`,
        parameters: [...names].map((name) => ({
          name,
          type:
            types[`${service}:${action} ${name}`] ??
            (api && documented ? memberOf(models.get(api.serviceId), operation, name).type : 'x'),
          required: requiredParameters.includes(name) && !optional.includes(`${service}:${action} ${name}`),
        })),
      }
    })
    return lineOf(service, actions[0]?.errorPrefix ?? '', [], rows)
  })
}

function apiOf(service: string, action: string) {
  const [name, operation] = operations[`${service}:${action}`] ?? [apis[service] ?? service, action]
  return { api: sdk[name], operation }
}

/** `optimized:service:action;Parameter{Member:type,…};…` */
function shapeLines(): string[] {
  const optimized = integrations
    // The values of optimized DynamoDB have a second spelling, a text by itself: a deployed sample has { "L": ["done"] }.
    .filter(({ service }) => service !== 'dynamodb' && service !== 's3')
    .map(({ service, action }) => ({ call: `optimized:${service}:${action}`, ...apiOf(service, action) }))
  const items = itemActions.map((action) => ({ call: `aws-sdk:dynamodb:${action}`, ...apiOf('dynamodb', action) }))
  const fromModels = [...optimized, ...items].flatMap(({ call, api, operation }) => {
    const model = api && models.get(api.serviceId)
    const parameters = (api?.actions[operation]?.params ?? []).flatMap((name) => {
      const { member } = memberOf(model, operation, name)
      const text = member && model ? shapeText(model, member, []) : ':x'
      return text.startsWith(':') ? [] : [`${name}${text}`]
    })
    return parameters.length === 0 ? [] : [[call, ...parameters].join(';')]
  })
  return [...fromModels, ...withoutApi]
}

/** `name;ErrorPrefix;aliases;parameter names, each after its type letter;action+flags refs,refs!;…` */
function lineOf(name: string, prefix: string, aliases: string[], rows: Row[]): string {
  const count = new Map<string, number>()
  const keys = rows.map(({ parameters }) =>
    parameters.map(({ name, type, required }) => ({ key: type + name, required })),
  )
  for (const { key } of keys.flat()) count.set(key, (count.get(key) ?? 0) + 1)
  // The most used names come first, so that most references are one character long.
  const dictionary = [...count.keys()].sort((a, b) => count.get(b)! - count.get(a)! || (a < b ? -1 : 1))
  const at = new Map(dictionary.map((key, index) => [key, index.toString(36)]))
  const actions = rows.map(({ action, flags }, row) => {
    const refs = (keys[row] ?? []).map(({ key, required }) => at.get(key) + (required ? '!' : '')).join(',')
    return `${action}${flags}${refs && ` ${refs}`}`
  })
  return [name, prefix, aliases.join(','), dictionary.join(','), ...actions].join(';')
}

/** The package name of a service in the AWS SDK for Java 2, which Step Functions uses. */
function javaPackage(serviceId: string): string {
  return serviceId
    .replace(/^(Amazon|AWS) ?/, '')
    .replace(/ ?Service$/, '')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toLowerCase()
}

function camelCase(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1)
}

function write(name: string, what: string, lines: string[]) {
  const file = join(root, 'packages/asl-builder/src/services/catalogue', `${name}.ts`)
  const text = [
    `// Generated by scripts/catalogue.ts from AWS's service models (Apache-2.0): ${what}. Read by ../catalogue.ts.`,
    `export const ${name}: readonly string[] = [`,
    ...lines.sort().map((line) => `  '${line}',`),
    ']',
    '',
  ].join('\n')
  writeFileSync(file, text)
  console.error(`${file}: ${lines.length} lines, ${text.length} bytes`)
}
