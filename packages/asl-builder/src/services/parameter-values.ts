import type { IntegrationResource } from './resource.js'

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']
const returned = { ReturnConsumedCapacity: ['INDEXES', 'TOTAL', 'NONE'] }
const changed = {
  ...returned,
  ReturnItemCollectionMetrics: ['SIZE', 'NONE'],
  ReturnValues: ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'],
}
const invoked = { InvocationType: ['RequestResponse', 'Event', 'DryRun'], LogType: ['None', 'Tail'] }

/** Parameters that take a few words only, of the calls that are written by hand most. AWS's lists that grow are left out. */
const values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'optimized:apigateway:invoke': { Method: methods, AuthType: ['NO_AUTH', 'IAM_ROLE', 'RESOURCE_POLICY'] },
  'optimized:http:invoke': { Method: methods },
  'optimized:eks:call': { Method: methods },
  'optimized:lambda:invoke': invoked,
  'aws-sdk:lambda:invoke': invoked,
  'optimized:dynamodb:getItem': returned,
  'optimized:dynamodb:putItem': changed,
  'optimized:dynamodb:updateItem': changed,
  'optimized:dynamodb:deleteItem': changed,
}

/** The words that each parameter of a call takes, for those that take no others. */
export function valuesOf({ kind, service, action }: IntegrationResource): Readonly<Record<string, readonly string[]>> {
  const key = `${kind}:${service}:${action}`
  return Object.hasOwn(values, key) ? values[key]! : {}
}
