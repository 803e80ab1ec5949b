/**
 * A Fail state's Cause in words: which state failed, with which error, and why.
 *
 * @param error Where the Error Output is: a JSONata expression.
 * @param state Where the name of the state is that failed.
 * @param hint JSONata that yields what is added; it may read `$reason`.
 */
export function failureCause(error: string, state: string, hint = `''`): `{%${string}%}` {
  return `{% (
  $reason := ${reasonIn(error)};
  '"' & ${state} & '" failed with ' & ${error}.Error & ($reason = '' ? '.' : ': ' & $reason) & ${hint}
) %}`
}

/** What to add for a MERGE, which can only write to an Iceberg table: it says so when Athena's reason points there. */
export function mergeHint(table: string): string {
  const hint = `. MERGE needs "${table}" to be an Iceberg table. If it is a view, drop or rename the view and run again.`
  return `($contains($reason, /view|not supported|not_supported/i) ? '${hint}' : '')`
}

/**
 * The reason in an error's Cause: Athena's StateChangeReason or a function's errorMessage, which lie in JSON text that may
 * have been cut off, so it is searched and not parsed; else the whole Cause. AWS allows 32,768 characters; a chain of
 * causes stays below.
 */
const reasonIn = (error: string): string => `(
  $cause := $exists(${error}.Cause) ? $string(${error}.Cause) : '';
  $found := $match($cause, /"(?:StateChangeReason|errorMessage)" *: *"((?:\\\\.|[^"])*)"/, 1);
  $substring($exists($found) ? $replace($found[0].groups[0], '\\\\"', '"') : $cause, 0, 10000)
)`
