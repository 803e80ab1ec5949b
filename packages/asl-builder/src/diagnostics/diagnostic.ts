/** How much a diagnostic weighs: AWS refuses a definition with an ERROR; a WARNING is legal and surely not meant. */
export type Severity = 'ERROR' | 'WARNING'

/**
 * One thing wrong with a definition.
 *
 * `severity`, `code`, `message` and `location` are the four fields of AWS's `ValidateStateMachineDefinition`: AWS's own
 * codes, words and places where AWS has them.
 */
export interface Diagnostic {
  severity: Severity
  /** SCREAMING_SNAKE_CASE, stable. AWS's where AWS has one (`SCHEMA_VALIDATION_FAILED`), which many rules may share. */
  code: string
  /** The one rule that found it, in the same spelling: `UNSUPPORTED_FIELD`. The rule's own name where AWS has no code. */
  rule: string
  /** What is wrong. */
  message: string
  /** What is true and what to do: the nearest name, say. */
  hint?: string
  /**
   * JSON Pointer (RFC 6901) into the definition, as AWS writes it: `/States/Load/Next`; `/` is the whole definition.
   * What concerns the text and not the document has no such place: `''`, or AWS's `[Source: …; line: 1, column: 4]`.
   */
  location: string
  /** The key in the object at `location` that is meant, where AWS names the object only. */
  key?: string
  /** The name of the innermost state that `location` lies in. */
  state?: string
  /** Where in the string at `location` (and `key`), in UTF-16 code units from its start; `end` is exclusive. */
  range?: { start: number; end: number }
  /** The facts that the message is made of, for programs. */
  data?: Readonly<Record<string, unknown>>
}
