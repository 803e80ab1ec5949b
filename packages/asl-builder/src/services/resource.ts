import { hasSubstitution } from '../model/substitution.js'
/** How a Task waits for the service it calls: for the answer, for the end of the job, or for its token to come back. */
export type Pattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken'

/** A service integration: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`. */
export interface IntegrationResource {
  /** `optimized` are the services Step Functions knows itself; `aws-sdk` is every API, called as it is. */
  kind: 'optimized' | 'aws-sdk'
  partition: string
  /** `sqs`; in `aws-sdk` the package name of the SDK for Java: `cognitoidentityprovider`. */
  service: string
  /** `sendMessage`, without its pattern. */
  action: string
  /** What follows the action, without the dot: `waitForTaskToken`; empty for request and response. */
  suffix: string
  /** `undefined` when the suffix is no pattern, or is a deploy tool's substitution. */
  pattern: Pattern | undefined
}

/** A Lambda function, called directly by its own ARN. */
export interface LambdaResource {
  kind: 'lambda'
  partition: string
  region: string
  account: string
  functionName: string
  /** A version, an alias or `$LATEST`. */
  qualifier: string | undefined
}

/** Work that someone's own program fetches and does. */
export interface ActivityResource {
  kind: 'activity'
  partition: string
  region: string
  account: string
  name: string
}

/** An ARN of something else. */
export interface ForeignResource {
  kind: 'foreign'
  /** The ARN's own service: `sns`. */
  service: string
  /** What the ARN names in it: `task` in the specification's own examples, `stateMachine`; a topic's name. */
  type: string
}

/** A deploy tool's substitution hides what is called: `${CheckStockFunctionArn}`. */
export interface HiddenResource {
  kind: 'hidden'
}

/** No ARN, or one that ends too soon. */
export interface MalformedResource {
  kind: 'malformed'
  /** What it lacks, as a sentence about it. */
  problem: string
}

/** What a Task's `Resource` calls. A part that holds a `${Substitution}` is kept as it is written. */
export type Resource =
  | IntegrationResource
  | LambdaResource
  | ActivityResource
  | ForeignResource
  | HiddenResource
  | MalformedResource

/** Splits a text at a separator, but not inside a substitution: `${AWS::Partition}` is one part. */
function partsOf(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    } else if (text.startsWith('${', at)) {
      const end = text.indexOf('}', at)
      if (end === -1) return [...parts, ...text.slice(start).split(separator)]
      at = end
    }
  }
  return [...parts, text.slice(start)]
}

/**
 * Reads the `Resource` of a Task.
 *
 *     parseResource('arn:aws:states:::athena:startQueryExecution.sync')
 *     // { kind: 'optimized', partition: 'aws', service: 'athena', action: 'startQueryExecution', suffix: 'sync', pattern: 'sync' }
 *
 * Reads the form only: whether the service, the action and the pattern exist is in the catalogue.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-service-integrations.html
 */
export function parseResource(text: string): Resource {
  const [arn = '', partition = '', service = '', region = '', account = '', ...rest] = partsOf(text, ':')
  if (arn !== 'arn') {
    return hasSubstitution(arn) ? { kind: 'hidden' } : { kind: 'malformed', problem: 'It is no ARN.' }
  }
  if (rest.length === 0 || rest.join('') === '') {
    return hasSubstitution(text)
      ? { kind: 'hidden' }
      : { kind: 'malformed', problem: 'An ARN has six parts: arn:partition:service:region:account:resource.' }
  }
  const [type = '', name = '', ...more] = rest
  if (hasSubstitution(service)) return { kind: 'hidden' }
  if (service === 'lambda') {
    const qualifier = more.length > 0 ? more.join(':') : undefined
    if (type === 'function' && name !== '') {
      return { kind: 'lambda', partition, region, account, functionName: name, qualifier }
    }
    if (hasSubstitution(type)) return { kind: 'hidden' }
    return { kind: 'malformed', problem: 'The ARN of a Lambda function ends in function:NAME.' }
  }
  if (service !== 'states') return { kind: 'foreign', service, type }
  if (type === 'activity') {
    return name === ''
      ? { kind: 'malformed', problem: 'The ARN of an activity ends in activity:NAME.' }
      : { kind: 'activity', partition, region, account, name: rest.slice(1).join(':') }
  }
  // An integration leaves region and account empty.
  if (region !== '' && /^(stateMachine|execution|express|mapRun|task)$/.test(type)) {
    return { kind: 'foreign', service, type }
  }
  return integration(partition, rest)
}

function integration(partition: string, rest: readonly string[]): Resource {
  const kind = rest[0] === 'aws-sdk' ? 'aws-sdk' : 'optimized'
  const [service = '', ...call] = kind === 'aws-sdk' ? rest.slice(1) : rest
  const [action = '', ...after] = partsOf(call.join(':'), '.')
  const suffix = after.join('.')
  const pattern = after.length > 0 && suffix === '' ? undefined : patternOf(suffix) // "publish." is no "publish"
  if (service === '' || action === '') {
    if (hasSubstitution(rest.join(':'))) return { kind: 'hidden' }
    return { kind: 'malformed', problem: 'A service integration names a service and an action: SERVICE:ACTION.' }
  }
  return { kind, partition, service, action, suffix, pattern }
}

function patternOf(suffix: string): Pattern | undefined {
  switch (suffix) {
    case '':
      return 'requestResponse'
    case 'sync':
    case 'sync:2':
    case 'waitForTaskToken':
      return suffix
    default:
      return undefined
  }
}
