import { createHash } from 'node:crypto'
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

/** SQS, SNS and EventBridge as sinks: messages are kept and shown, nobody receives them. */
export function messageIntegration(sent: SentMessage[], onSend: OnSend | undefined, tokens: TaskTokens): Integration {
  return ({ resource, strand }, call) => {
    if (resource.kind !== 'service') return undefined
    const service = resource.service.replace(/^aws-sdk:(eventbridge|sqs|sns)$/, '$1').replace('eventbridge', 'events')
    const action = resource.action.split('.')[0]!
    const send = Object.hasOwn(senders, `${service}:${action}`) ? senders[`${service}:${action}`] : undefined
    if (!send) return undefined
    const uuid = (): string => strand.chance.uuid()
    const { messages, output } = send((call.input ?? {}) as Parameters, uuid)
    const reactions: PromiseLike<unknown>[] = []
    const isCallback = resource.pattern === 'callback'
    const answer = isCallback ? tokens.expect(call.token!, call.heartbeat) : undefined
    for (const message of messages) {
      const full = { ...message, state: call.state, parameters: call.input, ...(call.token && { token: call.token }) }
      sent.push(full)
      const reaction = onSend?.(full)
      if (reaction instanceof Promise) reactions.push(reaction)
    }
    const work: Work = answer ? { submitted: output, outcome: answer } : { outcome: { output } }
    return reactions.length > 0 ? { ...work, alongside: Promise.all(reactions) } : work
  }
}

type Parameters = Readonly<Record<string, unknown>>
type Sent = Pick<SentMessage, 'service' | 'target' | 'body'>
type Send = (parameters: Parameters, uuid: () => string) => { messages: readonly Sent[]; output: unknown }

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''))
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const http = { SdkHttpMetadata: { HttpStatusCode: 200 } }

const senders: Readonly<Record<string, Send>> = {
  'sqs:sendMessage': ({ QueueUrl, MessageBody }, uuid) => {
    const body = textOf(MessageBody)
    return {
      messages: [{ service: 'sqs', target: String(QueueUrl), body }],
      output: { MD5OfMessageBody: md5(body), MessageId: uuid(), ...http },
    }
  },
  'sns:publish': ({ TopicArn, TargetArn, PhoneNumber, Message }, uuid) => ({
    messages: [{ service: 'sns', target: String(TopicArn ?? TargetArn ?? PhoneNumber), body: textOf(Message) }],
    output: { MessageId: uuid(), ...http },
  }),
  'events:putEvents': ({ Entries }, uuid) => {
    const entries = Array.isArray(Entries) ? (Entries as Parameters[]) : []
    return {
      messages: entries.map((entry) => ({
        service: 'events',
        target: String(entry['EventBusName'] ?? 'default'),
        body: JSON.stringify(entry),
      })),
      output: { Entries: entries.map(() => ({ EventId: uuid() })), FailedEntryCount: 0, ...http },
    }
  },
}
