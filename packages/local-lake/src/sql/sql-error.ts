/**
 * A statement that cannot be read: Athena refuses it at `StartQueryExecution` with `InvalidRequestException` and
 * `MALFORMED_QUERY`. The message begins with `line L:C:`, as Athena's does.
 */
export class SqlError extends Error {
  override readonly name = 'SqlError'
}
