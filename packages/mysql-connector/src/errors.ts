/**
 * Every failure of the connector. Step Functions sees `name` as the error and `message` as the cause, so a Retrier or a
 * Catcher can tell them apart; the name is written out because bundling renames classes.
 */
export abstract class ConnectorError extends Error {
  abstract override readonly name: string
}

/** The event is not one that the connector takes. Retrying does not help. */
export class InvalidEventError extends ConnectorError {
  override readonly name = 'InvalidEventError'
}

/** The event names a table that the table model does not have. */
export class UnknownTableError extends ConnectorError {
  override readonly name = 'UnknownTableError'
}

/** The environment, the table model or the chosen strategy cannot work. */
export class ConfigurationError extends ConnectorError {
  override readonly name = 'ConfigurationError'
}

/** Secrets Manager gave no credentials. */
export class CredentialsError extends ConnectorError {
  override readonly name = 'CredentialsError'
}

/** MySQL cannot be reached, refuses the login, went away, or changed a table in the middle. Worth a retry. */
export class SourceUnavailableError extends ConnectorError {
  override readonly name = 'SourceUnavailableError'
}

/** MySQL refused a statement: no such table, no permission, a bad seed statement. */
export class SourceQueryError extends ConnectorError {
  override readonly name = 'SourceQueryError'
}

/** A column of MySQL has a type that the table model's type cannot hold. */
export class ColumnMismatchError extends ConnectorError {
  override readonly name = 'ColumnMismatchError'
}

/** A value cannot be carried by the table's SerDe or type; the message names table, column and key. */
export class UnrepresentableValueError extends ConnectorError {
  override readonly name = 'UnrepresentableValueError'
}

/**
 * The object could not be written or replaced. Worth a retry; readers still see the former object, or none when objects of
 * other names were being cleared away for it.
 */
export class TargetError extends ConnectorError {
  override readonly name = 'TargetError'
}

/** The invocation's time is nearly up; stopped in order, nothing was replaced. */
export class OutOfTimeError extends ConnectorError {
  override readonly name = 'OutOfTimeError'
}

/** An error's own words, for use inside another error's message. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const words = error instanceof AggregateError && !error.message ? error.errors.map(wordsOf).join('; ') : error.message
  return words || error.name
}
