import type { HistoryEvent } from 'asl-runner'

/** A state from its entry to its exit. */
export interface Visit {
  readonly name: string
  /** How many states it is inside of. */
  readonly depth: number
  /** Milliseconds; those so far while it runs. */
  readonly ms: number
  readonly isOver: boolean
  /** The error that it ended with, or that its next try follows. */
  readonly error: string | undefined
  /** Tries that failed and were followed by another one. */
  readonly retries: number
  /** What came of it, in a few words. */
  readonly note: string
}

class RecordedVisit implements Visit {
  readonly name: string
  readonly depth: number
  readonly #started = performance.now()
  #ended: number | undefined
  error: string | undefined
  retries = 0
  note = ''

  constructor(name: string, depth: number) {
    this.name = name
    this.depth = depth
  }

  get ms(): number {
    return Math.round((this.#ended ?? performance.now()) - this.#started)
  }

  get isOver(): boolean {
    return this.#ended !== undefined
  }

  end(): void {
    this.#ended ??= performance.now()
  }
}

/** Makes visits of an execution's events, in the order of entry. States run one at a time in the pipeline. */
export class Visits {
  readonly all: Visit[] = []
  readonly #open: RecordedVisit[] = []
  #choice: RecordedVisit | undefined

  /** Takes the execution's events, one after the other. */
  readonly onEvent = ({ type, state, details }: HistoryEvent): void => {
    if (state !== undefined && type.endsWith('StateEntered')) this.#enter(state, type === 'FailStateEntered')
    else if (state !== undefined && type.endsWith('StateExited')) this.#exit(type === 'ChoiceStateExited')
    else if (/Failed$|TimedOut$/.test(type)) this.#fail(details)
    else if (type.endsWith('Scheduled')) this.#try()
    else if (/^(?:Task|LambdaFunction|Activity)Succeeded$/.test(type)) this.#succeed()
    if (/^Execution(?!Started)/.test(type)) for (const visit of this.#open.splice(0)) visit.end()
  }

  /** Says what came of the latest visit of a state. */
  tell(state: string, note: string): void {
    const visit = this.#open.findLast(({ name }) => name === state)
    if (visit) visit.note = note
  }

  #enter(name: string, isFail: boolean): void {
    if (this.#choice) {
      this.#choice.note = `-> ${name}`
      this.#choice.end()
      this.#choice = undefined
    }
    const visit = new RecordedVisit(name, this.#open.length)
    if (isFail) visit.error = ''
    this.#open.push(visit)
    this.all.push(visit)
  }

  #exit(isChoice: boolean): void {
    const visit = this.#open.pop()
    if (isChoice) this.#choice = visit // over when it is known where it leads
    else visit?.end()
  }

  #fail(details: HistoryEvent['details']): void {
    const visit = this.#open.at(-1)
    if (!visit) return
    const { error } = (details ?? {}) as { error?: string }
    visit.error = error ?? visit.error ?? 'failed'
  }

  #try(): void {
    const visit = this.#open.at(-1)
    if (visit?.error === undefined) return
    visit.retries += 1
    visit.error = undefined
  }

  #succeed(): void {
    const visit = this.#open.at(-1)
    if (visit) visit.error = undefined
  }
}
