import { createHash } from 'node:crypto'
import { Failure } from '../failure.js'
import type { Work } from '../states/task.js'
import type { Integration } from './integration.js'
import type { TaskTokens } from './task-tokens.js'

/** A message that a state sent to SQS, SNS or EventBridge. */
export interface SentMessage {
  readonly service: 'sqs' | 'sns' | 'events'
  /** The queue's URL, the topic's ARN or the event bus. */
  readonly target: string
  /** The message's body or the event, as the receiver would get it. */
  readonly body: string
  /** The state that sent it. */
  readonly state: string
  /** What the state passed, in full. */
  readonly parameters: unknown
  /** Only `.waitForTaskToken`. */
  readonly token?: string
}

/** Called with each message; what it promises is waited for before time goes on. */
export type OnSend = (message: SentMessage) => unknown

/** SQS, SNS and EventBridge as sinks: messages are kept and shown, noRequest receives them. */
export function messageIntegration(sent: SentMessage[], onSend: OnSend | undefined, tokens: TaskTokens): Integration {
  return ({ resource, strand }, call) => {
    if (resource.kind !== 'service') return undefined
    const service = resource.service.replace(/^aws-sdk:(eventbridge|sqs|sns)$/, '$1').replace('eventbridge', 'events')
    const action = resource.action.split('.')[0]!
    const send = Object.hasOwn(senders, `${service}:${action}`) ? senders[`${service}:${action}`] : undefined
    if (!send) return undefined
    const uuid = (): string => strand.chance.uuid()
    const { messages, output, failure } = send((call.input ?? {}) as Parameters, uuid, service !== resource.service)
    const reactions: PromiseLike<unknown>[] = []
    const isCallback = resource.pattern === 'callback' && !failure
    const answer = isCallback ? tokens.expect(call.token!, call.heartbeat) : undefined
    for (const message of messages) {
      const full = { ...message, state: call.state, parameters: call.input, ...(call.token && { token: call.token }) }
      sent.push(full)
      const reaction = onSend?.(full)
      if (reaction instanceof Promise) reactions.push(reaction)
    }
    const work: Work = answer
      ? { submitted: output, outcome: answer }
      : failure
        ? { outcome: { failure }, ...(resource.pattern !== 'call' && { failedAs: 'TaskSubmitFailed' }) }
        : { outcome: { output } }
    return reactions.length > 0 ? { ...work, alongside: Promise.all(reactions) } : work
  }
}

type Parameters = Readonly<Record<string, unknown>>
type Sent = Pick<SentMessage, 'service' | 'target' | 'body'>
/** @param isSdk Called as `aws-sdk`, where names and words differ. */
type Send = (parameters: Parameters, uuid: () => string, isSdk: boolean) => Answer
interface Answer {
  readonly messages: readonly Sent[]
  readonly output?: unknown
  /** What the service refuses; some of the messages may have been sent nevertheless. */
  readonly failure?: Failure
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''))
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const http = { SdkHttpMetadata: { HttpStatusCode: 200 } }

const senders: Readonly<Record<string, Send>> = {
  'sqs:sendMessage': ({ QueueUrl, MessageBody }, uuid, isSdk) => {
    const body = textOf(MessageBody)
    if (MessageBody === undefined || MessageBody === null || body === '')
      return { messages: [], failure: noBody(isSdk) }
    return {
      messages: [{ service: 'sqs', target: String(QueueUrl), body }],
      output: { MD5OfMessageBody: md5(body), MessageId: uuid(), ...http },
    }
  },
  'sns:publish': ({ TopicArn, TargetArn, PhoneNumber, Message }, uuid) => ({
    messages: [{ service: 'sns', target: String(TopicArn ?? TargetArn ?? PhoneNumber), body: textOf(Message) }],
    output: { MessageId: uuid(), ...http },
  }),
  'events:putEvents': ({ Entries }, uuid, isSdk) => {
    const entries = Array.isArray(Entries) ? (Entries as Parameters[]) : []
    const answers = entries.map((entry) => ({ entry, problem: entryProblem(entry) }))
    const put = answers.filter(({ problem }) => !problem)
    const output = {
      Entries: answers.map(({ problem }) => problem ?? { EventId: uuid() }),
      FailedEntryCount: entries.length - put.length,
    }
    return {
      messages: put.map(({ entry }) => ({
        service: 'events',
        target: String(entry['EventBusName'] ?? 'default'),
        body: JSON.stringify(entry),
      })),
      output,
      // The SDK's call succeeds, whatever becomes of the entries.
      ...(!isSdk &&
        put.length < entries.length && { failure: new Failure('EventBridge.FailedEntry', JSON.stringify(output)) }),
    }
  },
}

const noRequest = '00000000-0000-0000-0000-000000000000'

function noBody(isSdk: boolean): Failure {
  const problem = 'The request must contain the parameter MessageBody.'
  if (isSdk)
    return new Failure('Sqs.SqsException', `${problem} (Service: Sqs, Status Code: 400, Request ID: ${noRequest})`)
  const about = `Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: ${noRequest}; Proxy: null`
  return new Failure('SQS.AmazonSQSException', `${problem} (${about})`)
}

/** What EventBridge finds wrong with an entry. */
function entryProblem(entry: Parameters): { ErrorCode: string; ErrorMessage: string } | undefined {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (entry[name] === undefined || entry[name] === null || entry[name] === '') {
      const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`
      return { ErrorCode: 'InvalidArgument', ErrorMessage }
    }
  }
  return isObjectText(entry['Detail'])
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
}

function isObjectText(detail: unknown): boolean {
  let value = detail
  if (typeof detail === 'string') {
    try {
      value = JSON.parse(detail)
    } catch {
      return false
    }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
