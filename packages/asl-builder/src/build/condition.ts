import { operation, type Ref } from '../refs/ref.js'

/*
 * Tests for `.if`, also values of their own in JSONata. Data that is absent never fails a test: a comparison with it is false,
 * `ne` is true.
 */

type Scalar = string | number | boolean
type Maybe<Value> = Ref<Value | undefined | null>
type Operand<Value> = Value | Maybe<Value>
/** Anything that is true or false when the machine runs. */
type Condition = Ref<boolean> | `{%${string}%}`

/** Whether two values are equal. */
export const eq = <Value extends Scalar>(left: Maybe<Value>, right: Operand<NoInfer<Value>>): Ref<boolean> =>
  operation('eq', left, right)

/** Whether two values differ, or one of them is absent. */
export const ne = <Value extends Scalar>(left: Maybe<Value>, right: Operand<NoInfer<Value>>): Ref<boolean> =>
  operation('ne', left, right)

/** Whether the left value is greater: numbers by size, text by its UTF-16 code units. */
export const gt = <Value extends string | number>(left: Maybe<Value>, right: Operand<NoInfer<Value>>): Ref<boolean> =>
  operation('gt', left, right)

/** Whether the left value is greater or equal. */
export const gte = <Value extends string | number>(left: Maybe<Value>, right: Operand<NoInfer<Value>>): Ref<boolean> =>
  operation('gte', left, right)

/** Whether the left value is less. */
export const lt = <Value extends string | number>(left: Maybe<Value>, right: Operand<NoInfer<Value>>): Ref<boolean> =>
  operation('lt', left, right)

/** Whether the left value is less or equal. */
export const lte = <Value extends string | number>(left: Maybe<Value>, right: Operand<NoInfer<Value>>): Ref<boolean> =>
  operation('lte', left, right)

/** Whether all are true; asked from the left. */
export const and = (...all: readonly [Condition, ...Condition[]]): Ref<boolean> => operation('and', ...all)

/** Whether one is true; asked from the left. */
export const or = (...any: readonly [Condition, ...Condition[]]): Ref<boolean> => operation('or', ...any)

/** Whether it is false. */
export const not = (condition: Condition): Ref<boolean> => operation('not', condition)

/** Whether there is a value, `null` included. */
export const isPresent = (value: Ref<unknown>): Ref<boolean> => operation('isPresent', value)

/** Whether the value is there and is `null`. */
export const isNull = (value: Ref<unknown>): Ref<boolean> => operation('isNull', value)

/** Whether text holds a part. */
export const contains = (whole: Maybe<string>, part: string | Ref<string>): Ref<boolean> =>
  operation('contains', whole, part)

/** Whether text starts with a part. */
export const startsWith = (whole: Maybe<string>, part: string | Ref<string>): Ref<boolean> =>
  operation('startsWith', whole, part)

/** Whether text ends with a part. */
export const endsWith = (whole: Maybe<string>, part: string | Ref<string>): Ref<boolean> =>
  operation('endsWith', whole, part)

/** Whether an array has a value. In JSONPath a value for `.assign`, not a test. */
export const includes = <Value extends Scalar>(
  list: Ref<readonly Value[]>,
  value: Operand<NoInfer<Value>>,
): Ref<boolean> => operation('includes', list, value)

/** Whether an array has all of some values. JSONata only. */
export const containsAll = <Value extends Scalar>(
  list: Ref<readonly Value[]>,
  values: readonly NoInfer<Value>[] | Ref<readonly NoInfer<Value>[]>,
): Ref<boolean> => operation('containsAll', list, values)
