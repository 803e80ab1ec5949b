import { nearest } from '../diagnostics/nearest.js'

/** What is wrong with a flow and cannot be seen in the definition it becomes. */
export interface Problem {
  /** SCREAMING_SNAKE_CASE, as in a Diagnostic. */
  readonly code: ProblemCode
  readonly message: string
  readonly hint?: string | undefined
}

export type ProblemCode =
  /** Two states of one machine have the same name. */
  | 'DUPLICATE_STATE_NAME'
  /** A reference is read where its value does not certainly exist. */
  | 'REFERENCE_OUT_OF_REACH'
  /** `.goto` names no state that certainly ran before it in the same scope. */
  | 'UNKNOWN_GOTO_TARGET'
  /** An inner scope assigns a variable that an outer one assigns too. */
  | 'VARIABLE_OF_OUTER_SCOPE'
  /** The machine's query language has no words for it. */
  | 'NOT_IN_QUERY_LANGUAGE'
  /** A handler that all states share goes on. */
  | 'SHARED_HANDLER_GOES_ON'
  /** Something follows a state after which nothing runs. */
  | 'STATE_AFTER_END'
  /** A Choice without `.otherwise`. */
  | 'MISSING_OTHERWISE'
  /** An argument that the types of the front do not allow. */
  | 'WRONG_ARGUMENT'
  /** A test that JavaScript's `&&` or `?:` took for true. */
  | 'UNUSED_TEST'
  /** A value that JSON has no words for: a Date, a function, NaN. */
  | 'NOT_JSON'
  /** A reference to a field that its schema does not have. */
  | 'UNKNOWN_FIELD'

/** "Did you mean", when a known name is near; else what is known. */
export function suggestion(name: string, known: Iterable<string>, what: string): string {
  const names = [...known]
  const near = nearest(name, names)
  if (near !== undefined) return `Did you mean ${JSON.stringify(near)}?`
  const some = names.slice(0, 8).map((each) => JSON.stringify(each))
  return names.length === 0
    ? `There are no ${what} here.`
    : `${what[0]!.toUpperCase()}${what.slice(1)} here: ${some.join(', ')}${names.length > 8 ? ' …' : ''}.`
}
