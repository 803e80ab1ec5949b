/*
 * Typed references: what a callback of a builder reads. A reference records where its value comes from and the way to it;
 * it becomes a path or an expression when the definition is written.
 */

import type { Operator } from './operator.js'

declare const valueType: unique symbol

/** A value of type `Value` that exists when the machine runs. */
export interface Ref<out Value> {
  readonly [valueType]: Value
}

/**
 * A reference whose fields are references too: `results['Show tables'].QueryExecution.Status.State`.
 *
 * What an optional field holds may be absent, and so may everything inside it: `Absent` carries that down.
 */
export type Proxied<Value, Absent = never> = 0 extends 1 & Value
  ? any // an untyped result: its author asked for no checks
  : Ref<Value | Absent> & Members<NonNullable<Value>, Absent | Extract<Value, undefined | null>>

type Members<Value, Absent> = Value extends readonly (infer Element)[]
  ? number extends Value['length']
    ? Elements<Element, Absent>
    : { readonly [Index in Extract<keyof Value, `${number}`>]: Proxied<Value[Index], Absent> }
  : Value extends object
    ? { readonly [Key in keyof Value]-?: Proxied<Value[Key], Absent> }
    : unknown

/** The elements of an array. The literal keys are for `noUncheckedIndexedAccess`, which takes an index signature alone for absent. */
export interface Elements<Element, Absent = never> {
  readonly 0: Proxied<Element, Absent>
  readonly 1: Proxied<Element, Absent>
  readonly 2: Proxied<Element, Absent>
  readonly 3: Proxied<Element, Absent>
  readonly 4: Proxied<Element, Absent>
  readonly 5: Proxied<Element, Absent>
  readonly 6: Proxied<Element, Absent>
  readonly 7: Proxied<Element, Absent>
  readonly 8: Proxied<Element, Absent>
  readonly 9: Proxied<Element, Absent>
  readonly [index: number]: Proxied<Element, Absent>
}

/** An expression in the language of the machine: `{% … %}` in JSONata; `$.path`, `$name` or `States.Format(…)` in JSONPath. */
export type RawExpression = `{%${string}%}` | `$${string}` | `States.${string}(${string})`

type Scalar = string | number | boolean | null | undefined

/**
 * What may stand where a `Value` is wanted: the value, a reference to one, a raw expression, or an object or array of these.
 *
 * An object has no arm of its own for references: a reference to an object is already one of its fields' references, and the
 * arm would cost "Did you mean" in the compiler's messages.
 */
export type Expression<Value> = 0 extends 1 & Value
  ? any
  : [Value] extends [Scalar]
    ? Value | Ref<Value> | RawExpression
    : Value extends readonly (infer Element)[]
      ? readonly Expression<Element>[] | Ref<readonly Element[]> | RawExpression
      : Value extends object
        ? { [Key in keyof Value]: Expression<Exclude<Value[Key], undefined>> } | RawExpression
        : Value | Ref<Value> | RawExpression

/** The value that an expression stands for: `Evaluated<{ id: Ref<number> }>` is `{ id: number }`. */
export type Evaluated<Written> =
  Written extends Ref<infer Value>
    ? Value
    : Written extends Scalar
      ? Written
      : Written extends readonly unknown[]
        ? { -readonly [Index in keyof Written]: Evaluated<Written[Index]> }
        : Written extends object
          ? { -readonly [Key in keyof Written]: Evaluated<Written[Key]> }
          : Written

/** Where a reference starts. */
export type Root =
  | { kind: 'input' }
  | { kind: 'context' }
  /** The result of an earlier state. */
  | { kind: 'result'; state: string }
  /** The result of the very state whose `assign` reads it. */
  | { kind: 'own'; state: string }
  /** The item of an iteration, read inside it. */
  | { kind: 'item'; map: string }
  /** The index of an item, in its Map's `itemSelector`. */
  | { kind: 'index'; map: string }
  /** The Error Output that a Catcher of the state caught. */
  | { kind: 'error'; state: string }
  /** The state that failed, in a handler that all states share. */
  | { kind: 'failedState' }
  | { kind: 'variable'; name: string }
  /** The element of a list that `filter` or `pluck` looks at; `id` tells nested ones apart. */
  | { kind: 'element'; id: number; of: unknown }
  /** A computed value. */
  | { kind: 'operation'; operator: Operator; operands: readonly unknown[] }

