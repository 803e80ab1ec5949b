/** How much a diagnostic weighs: AWS refuses a definition with an ERROR; a WARNING is legal and surely not meant. */
export type Severity = 'ERROR' | 'WARNING'

/**
 * One thing wrong with a definition.
 *
 * `severity`, `code`, `message` and `location` are the four fields of AWS's `ValidateStateMachineDefinition`; AWS's own
 * codes and words where AWS has them.
 */
export interface Diagnostic {
  severity: Severity
  /** SCREAMING_SNAKE_CASE, stable: `MISSING_TRANSITION_TARGET`. */
  code: string
  /** What is wrong, in the definition's own names, then what is true. */
  message: string
  /** What to do: the nearest name, say. */
  hint?: string
  /** JSON Pointer (RFC 6901) into the definition: `/States/Load/Next`; `''` is the whole of it. */
  location: string
  /** The name of the innermost state that `location` lies in. */
  state?: string
  /** Where in the string at `location`, in UTF-16 code units from its start; `end` is exclusive. */
  range?: { start: number; end: number }
  /** The facts that the message is made of, for programs. */
  data?: Readonly<Record<string, unknown>>
}
