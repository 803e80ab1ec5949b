import { elementReference, operation, type Expression, type Proxied, type Ref } from '../refs/ref.js'

/*
 * Values computed when the machine runs. Each says which query language cannot: `build` refuses it there with a hint.
 */

type Scalar = string | number | boolean

/** What brackets would flatten. */
type NotAnArray<Value> = Value extends readonly unknown[]
  ? 'A picked value is a scalar or an object, not an array'
  : unknown

/** Text with references in it: text`s3://${input.bucket}/data/`. */
export const text = (parts: TemplateStringsArray, ...values: readonly (Ref<Scalar> | Scalar)[]): Ref<string> =>
  operation('text', [...parts], ...values)

/** The sum of two numbers; in JSONPath whole numbers. */
export const plus = (left: Ref<number>, right: number | Ref<number>): Ref<number> => operation('plus', left, right)

/** The difference of two numbers; in JSONPath a whole constant is taken away. */
export const minus = (left: Ref<number>, right: number | Ref<number>): Ref<number> => operation('minus', left, right)

/** The product of two numbers. JSONata only. */
export const times = (left: Ref<number>, right: number | Ref<number>): Ref<number> => operation('times', left, right)

/** How many elements an array has. */
export const count = (list: Ref<readonly unknown[]>): Ref<number> => operation('count', list)

/** The sum of an array's numbers. JSONata only. */
export const sum = (list: Ref<readonly number[]>): Ref<number> => operation('sum', list)

/** The element at a computed index, from 0. For a constant one read it: `list[2]`. */
export const at = <Element>(list: Ref<readonly Element[]>, index: number | Ref<number>): Proxied<Element> =>
  operation('at', list, index)

/** A field of every element; elements without it drop out. In JSONPath a plain field. */
export const pluck = <Element, Value>(
  list: Ref<readonly Element[]>,
  pick: (element: Proxied<Element>) => Ref<Value> & NotAnArray<Value>,
): Proxied<Exclude<Value, undefined>[]> => {
  const element = elementReference(list)
  return operation('pluck', list, element, pick(element))
}

/** The elements that pass a test. In JSONPath comparisons of an element's fields with constants. */
export const filter = <Element>(
  list: Ref<readonly Element[]>,
  test: (element: Proxied<Element>) => Ref<boolean>,
): Proxied<Element[]> => {
  const element = elementReference(list)
  return operation('filter', list, element, test(element))
}

/** One array after another. JSONata only. */
export const concat = <Element>(
  list: Ref<readonly Element[]>,
  more: Expression<readonly NoInfer<Element>[]>,
): Proxied<Element[]> => operation('concat', list, more)

/** Each value of an array once. */
export const unique = <Element>(list: Ref<readonly Element[]>): Proxied<Element[]> => operation('unique', list)

/** The texts of an array in one. JSONata only. */
export const join = (list: Ref<readonly string[]>, separator: string | Ref<string>): Ref<string> =>
  operation('join', list, separator)

/** The parts of a text between a separator. */
export const split = (whole: Ref<string>, separator: string | Ref<string>): Proxied<string[]> =>
  operation('split', whole, separator)

/** A value, or another when it is absent or `null`. JSONata only. */
export const orElse = <Value>(
  value: Ref<Value>,
  other: Expression<NoInfer<NonNullable<Value>>>,
): Proxied<NonNullable<Value>> => operation('orElse', value, other)

/**
 * An optional value where one is wanted: you know that it is there, since a `.choice` asked, say.
 *
 *     when.if(({ input }) => isPresent(input.email), (known) => known.task('Mail', ({ input }) => lambda.invoke(mail, { to: present(input.email) })))
 *
 * It is written as it is: where it is absent after all, the state fails. See {@link orElse} for another value in its place.
 */
export const present = <Value>(value: Ref<Value>): Proxied<NonNullable<Value>> => value as Proxied<NonNullable<Value>>

/**
 * An object as it is, its optional fields present or not, where an object is wanted: `lambda.invoke(load, whole(input))`.
 *
 * A single optional field cannot be passed on as it is, since what is absent is no value: see {@link orElse}.
 */
export const whole = <Value extends object>(value: Ref<Value>): Expression<Value> => value as Expression<Value>

/** Two objects in one; a field of the second wins. */
export const merge = <One extends object, Other extends object>(
  one: Ref<One>,
  other: Ref<Other>,
): Proxied<Omit<One, keyof Other> & Other> => operation('merge', one, other)

/** The value that JSON text says; you say of which type it is. */
export const parseJson = <Value = unknown>(json: Ref<string>): Proxied<Value> => operation('parseJson', json)

/** A value as JSON text. */
export const toJson = (value: Ref<unknown>): Ref<string> => operation('toJson', value)

/** A new version 4 UUID each time it is evaluated. */
export const uuid = (): Ref<string> => operation('uuid')
