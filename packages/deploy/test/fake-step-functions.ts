import { FakeError } from './fake-error.js'

/** A history event in the wire's form, without what the fake fills in. */
export interface WireEvent {
  type: string
  /** The event before it; default: the one above. */
  previousEventId?: number
  [details: string]: unknown
}

/** One state machine with one execution, whose history grows with each look. Pages hold ten events. */
export class FakeStepFunctions {
  /** What happens in the execution that is started, or is there already. */
  history: WireEvent[] = []
  /** What DescribeExecution adds. */
  outcome: Record<string, unknown> = { status: 'SUCCEEDED' }
  /** How many events are there; grows by five with each look. */
  happened = 0
  isThere = false
  readonly #start = Date.UTC(2026, 0, 1) / 1000

  answer(operation: string, input: Record<string, unknown>): unknown {
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:ETLSolutionStaging:run-1'
    switch (operation) {
      case 'StartExecution':
        if (this.isThere) throw new FakeError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`)
        this.isThere = true
        return { executionArn, startDate: this.#start }
      case 'ListExecutions': {
        const { status } = this.outcome
        const isListed = this.isThere && status === (input['statusFilter'] ?? status)
        return { executions: isListed ? [{ executionArn, status, startDate: this.#start }] : [] }
      }
      case 'DescribeExecution':
        return { executionArn, startDate: this.#start, stopDate: this.#start + this.history.length, ...this.outcome }
      case 'GetExecutionHistory': {
        const from = Number(input['nextToken'] ?? 0)
        if (from === 0 || from + 10 >= this.happened) this.happened = Math.min(this.happened + 5, this.history.length)
        const events = this.history.slice(from, Math.min(from + 10, this.happened)).map((event, at) => ({
          timestamp: this.#start + from + at,
          id: from + at + 1,
          previousEventId: from + at,
          ...event,
        }))
        return from + 10 < this.happened ? { events, nextToken: String(from + 10) } : { events }
      }
      default:
        throw new FakeError('UnknownOperationException', operation)
    }
  }
}