/** What a reference recorded: a start and the way from there. A number is an index. */
export interface Recorded {
  readonly root: Root
  readonly path: readonly (string | number)[]
}

const recorded = Symbol('recorded')

/** Stands for a Map or a state where there is none: what a caller without types reads out of its place. */
export const nowhere = '\u0000'

/** A reference with nothing but its start. Reading a field of it gives a longer one. */
export function reference(root: Root): any {
  return proxied({ root, path: [] }) // `any`: the front that offers it says of which type it is
}

/** A computed value as a reference. */
export function operation(operator: Operator, ...operands: readonly unknown[]): any {
  const root: Root = { kind: 'operation', operator, operands }
  making?.push({ root, path: [] })
  return reference(root) // `any`: the helper's own signature says what comes out
}

/** Where operations go that are made while a callback runs. */
let making: Recorded[] | undefined

/** Runs a callback, and says which operations it made. */
export function operationsMadeBy<Value>(callback: () => Value): { value: Value; made: readonly Recorded[] } {
  const outer = making
  const made: Recorded[] = []
  making = made
  try {
    return { value: callback(), made }
  } finally {
    making = outer
  }
}

let elements = 0

/** The reference to a new element of a list that `filter` or `pluck` looks at. */
export const elementReference = (of: unknown): any => reference({ kind: 'element', id: ++elements, of })

/** What a reference recorded; `undefined` for any other value. */
export function recordedOf(value: unknown): Recorded | undefined {
  return typeof value === 'object' && value !== null ? (value as { [recorded]?: Recorded })[recorded] : undefined
}

/** A dictionary that makes the reference for a name when it is read. */
export function referencesBy(rootOf: (name: string) => Root): any {
  return new Proxy({}, { get: (_, name) => (typeof name === 'string' ? reference(rootOf(name)) : undefined) })
}

/** A reference as its author wrote it: `results['Show tables'].QueryExecution`. */
export function textOf({ root, path }: Recorded): string {
  const steps = path.map((step) =>
    typeof step === 'number' ? `[${step}]` : /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
  )
  return rootText(root) + steps.join('')
}

function rootText(root: Root): string {
  switch (root.kind) {
    case 'result':
      return `results[${JSON.stringify(root.state)}]`
    case 'own':
      return 'result'
    case 'variable':
      return `vars[${JSON.stringify(root.name)}]`
    case 'operation':
      return `${root.operator}(…)`
    default:
      return root.kind
  }
}

/** What stands behind a reference. */
interface Behind {
  readonly [recorded]: Recorded
}

const proxied = (here: Recorded): unknown => new Proxy<Behind>({ [recorded]: here }, reading)

/** One for all references: a flow of thousands of states makes tens of thousands. */
const reading: ProxyHandler<Behind> = {
  get({ [recorded]: here }, key) {
    if (key === recorded) return here
    if (key === Symbol.toPrimitive || key === Symbol.iterator) return () => refuse(here)
    if (typeof key === 'symbol') return undefined
    const step = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key
    return proxied({ root: here.root, path: [...here.path, step] })
  },
  ownKeys: ({ [recorded]: here }) => refuse(here), // a spread or JSON.stringify would silently lose it
  set: ({ [recorded]: here }) => refuse(here),
}

function refuse(here: Recorded): never {
  throw new TypeError(
    `${textOf(here)} is a reference: its value exists when the machine runs, not while it is being built. ` +
      'In text write text`…${reference}…`; for numbers, comparisons and lists use the helpers (plus, eq, count, filter …).',
  )
}
