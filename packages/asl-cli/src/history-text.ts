import type { Execution, HistoryEvent } from 'asl-runner'
import type { Io } from './io.js'
import { visible, type Styles } from './styles.js'

/** An execution's events as AWS names their members; times are RFC 3339. */
export function eventsOf(execution: Execution): object[] {
  return execution.history.map(({ id, previousEventId, timestamp, type, details }) => ({
    id,
    previousEventId,
    timestamp: new Date(timestamp).toISOString(),
    type,
    ...(details && { details }),
  }))
}

/** Characters of an event's data that a line shows. */
const width = 100

/** The events for people: one a line, its number, the seconds since the start, what happened, and to what. */
export function historyText(execution: Execution, style: Styles): string {
  const { history, startTime } = execution
  const digits = String(history.length).length
  const widest = Math.max(0, ...history.map(({ type }) => type.length))
  return history
    .map((event) => {
      const seconds = `${((event.timestamp - startTime) / 1000).toFixed(3)} s`.padStart(12)
      const type = paint(event, style)(event.type) + ' '.repeat(widest - event.type.length)
      return `${String(event.id).padStart(digits)} ${style.dim(seconds)}  ${type}  ${saying(event)}\n`
    })
    .join('')
}

function paint({ type }: HistoryEvent, style: Styles): (text: string) => string {
  if (/Failed$|TimedOut$|Aborted$/.test(type)) return style.red
  if (type.endsWith('Succeeded')) return style.green
  return type.endsWith('Entered') ? style.bold : (text) => text
}

function saying({ state, details = {} }: HistoryEvent): string {
  const { error, cause, input, output, parameters, resource, index } = details as Record<string, unknown>
  const failure = [error, cause].filter((text) => typeof text === 'string').join(': ')
  const data =
    failure ||
    String(output ?? input ?? parameters ?? resource ?? (index === undefined ? '' : `iteration ${String(index)}`))
  const text = visible([state, data].filter(Boolean).join('  ').replaceAll(/\s+/g, ' '))
  return text.length > width ? `${text.slice(0, width)}…` : text
}

/** A line for each state as it is entered and left, while somebody watches. */
export class LiveStates {
  private readonly io: Io
  private readonly style: Styles

  constructor(io: Io, style: Styles) {
    this.io = io
    this.style = style
  }

  see(event: HistoryEvent): void {
    const { style } = this
    const { type, state, details = {} } = event
    const time = style.dim(new Date(event.timestamp).toISOString().slice(11, 23))
    if (state !== undefined && type.endsWith('Entered')) this.io.err(`${time}  ${visible(state)} ...\n`)
    else if (state !== undefined && type.endsWith('Exited'))
      this.io.err(`${time}  ${visible(state)} ${style.green('ok')}\n`)
    else if (/Failed$|TimedOut$|Aborted$/.test(type) && !type.startsWith('Execution')) {
      const reason = [details['error'], details['cause']].filter((text) => typeof text === 'string').join(': ')
      this.io.err(`${time}  ${style.red(type)} ${visible(reason).slice(0, 200)}\n`)
    }
  }
}
