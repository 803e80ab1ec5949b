import type { Evaluated, Expression, Proxied } from '../refs/ref.js'

/*
 * What a callback of a flow sees, and how it accumulates: results as an intersection of one-name records (a lookup costs the
 * compiler nothing, an addition one instantiation), variables as a union of entries (few, and merged where branches meet).
 */

/** A variable: its name, its type, and whether an outer scope owns it. */
export type Variable = readonly [name: string, value: unknown, owner: 'own' | 'outer']

/** `results` of one state. */
export type Named<Name extends string, Value> = { readonly [Key in Name]: Proxied<Value> }

/** No state has run yet. */
export interface Results {}

/** The variables that have a value. */
export type Vars<Variables extends Variable> = { readonly [Each in Variables as Each[0]]: Proxied<Each[1]> }

/** What a callback sees beside what the place gives: `input`, `item`, `error`. */
export interface Seen<Known, Variables extends Variable> {
  /** The result of every state that certainly ran before on this path, by its name. */
  readonly results: Known
  /** Every variable that certainly has a value here. */
  readonly vars: Vars<Variables>
  /** The execution's context object. */
  readonly context: Proxied<ContextObject>
}

/** What a callback sees. */
export type Context<Roots, Known, Variables extends Variable> = Roots & Seen<Known, Variables>

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export interface ContextObject {
  Execution: { Id: string; Name: string; RoleArn: string; StartTime: string; RedriveCount: number }
  State: { EnteredTime: string; Name: string; RetryCount: number }
  StateMachine: { Id: string; Name: string }
  /** In a Task that waits for its token. */
  Task: { Token: string }
}

/** What a Catcher catches. */
export interface ErrorOutput {
  Error: string
  /** Absent when a Fail gives none. */
  Cause: string
}

/** The variables that both ways assigned. */
export type Both<One extends Variable, Other extends Variable> = Extract<
  One | Other,
  readonly [One[0] & Other[0], unknown, unknown]
>

/** Seen from an inner scope: to be read, not to be assigned. */
export type Outer<Variables extends Variable> = Variables extends Variable
  ? readonly [Variables[0], Variables[1], 'outer']
  : never

/** What may be assigned: a variable keeps its type, and an outer one is not assigned inside. */
export type Assignable<Variables extends Variable> = {
  readonly [Each in Variables as Each[0]]?: Each[2] extends 'outer'
    ? 'An inner scope cannot assign a variable of an outer scope'
    : Expression<Each[1]>
}

export type Values<Variables extends Variable> = Record<string, unknown> & Assignable<Variables>

/** The variables that an assignment makes. */
export type Made<Written> = {
  [Name in keyof Written & string]: readonly [Name, Evaluated<Written[Name]>, 'own']
}[keyof Written & string]

export type NoValues = Record<never, never>

declare const inputType: unique symbol

/** The type of the execution's input. */
export type InputOf<Roots> = Roots extends { readonly [inputType]: infer Input } ? Input : any

/** What callbacks see in an iteration beside what they see around it. */
export interface InIteration<Map extends string, Item> {
  /** The item of this iteration, the innermost one. */
  readonly item: Proxied<Item>
  /** The item of each Map around, by the Map's name. */
  readonly items: Named<Map, Item>
}

/** What callbacks see everywhere in a machine. */
export interface InMachine<Input> {
  /** The input of the execution. */
  readonly input: Proxied<Input>
  readonly [inputType]: Input
}
