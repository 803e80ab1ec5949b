import { seededChance } from '../chance.js'
import type { Failure } from '../failure.js'
import { Variables } from '../frame.js'
import type { MapItem, Node, Strand } from '../strand.js'
import { instant } from '../timestamp.js'
import type { TestStateRequest } from './request.js'

/** How a state left the bench. */
export interface Left {
  readonly output: unknown
  readonly next: string | undefined
}

/**
 * What a state sees of an execution while it is tested alone: a strand that goes nowhere.
 *
 * Only the members that data flows and the states without tasks use; `asStrand` is what they take it for.
 */
export class Bench {
  readonly input: unknown
  readonly variables = new Variables()
  readonly chance
  readonly now = Date.UTC(2025, 0, 1)
  /** The item that an `ItemSelector` is given. */
  item: MapItem | undefined
  left: Left | undefined
  /** Nothing is limited here, and every activity is there. */
  readonly host = { checkSize: (): void => undefined, hasActivity: (): boolean => true }
  private readonly given: Readonly<Record<string, unknown>>
  private readonly made: Readonly<Record<string, unknown>>

  constructor(request: TestStateRequest, state: { readonly type: string; readonly token: boolean }) {
    const {
      input = {},
      variables = {},
      context = {},
      roleArn,
      accountId = '123456789012',
      region = 'us-east-1',
    } = request
    this.input = input
    this.chance = seededChance(request.seed ?? 'asl-runner')
    for (const [name, value] of Object.entries(variables)) this.variables.set(name, value)
    this.given = context
    const arn = (rest: string): string => `arn:aws:states:${region}:${accountId}:${rest}`
    const [machine, name] = [this.chance.uuid(), this.chance.uuid()]
    const time = instant(this.now)
    const retryCount = request.stateConfiguration?.retrierRetryCount ?? 0
    this.made = {
      Execution: {
        Id: arn(`express:${machine}:${name}`),
        Input: input,
        Name: name,
        RoleArn: roleArn ?? null,
        StartTime: time,
      },
      StateMachine: { Id: arn(`stateMachine:${machine}`), Name: machine },
      State: {
        Name: 'StateName',
        EnteredTime: time,
        ...(['Task', 'Map', 'Parallel'].includes(state.type) && { RetryCount: retryCount }),
      },
      ...(state.token && { Task: { Token: this.chance.uuid() } }),
    }
  }

  get asStrand(): Strand {
    return this as unknown as Strand
  }

  context(): Record<string, unknown> {
    return { ...this.made, ...this.given, ...(this.item && { Map: { Item: this.item } }) }
  }

  /** A state's way out. */
  leave(output: unknown, assigned: ReadonlyMap<string, unknown> | undefined, next?: Node): void {
    this.assign(assigned)
    this.left = { output, next: next?.name }
  }

  assign(assigned: ReadonlyMap<string, unknown> | undefined): void {
    for (const [name, value] of assigned ?? []) this.variables.set(name, value)
  }

  /** Waiting costs nothing here. */
  wait(_milliseconds: number, then: () => void): void {
    then()
  }

  decide(): void {}

  /** A failure with its cause in full. */
  causeOf({ cause, explained }: Failure): string | undefined {
    if (!explained) return cause
    return `An error occurred while executing the state 'StateName' (entered at the event id #0). ${cause}`
  }
}
