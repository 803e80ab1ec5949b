import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from '@aws-sdk/client-sfn'
import type { Connection } from './connection.js'
import { ExecutionStates, type StateNews } from './execution-states.js'
import { Pace } from './polling.js'
import type { Terminal } from './terminal.js'

/**
 * Follows an execution to its end.
 *
 * @param onNews Is told what the states do, in the history's order.
 * @throws the signal's reason when somebody pressed Ctrl-C; the execution goes on.
 */
export async function followExecution(
  { stepFunctions }: Connection,
  { signal, clock }: Terminal,
  executionArn: string,
  onNews: (news: StateNews) => void,
): Promise<DescribeExecutionOutput> {
  const states = new ExecutionStates()
  const history = new HistoryReader(stepFunctions, executionArn, signal)
  const pace = new Pace(clock, signal, { longest: 10_000 })
  for (;;) {
    const events = await history.next()
    for (const event of events) {
      const news = states.read(event)
      if (news) onNews(news)
    }
    if (events.some(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type!))) break
    await pace.wait(events.length > 0)
  }
  return stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal: signal })
}

/** Reads on in a history that grows: pages that were full are not asked for again. */
class HistoryReader {
  readonly #client: Connection['stepFunctions']
  readonly #executionArn: string
  readonly #abortSignal: AbortSignal
  #token: string | undefined
  #read = 0

  constructor(client: Connection['stepFunctions'], executionArn: string, abortSignal: AbortSignal) {
    this.#client = client
    this.#executionArn = executionArn
    this.#abortSignal = abortSignal
  }

  /** The events that were not read yet. */
  async next(): Promise<HistoryEvent[]> {
    const found: HistoryEvent[] = []
    for (;;) {
      const { events = [], nextToken } = await this.#client.send(
        new GetExecutionHistoryCommand({
          executionArn: this.#executionArn,
          maxResults: 1000,
          ...(this.#token === undefined ? {} : { nextToken: this.#token }),
        }),
        { abortSignal: this.#abortSignal },
      )
      found.push(...events.filter(({ id }) => id! > this.#read))
      this.#read = Math.max(this.#read, events.at(-1)?.id ?? 0)
      if (nextToken === undefined) return found // the last page is asked for again: it grows
      this.#token = nextToken
    }
  }
}
