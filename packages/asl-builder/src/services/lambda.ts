import type * as z from 'zod'
import type { Expression } from '../refs/ref.js'
import { withPayload, type Call, type JsonPathCall } from './call.js'

/** A Lambda function: where it is, what it takes and what it returns. */
export interface LambdaFunction<Input, Output> {
  /** Its ARN, its name, or a deploy tool's `${Substitution}`. */
  readonly arn: string
  readonly '~io'?: (input: Input) => Output
}

/**
 * Calls of AWS Lambda, typed by the schemas of the function.
 *
 *     const extract = lambda.fn('${ExtractArn}', { input: z.object({ day: z.iso.date() }), output: z.object({ rows: z.int() }) })
 *     lambda.invoke(extract, { day: '2026-01-01' })
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export const lambda = {
  /**
   * Names a function and its types: what its input schema takes, and what its output schema yields.
   *
   * The schemas say what is what; AWS runs none of them, so defaults and transforms belong into the function.
   */
  fn<Input extends z.ZodType, Output extends z.ZodType>(
    arn: string,
    schemas: { input: Input; output: Output },
  ): LambdaFunction<z.input<Input>, z.output<Output>> {
    const fn = { arn }
    schemasOf.set(fn, schemas ?? {}) // a caller without types may leave them out
    return fn
  },

  /** Invokes a function with a payload; the result is what it returns, not the envelope around it. */
  invoke<Input, Output>(fn: LambdaFunction<Input, Output>, payload: Expression<NoInfer<Input>>): Call<Output> {
    const called = { Resource: invokeArn, Arguments: { FunctionName: fn.arn, Payload: payload } }
    return withPayload(called, schemasOf.get(fn)?.output, schemasOf.get(fn)?.input)
  },

  /** The same for a JSONPath state: `{ 'Payload.$': '$' }` sends the state's input. */
  parameters<Input, Output>(
    fn: LambdaFunction<Input, Output>,
    payload: { Payload: NoInfer<Input> | Record<string, unknown> } | { 'Payload.$': string },
  ): JsonPathCall<Output> {
    return withPayload({ Resource: invokeArn, Parameters: { FunctionName: fn.arn, ...payload } })
  },
}

/** What functions take and return: for those who write definitions; a function itself stays plain data. */
const schemasOf = new WeakMap<object, { input?: z.ZodType; output?: z.ZodType }>()

const invokeArn = 'arn:aws:states:::lambda:invoke'
