/**
 * What a Task calls and what it sends: two fields of a Task state, to be spread into one.
 *
 *     { Type: 'Task', ...athena.stopQueryExecution({ QueryExecutionId: '…' }), End: true }
 *
 * `Result` is the type of what comes back; nothing of it exists at run time.
 */
export interface Call<out Result = unknown> {
  Resource: string
  /** JSONata. */
  Arguments: unknown
  readonly '~result'?: Result
}

/** The same in a JSONPath state. */
export interface JsonPathCall<out Result = unknown> {
  Resource: string
  Parameters: unknown
  readonly '~result'?: Result
}

/** The type of a call's result. */
export type ResultOf<Called> = Called extends { readonly '~result'?: infer Result } ? Result : never

/** The fields of a Task that an untyped call sets. */
export interface UntypedCall {
  /** An ARN. */
  Resource: string
  /** JSON with expressions in it; left out, the service gets the state's input. */
  Arguments?: unknown
}

/** A call of any service, its parameters and its result untyped. */
export function task(call: UntypedCall): Call<any> {
  untyped.add(call)
  return call as Call<any> // `any`: a result whose fields its author may name freely
}

const untyped = new WeakSet<object>()

/** Whether a call's author asked for no checks of its parameters. */
export function isUntyped(call: object): boolean {
  return untyped.has(call)
}

const payloads = new WeakMap<object, { readonly result: unknown; readonly sent: unknown }>()

/**
 * Marks a call whose result holds what its author is interested in under `Payload`: a typed Lambda function.
 *
 * @param result The schema of the payload that comes back.
 * @param sent The schema of the one that is sent.
 */
export function withPayload<Called extends object>(call: Called, result?: unknown, sent?: unknown): Called {
  payloads.set(call, { result, sent })
  return call
}

/** What describes a call's payload, where its author gave a schema. */
export const payloadSchemaOf = (call: object): unknown => payloads.get(call)?.result

/** What describes the payload that a call sends, where its author gave a schema. */
export const sentSchemaOf = (call: object): unknown => payloads.get(call)?.sent

/** The field of the raw result that a call's `Result` describes; `undefined` when it is the whole of it. */
export function resultFieldOf(call: object): 'Payload' | undefined {
  return payloads.has(call) ? 'Payload' : undefined
}

/**
 * Parameters of a JSONPath state: each field as a constant, or looked up under its name with `.$`.
 *
 *     { 'QueryExecutionId.$': '$.QueryExecution.QueryExecutionId' }
 */
export type Templated<Parameters> = TemplatedOptional<Parameters> &
  TemplatedRequired<Parameters, RequiredKeys<Parameters>>

type RequiredKeys<Parameters> = {
  [Key in keyof Parameters & string]-?: object extends Pick<Parameters, Key> ? never : Key
}[keyof Parameters & string]

type TemplatedValue<Value> = Value extends object ? Value | Record<string, unknown> : Value

type TemplatedOptional<Parameters> = {
  [Key in keyof Parameters]?: TemplatedValue<Parameters[Key]>
} & { [Key in keyof Parameters & string as `${Key}.$`]?: string }

type TemplatedRequired<Parameters, Key extends keyof Parameters & string> = Key extends string
  ? { [Constant in Key]: TemplatedValue<Parameters[Constant]> } | { [LookedUp in Key as `${LookedUp}.$`]: string }
  : never
