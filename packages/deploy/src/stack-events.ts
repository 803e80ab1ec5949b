import { DescribeStackEventsCommand, type StackEvent } from '@aws-sdk/client-cloudformation'
import type { Connection } from './connection.js'
import { Pace } from './polling.js'
import { isBusy, stackState } from './stack-state.js'
import type { Terminal } from './terminal.js'

/** How an operation on a stack ended. */
export interface Finished {
  status: string
  /** The operation's events, oldest first. */
  events: readonly StackEvent[]
}

/**
 * Follows what CloudFormation does to a stack until it is settled, and says each resource's progress.
 *
 * @param after The last event that is not the operation's, from {@link lastEvent}.
 * @throws the signal's reason when somebody pressed Ctrl-C; the stack goes on.
 */
export async function followStack(
  { cloudFormation }: Connection,
  { err, signal, clock }: Terminal,
  stackId: string,
  after: string | undefined,
): Promise<Finished> {
  const pace = new Pace(clock, signal)
  const events: StackEvent[] = []
  let last = after
  for (;;) {
    const state = await stackState(cloudFormation, stackId, signal) // before the events, so that none of them is missed
    const news = await eventsAfter(cloudFormation, stackId, last, signal)
    events.push(...news)
    last = news.at(-1)?.EventId ?? last
    for (const event of news) err(`${eventLine(event, events[0]!.Timestamp!)}\n`)
    const status = state?.status ?? 'DELETE_COMPLETE'
    if (!isBusy(status)) return { status, events }
    await pace.wait(news.length > 0)
  }
}

/** The newest event's id; undefined for a stack without any. */
export async function lastEvent(
  client: Connection['cloudFormation'],
  StackName: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }), { abortSignal })
  return StackEvents[0]?.EventId
}

/** Events newer than one of them, oldest first. CloudFormation hands out the newest first, in pages. */
async function eventsAfter(
  client: Connection['cloudFormation'],
  StackName: string,
  after: string | undefined,
  abortSignal: AbortSignal,
): Promise<StackEvent[]> {
  const events: StackEvent[] = []
  let NextToken: string | undefined
  do {
    const page = await client.send(
      new DescribeStackEventsCommand({ StackName, ...(NextToken === undefined ? {} : { NextToken }) }),
      { abortSignal },
    )
    for (const event of page.StackEvents ?? []) {
      if (event.EventId === after) return events.toReversed()
      events.push(event)
    }
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return events.toReversed()
}

function eventLine(event: StackEvent, start: Date): string {
  const seconds = Math.round((event.Timestamp!.getTime() - start.getTime()) / 1000)
  const reason = event.ResourceStatusReason ? `  ${event.ResourceStatusReason}` : ''
  const resource = `${event.LogicalResourceId} (${event.ResourceType})`
  return `  ${`+${seconds} s`.padStart(7)}  ${event.ResourceStatus!.padEnd(20)}  ${resource}${reason}`
}
