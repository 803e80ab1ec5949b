import type { IntegrationResource } from './resource.js'

/** Parameters of which an action needs one, where AWS's models call none of them required. */
const alternatives: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'optimized:sns:publish': [['TopicArn', 'TargetArn', 'PhoneNumber'], ['Message']],
  'aws-sdk:sns:publish': [['TopicArn', 'TargetArn', 'PhoneNumber']],
  'optimized:http:invoke': [['Authentication', 'InvocationConfig']],
  'optimized:bedrock:invokeModel': [['Body', 'Input']],
}

/** The groups of parameters of which an action needs one each. */
export function alternativesOf({ kind, service, action }: IntegrationResource): readonly (readonly string[])[] {
  const key = `${kind}:${service}:${action}`
  return Object.hasOwn(alternatives, key) ? alternatives[key]! : []
}
