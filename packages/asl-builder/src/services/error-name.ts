import { serviceNames, serviceOf, sdkServicesCalled } from './catalogue.js'
import type { IntegrationResource, Resource } from './resource.js'

/**
 * What the names of a service's errors begin with, by how it is called.
 *
 *     errorPrefixOf(parseResource('arn:aws:states:::dynamodb:getItem')) // 'DynamoDB'
 *     errorPrefixOf(parseResource('arn:aws:states:::aws-sdk:dynamodb:getItem')) // 'DynamoDb'
 *
 * @returns `undefined` for an activity, for what a substitution hides, and where nobody knows.
 */
export function errorPrefixOf(resource: Resource): string | undefined {
  switch (resource.kind) {
    case 'lambda':
      return 'Lambda'
    case 'optimized':
    case 'aws-sdk':
      return serviceOf(resource.kind, resource.service)?.errorPrefix
    default:
      return undefined
  }
}

/**
 * The error name that a Task gets for an exception of the API it calls.
 *
 *     errorNameOf(parseResource('arn:aws:states:::aws-sdk:s3:getObject'), 'NoSuchKey') // 'S3.NoSuchKeyException'
 *
 * Not for what Step Functions itself makes up: `Lambda.Unknown`, `EventBridge.FailedEntry`, `States.Http.StatusCode.404`.
 *
 * @param exception The exception's name in the API's own model, without a prefix.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function errorNameOf(resource: Resource, exception: string): string | undefined {
  const prefix = errorPrefixOf(resource)
  return prefix === undefined ? undefined : `${prefix}.${javaName(exception)}`
}

/** The SDK for Java, old and new, calls every error an exception. */
function javaName(exception: string): string {
  if (exception.endsWith('Exception')) return exception
  return `${exception.endsWith('Fault') ? exception.slice(0, -'Fault'.length) : exception}Exception`
}

/** The prefixes that the same service has when it is called the other way: `StepFunctions` for `aws-sdk:sfn`. */
export function otherPrefixesOf({ kind, service }: IntegrationResource): string[] {
  const others =
    kind === 'optimized'
      ? [service, ...sdkServicesCalled(service)].map((name) => serviceOf('aws-sdk', name))
      : serviceNames('optimized')
          .filter((name) => name === service || sdkServicesCalled(name).includes(service))
          .map((name) => serviceOf('optimized', name))
  return others.flatMap((other) => other?.errorPrefix ?? [])
}
